-- Seed files name exercises by slug, to be readable; the stored document has ids, as create_plan requires.
create function private.exercise_id(p_slug text)
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
    v_id uuid;
begin
    select e.id into v_id from public.exercises as e where e.slug = p_slug and e.created_by is null;
    if not found then
        perform private.fail(
            'PT422', 'no exercise has this slug',
            jsonb_build_object('field', 'exercise', 'slug', p_slug)
        );
    end if;
    return v_id;
end;
$$;
comment on function private.exercise_id is 'The id of one of our exercises by its slug; PT422 for an unknown one.';

create function private.with_exercise_id(p_line jsonb)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
    v_line jsonb := p_line - 'exercise' || jsonb_build_object('exercise_id', private.exercise_id(p_line ->> 'exercise'));
begin
    if p_line ? 'alternatives' then
        v_line := v_line || jsonb_build_object('alternatives', array(
            select private.exercise_id(other.slug)
            from jsonb_array_elements_text(p_line -> 'alternatives') with ordinality as other (slug, place)
            order by other.place
        ));
    end if;
    return v_line;
end;
$$;
comment on function private.with_exercise_id is 'An exercise of a plan document with ids where the seed has slugs.';

create function private.with_exercise_ids(p_plan jsonb)
returns jsonb
language sql
stable
security invoker
set search_path = ''
return jsonb_set(
    p_plan,
    '{days}',
    (
        select jsonb_agg(
            jsonb_set(
                day.value,
                '{exercises}',
                (
                    select jsonb_agg(private.with_exercise_id(line.value) order by line.ordinality)
                    from jsonb_array_elements(day.value -> 'exercises') with ordinality as line
                )
            )
            order by day.ordinality
        )
        from jsonb_array_elements(p_plan -> 'days') with ordinality as day
    )
);
comment on function private.with_exercise_ids is 'A plan document with ids where the seed has slugs.';

create function private.seed_template(p_template jsonb)
returns uuid
language plpgsql
security invoker
set search_path = ''
as $$
declare
    v_id uuid := coalesce(
        (select t.id from public.plan_templates as t where t.slug = p_template ->> 'slug'),
        private.stable_id('template', p_template ->> 'slug')
    );
begin
    perform private.check_shape(p_template, null, $shape${
        "slug": {"type": "text", "min": 1, "max": 100, "required": true},
        "name": {"type": "text", "min": 1, "max": 200, "required": true},
        "description": {"type": "text", "max": 5000, "required": true},
        "goal_type": {"type": "public.goal_type"},
        "plan_type": {"type": "public.plan_type", "required": true},
        "days_per_week": {"type": "integer", "min": 1, "max": 7, "required": true},
        "difficulty": {"type": "public.difficulty"},
        "plan": {"type": "object", "required": true}
    }$shape$);
    insert into public.plan_templates as t (
        id, slug, name, description, goal_type, plan_type, days_per_week, difficulty, plan, is_published
    )
    select
        v_id, r.slug, r.name, r.description, r.goal_type, r.plan_type, r.days_per_week, r.difficulty,
        -- Who takes it over keeps what it says: how long it lasts, what comes after.
        private.with_exercise_ids(jsonb_build_object('description', r.description) || (p_template -> 'plan')), true
    from jsonb_populate_record(null::public.plan_templates, p_template) as r
    on conflict (id) do update set
        slug = excluded.slug,
        name = excluded.name,
        description = excluded.description,
        goal_type = excluded.goal_type,
        plan_type = excluded.plan_type,
        days_per_week = excluded.days_per_week,
        difficulty = excluded.difficulty,
        plan = excluded.plan,
        -- Of an admin who took its place.
        is_published = t.is_published or t.created_by is not null,
        created_by = null
    -- Applying a seed again touches no unchanged row.
    where t.created_by is not null or (t.slug, t.name, t.description, t.goal_type, t.plan_type, t.days_per_week, t.difficulty, t.plan)
        is distinct from (
            excluded.slug, excluded.name, excluded.description, excluded.goal_type, excluded.plan_type, excluded.days_per_week,
            excluded.difficulty, excluded.plan
        );
    return v_id;
end;
$$;
comment on function private.seed_template is
'Writes one of our templates, published, and returns its id: derived from the slug, so the same file again changes nothing.
Takes {slug, name, description, goal_type?, plan_type, days_per_week, difficulty?, plan}, where plan is what create_plan
takes with "exercise": slug for exercise_id and slugs for alternatives; it has the template''s description unless it has its own.
PT422 names the invalid field.';
