create function private.search_exercises(
    p_user uuid,
    p_query text,
    p_muscles public.muscle [],
    p_equipment uuid [],
    p_difficulty public.difficulty,
    p_limit integer,
    p_after text,
    p_locale public.catalog_locale default null
)
returns table (exercise_id uuid, score integer, cursor text)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_browses boolean;
    v_after record;
begin
    perform private.require_caller(p_user);
    -- A query of only punctuation is like no query: the whole list, by name.
    v_browses := coalesce(private.search_fold(left(p_query, 200)), '') = '';
    if p_limit is null or p_limit not between 1 and 100 then
        perform private.fail('PT422', 'must be between 1 and 100', '{"field": "p_limit"}');
    end if;
    if length(p_query) > 200 then
        perform private.fail('PT422', 'must be at most 200 characters', '{"field": "p_query"}');
    end if;
    if cardinality(p_muscles) > 50 or cardinality(p_equipment) > 200 then
        perform private.fail(
            'PT422', 'too many values',
            jsonb_build_object('field', case when cardinality(p_muscles) > 50 then 'p_muscles' else 'p_equipment' end)
        );
    end if;
    select c.score, c.name, c.id into v_after from private.read_search_cursor(p_after) as c where p_after is not null;

    return query
    with candidates as (
        select m.exercise_id, m.score from private.match_spellings(p_user, p_query, p_locale) as m where not v_browses
        union all
        select e.id, 0 from public.exercises as e where v_browses and (e.created_by is null or e.is_approved)
        union all
        select e.id, 0 from public.exercises as e where v_browses and e.created_by = p_user and not e.is_approved
    ),

    ranked as (
        select
            e.id,
            e.name,
            c.score
            -- A bare word such as Rudern or remo means the lift before the machine.
            - case when not v_browses and e.exercise_type <> 'strength' then 10 else 0 end
            + case when e.primary_muscle_group = any(p_muscles) then 60 else 0 end
            -- A user who filters by barbell doesn't want push-ups first.
            + case when p_equipment is not null and exists (
                select from public.exercise_equipment as x where x.exercise_id = e.id
            ) then 40 else 0 end as score
        from candidates as c
        inner join public.exercises as e on e.id = c.exercise_id
        where e.is_active
            and (e.created_by is null or e.is_approved or e.created_by = p_user)
            and (p_difficulty is null or e.difficulty = p_difficulty)
            and (p_muscles is null or e.primary_muscle_group = any(p_muscles) or e.secondary_muscle_groups && p_muscles)
            and (p_equipment is null or not exists (
                select from public.exercise_equipment as x
                where x.exercise_id = e.id and x.equipment_id <> all(array_remove(p_equipment, null))
            ))
    )

    select r.id, r.score, private.search_cursor(r.score, r.name, r.id)
    from ranked as r
    where p_after is null
        or (-r.score, r.name collate "C", r.id) > (-v_after.score, v_after.name collate "C", v_after.id)
    order by r.score desc, r.name collate "C", r.id
    limit p_limit;
end;
$$;
comment on function private.search_exercises is 'See public.search_exercises. Custom exercises of other users are never read.';

create function public.search_exercises(
    p_query text default null,
    p_muscles public.muscle [] default null,
    p_equipment uuid [] default null,
    p_difficulty public.difficulty default null,
    p_limit integer default 20,
    p_after text default null,
    p_locale public.catalog_locale default null
)
returns table (
    id uuid,
    name text,
    description text,
    primary_muscle_group public.muscle,
    secondary_muscle_groups public.muscle [],
    image_url text,
    difficulty public.difficulty,
    slug text,
    aliases text [],
    instructions text [],
    movement_pattern public.movement_pattern,
    mechanic public.mechanic,
    tracking_type public.tracking_type,
    exercise_type public.exercise_type,
    is_unilateral boolean,
    met numeric,
    created_by uuid,
    is_approved boolean,
    is_active boolean,
    created_at timestamptz,
    updated_at timestamptz,
    equipment_required text [],
    score double precision,
    cursor text,
    local_name text
)
language sql
stable
security invoker
set search_path = ''
begin atomic
    -- Read again as the caller, so that policies apply whatever the search found.
    select
        e.id, e.name, e.description, e.primary_muscle_group, e.secondary_muscle_groups, e.image_url, e.difficulty, e.slug,
        e.aliases, e.instructions, e.movement_pattern, e.mechanic, e.tracking_type, e.exercise_type, e.is_unilateral,
        e.met, e.created_by, e.is_approved, e.is_active, e.created_at, e.updated_at, public.equipment_required(e),
        found.score / 1000.0::double precision, found.cursor, n.name as local_name
    from (
        select coalesce(p_locale, (select p.locale from public.profiles as p where p.id = (select auth.uid()))) as locale
    ) as spoken
    cross join lateral private.search_exercises(
        (select auth.uid()), p_query, p_muscles, p_equipment, p_difficulty, p_limit, p_after, spoken.locale
    ) as found
    inner join public.exercises as e on found.exercise_id = e.id
    left join public.exercise_names as n on e.id = n.exercise_id and spoken.locale = n.locale
    order by found.score desc, e.name collate "C", e.id;
end;
comment on function public.search_exercises is
'Finds exercises by name or alias in any language, tolerating typos, best first; without a query all of them, by English name.
p_muscles: exercises with any of them as target or assisting muscle, targets first. p_equipment: the available equipment; exercises
that need anything else are left out. p_after: the cursor of the last row. p_locale, else the profile''s locale: names in it and in
English count before those of other languages, and local_name is in it; null where there is no such name, or no language. PT422 beyond
100 rows or 200 characters, and for an invalid cursor.';
