-- At most 1,000 days, the most rows that the API returns (api.max_rows): the newest ones.
create function private.exercise_progress(p_user uuid, p_exercise_id uuid, p_from date, p_to date)
returns table (
    day date,
    sets integer,
    best_weight_kg numeric,
    best_reps integer,
    estimated_1rm_kg numeric,
    confidence public.confidence,
    volume_kg numeric,
    best_duration_seconds integer,
    best_distance_m numeric
)
language plpgsql
stable
security definer
set search_path = ''
-- One plan for every user and range, so that the plan the tests check with EXPLAIN is the one that runs.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    perform private.require_caller(p_user);
    perform private.require_range(p_from, p_to);
    perform private.require_exercises(p_user, array[p_exercise_id], '{p_exercise_id}');

    return query
    with days as (
        select
            r.day,
            sum(r.working_sets)::integer as sets,
            -- Assistance is stored as a negative load: the least assistance is the best.
            abs(max(r.load_score)) as best_weight_kg,
            max(r.best_reps)::integer as best_reps,
            max(r.estimated_1rm_kg) as estimated_1rm_kg,
            (
                array_agg(r.estimated_1rm_reps order by r.estimated_1rm_kg desc, r.estimated_1rm_reps)
                filter (where r.estimated_1rm_kg is not null)
            )[1] as estimated_1rm_reps,
            sum(r.volume_kg) as volume_kg,
            max(r.duration_score)::integer as best_duration_seconds,
            max(r.distance_score) as best_distance_m
        from private.exercise_sessions as r
        where r.user_id = p_user
            and r.exercise_id = p_exercise_id
            and r.day between coalesce(p_from, '-infinity') and coalesce(p_to, 'infinity')
            and r.working_sets > 0
        group by r.day
        order by r.day desc
        limit 1000
    )

    select
        d.day, d.sets, d.best_weight_kg, d.best_reps, d.estimated_1rm_kg,
        private.estimate_confidence(d.estimated_1rm_reps), d.volume_kg, d.best_duration_seconds, d.best_distance_m
    from days as d
    order by d.day;
end;
$$;
comment on function private.exercise_progress is 'See public.exercise_progress.';

create function public.exercise_progress(p_exercise_id uuid, p_from date default null, p_to date default null)
returns table (
    day date,
    sets integer,
    best_weight_kg numeric,
    best_reps integer,
    estimated_1rm_kg numeric,
    confidence public.confidence,
    volume_kg numeric,
    best_duration_seconds integer,
    best_distance_m numeric
)
language sql
stable
security invoker
set search_path = ''
begin atomic
    select
        p.day, p.sets, p.best_weight_kg, p.best_reps, p.estimated_1rm_kg, p.confidence, p.volume_kg,
        p.best_duration_seconds, p.best_distance_m
    from private.exercise_progress((select auth.uid()), p_exercise_id, p_from, p_to) as p;
end;
comment on function public.exercise_progress is
'One row per day on which the caller trained the exercise, oldest first: working sets, the best of the day and its volume. Days
from p_from to p_to inclusive, null: open; at most the latest 1,000 days. Loads in kilograms; for assisted exercises the least
assistance. PT404 if the exercise is not found, PT422 for a range that ends before it begins.';
