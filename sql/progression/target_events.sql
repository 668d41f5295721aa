create function private.target_events(p_user uuid, p_plan_exercises uuid[], p_from timestamptz)
returns table (
    plan_exercise_id uuid,
    happened_at timestamptz,
    session_id uuid,
    exercise_id uuid,
    -- Of a workout:
    amounts integer[],
    loads numeric[],
    efforts numeric[],
    day date,
    -- Of a person's decision:
    fact private.target_facts
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    -- From the sessions, which are few, to their sets: a plan's exercise may have years of them.
    with sessions as materialized (
        select w.id, w.started_at, w.day
        from public.workout_sessions as w
        where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed'
    )

    select
        s.workout_plan_exercise_id,
        w.started_at,
        w.id,
        s.exercise_id,
        array_agg(
            floor(
                case
                    when (f.target).reps like '%s' then s.duration_seconds
                    when (f.target).reps like '%m' then s.distance_m
                    else s.logged_reps
                end
            )::integer
            order by s.set_order, s.id
        ),
        array_agg(s.logged_weight_kg order by s.set_order, s.id),
        array_agg(s.difficulty_rating order by s.set_order, s.id),
        w.day,
        null::private.target_facts
    from sessions as w
    -- The offset keeps the planner on the index of the session, whatever its statistics say.
    cross join lateral (
        select x.*
        from public.session_exercises as x
        where x.user_id = p_user
            and x.workout_session_id = w.id
            and x.workout_plan_exercise_id = any(p_plan_exercises)
            -- A drop set is lighter on purpose.
            and x.set_type in ('working', 'failure')
        offset 0
    ) as s
    -- What is counted, the target of then says.
    cross join lateral (
        select t.target from private.target_facts as t
        where t.user_id = p_user and t.plan_exercise_id = s.workout_plan_exercise_id and t.set_at <= w.started_at
        order by t.set_at desc
        limit 1
    ) as f
    group by s.workout_plan_exercise_id, w.started_at, w.id, w.day, s.exercise_id
    union all
    select f.plan_exercise_id, f.set_at, null, f.exercise_id, null, null, null, null, f
    from private.target_facts as f
    where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from
    union all
    -- From when on other loads could be built. What the plan was made with knew the gear of its day.
    select x.id, g.changed_at, null, x.exercise_id, null, null, null, null, null
    from public.workout_plan_day_exercises as x
    cross join lateral private.gear_changes(p_user, x.exercise_id, greatest(p_from, x.created_at)) as g (changed_at)
    where x.user_id = p_user and x.id = any(p_plan_exercises) and private.has_gear(p_user);
end;
$$;
comment on function private.target_events is 'What can move the targets of a plan''s exercises, from a moment on, in no order.';
