create function private.marks_of(p_user uuid, p_sets private.scored_sets [])
returns private.set_mark[]
language plpgsql
stable
set search_path = ''
as $$
declare
    v_marks private.set_mark[];
begin
    -- Each look into an array of rows takes them all apart.
    with sets as materialized (
        select
            s.id, s.session_id, s.exercise_id, s.plan_exercise_id, s.set_order, s.tracking_type, s.is_planned,
            s.logged_weight_kg, s.logged_reps, s.duration_seconds, s.distance_m, s.load_score, s.reps_score,
            s.estimated_1rm_kg, s.duration_score, s.distance_score, s.is_personal_record, s.was_successful_for_progression
        from unnest(p_sets) as s
    ),

    sessions as materialized (
        select distinct k.session_id as id from sets as k
    ),

    steps as materialized (
        select p.session_id, p.plan_exercise_id, p.old_target, (p.inputs ->> 'exercise_id')::uuid as exercise_id
        from sessions as o
        inner join public.prescriptions as p on p.user_id = p_user and p.session_id = o.id and p.superseded_at is null
    ),

    priors as materialized (
        select x.*
        from sessions as o
        -- The offset keeps the planner on the index of the session, whatever its statistics say.
        cross join lateral (
            select e.* from private.exercise_sessions as e where e.user_id = p_user and e.session_id = o.id offset 0
        ) as x
    ),

    records as materialized (
        -- Above the best of all workouts before and above every set before in this one; without a best before, the workout is
        -- the baseline. Sets that aren't above that best stand in nobody's way.
        select o.id
        from (
            select
                s.id,
                s.load_score > r.prior_load_score and s.load_score > coalesce(max(s.load_score) over before, '-infinity')
                or s.reps_score > r.prior_reps_score
                and s.reps_score > coalesce(max(s.reps_score) over before, -1)
                or s.estimated_1rm_kg > r.prior_estimated_1rm_kg
                and s.estimated_1rm_kg > coalesce(max(s.estimated_1rm_kg) over before, '-infinity')
                or s.duration_score > r.prior_duration_score
                and s.duration_score > coalesce(max(s.duration_score) over before, -1)
                or s.distance_score > r.prior_distance_score
                and s.distance_score > coalesce(max(s.distance_score) over before, '-infinity') as is_record
            from sets as s
            inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
            where s.load_score > r.prior_load_score
                or s.reps_score > r.prior_reps_score
                or s.estimated_1rm_kg > r.prior_estimated_1rm_kg
                or s.duration_score > r.prior_duration_score
                or s.distance_score > r.prior_distance_score
            window before as (
                partition by s.session_id, s.exercise_id order by s.set_order, s.id
                rows between unbounded preceding and 1 preceding
            )
        ) as o
        where o.is_record
    ),

    lines as (
        select
            any_value(p.old_target) as old_target,
            bool_or(s.tracking_type = 'assisted') as is_assisted,
            array_agg(s.id order by s.set_order, s.id) as sets,
            array_agg(s.logged_weight_kg order by s.set_order, s.id) as weights_kg,
            array_agg(s.logged_reps order by s.set_order, s.id) as reps,
            array_agg(s.duration_seconds order by s.set_order, s.id) as durations_seconds,
            array_agg(s.distance_m order by s.set_order, s.id) as distances_m
        from sets as s
        -- A set of another exercise, swapped in for the day, was not what the target is about.
        inner join steps as p
            on p.session_id = s.session_id and p.plan_exercise_id = s.plan_exercise_id and p.exercise_id = s.exercise_id
        where s.is_planned
        group by p.session_id, p.plan_exercise_id
    ),

    aimed as materialized (
        select
            unnest(l.sets) as id,
            unnest(private.meets_target(
                l.old_target, l.is_assisted, l.weights_kg, l.reps, l.durations_seconds, l.distances_m
            )) as is_success
        from lines as l
    ),

    judged as (
        select
            s.id,
            s.is_personal_record as was_record,
            s.was_successful_for_progression as was_success,
            s.id in (select r.id from records as r) as is_record,
            -- The plan it was judged by may be gone: what it said then stays.
            case when s.plan_exercise_id is null then s.was_successful_for_progression else a.is_success end as is_success
        from sets as s
        inner join priors as r on r.session_id = s.session_id and r.exercise_id = s.exercise_id
        left join aimed as a on a.id = s.id
    )

    select array_agg((j.id, j.is_record, j.is_success)::private.set_mark)
    into v_marks
    from judged as j
    where j.was_record <> j.is_record or j.was_success is distinct from j.is_success;
    return v_marks;
end;
$$;
comment on function private.marks_of is
'Of all sets of some workouts those whose marks are to change. A record was strictly above every set before it by (started_at,
set_order, id); a success met the target of its day.';
