-- How much a set counts for a muscle: 1 if it is the target, 0.5 if it is a helper, the weights that predict growth best
-- (Pelland 2024, SportRxiv, The Resistance Training Dose-Response).
create view private.exercise_muscles as
select e.id as exercise_id, m.muscle, m.is_target
from
    public.exercises as e
    cross join lateral (
        select e.primary_muscle_group as muscle, true as is_target
        union all
        select h.muscle, false from unnest(e.secondary_muscle_groups) as h (muscle)
    ) as m;
comment on view private.exercise_muscles is 'The muscles of each exercise: its target and its helpers.';

create function private.muscles_worked(p_user uuid, p_from date, p_to date, p_now timestamptz)
returns table (day date, sets integer, volume_kg numeric, sets_by_muscle jsonb, volume_by_muscle jsonb, sets_by_group jsonb)
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_days private.day_range;
begin
    perform private.require_caller(p_user);
    v_days := private.require_year(p_from, p_to, private.local_day(p_user, p_now));

    return query
    with worked as materialized (
        -- Grouped by exercise, of which there are few: shares are then joined once per exercise, not once per workout.
        select
            r.exercise_id,
            array_agg(w.day) as days,
            array_agg(r.working_sets) as sets,
            array_agg(r.volume_kg) as volumes
        from public.workout_sessions as w
        inner join private.exercise_sessions as r on r.user_id = p_user and r.session_id = w.id
        where w.user_id = p_user
            and w.status = 'completed'
            and w.total_sets > 0
            and w.day between v_days.from_day and v_days.to_day
            and r.working_sets > 0
        group by r.exercise_id
    ),

    shares as materialized (
        select s.exercise_id, s.muscle::text as name, s.is_target, false as is_group
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        union all
        -- A set counts once for a group, however many of the group's muscles it trains.
        select s.exercise_id, g.group_name, bool_or(s.is_target), true
        from worked as w
        inner join private.exercise_muscles as s on s.exercise_id = w.exercise_id
        inner join public.muscle_groups as g on g.muscle = s.muscle
        group by s.exercise_id, g.group_name
    ),

    parts as (
        select
            d.day,
            s.name,
            s.is_group,
            sum(d.sets) filter (where s.is_target) as target_sets,
            sum(d.sets) filter (where not s.is_target) as helper_sets,
            sum(d.volume_kg) filter (where s.is_target and not s.is_group) as target_kg,
            sum(d.volume_kg) filter (where not s.is_target and not s.is_group) as helper_kg
        from worked as w
        inner join shares as s on s.exercise_id = w.exercise_id
        cross join lateral unnest(w.days, w.sets, w.volumes) as d (day, sets, volume_kg)
        group by d.day, s.name, s.is_group
    ),

    weighed as (
        select
            p.day,
            p.name,
            p.is_group,
            p.target_sets,
            p.target_kg,
            coalesce(p.target_sets, 0) + coalesce(p.helper_sets * 0.5, 0) as sets,
            round(coalesce(p.target_kg, 0) + coalesce(p.helper_kg * 0.5, 0), 3) as volume_kg
        from parts as p
    )

    select
        m.day,
        -- Every set has exactly one target muscle, so these sums count each set once.
        (sum(m.target_sets) filter (where not m.is_group))::integer,
        sum(m.target_kg) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.sets) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.volume_kg) filter (where not m.is_group),
        jsonb_object_agg(m.name, m.sets) filter (where m.is_group)
    from weighed as m
    group by m.day
    order by m.day;
end;
$$;
comment on function private.muscles_worked is 'See public.muscles_worked.';

create function public.muscles_worked(p_from date default null, p_to date default null)
returns table (day date, sets integer, volume_kg numeric, sets_by_muscle jsonb, volume_by_muscle jsonb, sets_by_group jsonb)
language sql
stable
security invoker
set search_path = ''
begin atomic
    select m.day, m.sets, m.volume_kg, m.sets_by_muscle, m.volume_by_muscle, m.sets_by_group
    from private.muscles_worked((select auth.uid()), p_from, p_to, now()) as m;
end;
comment on function public.muscles_worked is
'One row per day with a workout, oldest first: its working sets and volume, sets_by_muscle {"chest": 4.5}, volume_by_muscle (kg) and
sets_by_group (as in muscle_groups). A set counts 1 for the exercise''s target and 0.5 for each helper, as does its volume, so the
muscles add up to more than the day; for a group it counts once. Days from p_from (null: 12 weeks ago) to p_to (null: today),
inclusive, at most a year. PT422 for a longer range, or one that ends before it begins.';
