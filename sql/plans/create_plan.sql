create function private.create_plan(
    p_user uuid,
    p_plan jsonb,
    p_author public.plan_author,
    p_now timestamptz
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid;
    v_hash bytea := sha256(convert_to(p_plan::text, 'UTF8'));
    v_known bytea;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    perform private.check_plan_document(p_user, p_plan);
    v_id := coalesce((p_plan ->> 'id')::uuid, gen_random_uuid());

    -- Two requests with one id: the second waits here for the first, and then finds its plan.
    insert into public.workout_plans (
        id, user_id, name, description, goal_type, plan_type, days_per_week, created_by, source_description,
        total_weeks, deload_every_weeks, created_at
    )
    values (
        v_id,
        p_user,
        p_plan ->> 'name',
        p_plan ->> 'description',
        (p_plan ->> 'goal_type')::public.goal_type,
        (p_plan ->> 'plan_type')::public.plan_type,
        (p_plan ->> 'days_per_week')::numeric,
        p_author,
        p_plan ->> 'source_description',
        (p_plan ->> 'total_weeks')::numeric,
        (p_plan ->> 'deload_every_weeks')::numeric,
        p_now
    )
    on conflict (id) do nothing;
    if not found then
        select r.content_hash into v_known from private.plan_requests as r where r.user_id = p_user and r.plan_id = v_id;
        if v_known = v_hash then
            return v_id;
        elsif exists (select from public.workout_plans as p where p.user_id = p_user and p.id = v_id) then
            perform private.fail(
                'PT409', 'this id has another plan', jsonb_build_object('field', 'id', 'id', v_id),
                'Use a new id, or edit the plan that is there.'
            );
        end if;
        perform private.fail('PT404', 'no such plan', '{"field": "id"}');
    end if;

    insert into private.plan_requests (plan_id, user_id, content_hash) values (v_id, p_user, v_hash);
    perform private.insert_plan_days(p_user, v_id, p_plan -> 'days');
    return v_id;
end;
$$;
comment on function private.create_plan is 'See public.create_plan; p_author says who made the plan.';

create function private.insert_plan_days(p_user uuid, p_plan_id uuid, p_days jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Numbers were checked as whole; JSON may still write 4 as 4.0, which only numeric reads.
    with days as materialized (
        select coalesce((d.value ->> 'id')::uuid, gen_random_uuid()) as id, d.value, d.i
        from jsonb_array_elements(p_days) with ordinality as d (value, i)
    ),

    made as (
        insert into public.workout_plan_days (
            id, plan_id, user_id, name, day_of_week, order_in_plan, week_number, focus, estimated_minutes
        )
        select
            d.id,
            p_plan_id,
            p_user,
            d.value ->> 'name',
            (d.value ->> 'day_of_week')::numeric,
            (d.value ->> 'order_in_plan')::numeric,
            coalesce((d.value ->> 'week_number')::numeric, 1),
            array(
                select f.name::public.muscle
                from jsonb_array_elements_text(nullif(d.value -> 'focus', 'null')) with ordinality as f (name, i)
                order by f.i
            ),
            (d.value ->> 'estimated_minutes')::numeric
        from days as d
        order by d.i
    )

    insert into public.workout_plan_day_exercises (
        id, plan_workout_id, user_id, exercise_id, order_in_workout, target_sets, target_reps, target_rest_seconds,
        current_suggested_weight_kg, on_success_weight_increase_kg, section, progression, alternatives,
        superset_group, target_rir, notes
    )
    select
        coalesce((x.value ->> 'id')::uuid, gen_random_uuid()),
        d.id,
        p_user,
        (x.value ->> 'exercise_id')::uuid,
        (x.value ->> 'order_in_workout')::numeric,
        (x.value ->> 'target_sets')::numeric,
        x.value ->> 'target_reps',
        (x.value ->> 'target_rest_seconds')::numeric,
        (x.value ->> 'current_suggested_weight_kg')::numeric,
        (x.value ->> 'on_success_weight_increase_kg')::numeric,
        coalesce((x.value ->> 'section')::public.plan_section, 'main'),
        nullif(x.value -> 'progression', 'null'),
        array(
            select a.id::uuid
            from jsonb_array_elements_text(nullif(x.value -> 'alternatives', 'null')) with ordinality as a (id, i)
            order by a.i
        ),
        (x.value ->> 'superset_group')::numeric,
        (x.value ->> 'target_rir')::numeric,
        x.value ->> 'notes'
    from
        days as d
        cross join lateral jsonb_array_elements(d.value -> 'exercises') with ordinality as x (value, i)
    order by d.i, x.i;
exception
    when unique_violation then
        perform private.fail(
            'PT409', 'an id of a day or an exercise is in use', '{"field": "days"}', 'Leave ids out, or make new ones.'
        );
end;
$$;
comment on function private.insert_plan_days is 'Writes the days and exercises of a checked plan document.';

create function public.create_plan(p_plan jsonb)
returns uuid
language sql
security invoker
set search_path = ''
return private.create_plan((select auth.uid()), p_plan, 'user', now());
comment on function public.create_plan is
'Makes a plan with its days and exercises, all or nothing, inactive, and returns its id. The same document with the same id
again returns the id; another one with that id is PT409. PT422 and PT404 name the field: days[2].exercises[0].target_reps.';
