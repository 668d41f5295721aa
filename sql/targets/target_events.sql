create function private.target_events(
    p_user uuid,
    p_plan_exercises uuid[],
    p_from timestamptz,
    p_has_gear boolean,
    p_sets private.scored_sets [],
    -- Whether there are no other workouts and no decisions after p_from.
    p_is_undisturbed boolean
)
returns table (
    plan_exercise_id uuid,
    happened_at timestamptz,
    session_id uuid,
    exercise_id uuid,
    -- For a workout. The target at that time decides which of reps, seconds and metres counts.
    reps integer[],
    seconds integer[],
    metres integer[],
    loads numeric[],
    efforts numeric[],
    sides public.side [],
    day date,
    -- For a user's decision.
    fact private.target_facts
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
    if p_sets is not null then
        return query
        select
            s.plan_exercise_id, w.started_at, w.id, s.exercise_id, s.reps, s.seconds, s.metres, s.loads, s.efforts, s.sides, w.day,
            null::private.target_facts
        from (
            select
                o.plan_exercise_id,
                o.session_id,
                o.exercise_id,
                array_agg(o.logged_reps::integer order by o.set_order, o.id) as reps,
                array_agg(o.duration_seconds order by o.set_order, o.id) as seconds,
                array_agg(floor(o.distance_m)::integer order by o.set_order, o.id) as metres,
                array_agg(o.logged_weight_kg order by o.set_order, o.id) as loads,
                array_agg(o.difficulty_rating order by o.set_order, o.id) as efforts,
                array_agg(o.side order by o.set_order, o.id) as sides
            from unnest(p_sets) as o
            where o.plan_exercise_id = any(p_plan_exercises) and o.is_planned
            group by o.plan_exercise_id, o.session_id, o.exercise_id
        ) as s
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = s.session_id and w.status = 'completed';
    end if;
    if not p_is_undisturbed then
        return query
        -- From the sessions, which are few, to their sets: a plan exercise may have years of sets.
        with sessions as materialized (
            select w.id, w.started_at, w.day
            from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= p_from
                and w.status = 'completed'
                and w.id not in (select o.session_id from unnest(p_sets) as o)
        )

        select
            s.workout_plan_exercise_id,
            w.started_at,
            w.id,
            s.exercise_id,
            array_agg(s.logged_reps::integer order by s.set_order, s.id),
            array_agg(s.duration_seconds order by s.set_order, s.id),
            array_agg(floor(s.distance_m)::integer order by s.set_order, s.id),
            array_agg(s.logged_weight_kg order by s.set_order, s.id),
            array_agg(s.difficulty_rating order by s.set_order, s.id),
            array_agg(s.side order by s.set_order, s.id),
            w.day,
            null::private.target_facts
        from sessions as w
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x.*
            from public.session_exercises as x
            inner join private.set_types as t on t.set_type = x.set_type and t.is_judged
            where x.user_id = p_user
                and x.workout_session_id = w.id
                and x.workout_plan_exercise_id = any(p_plan_exercises)
            offset 0
        ) as s
        group by s.workout_plan_exercise_id, w.started_at, w.id, w.day, s.exercise_id;

        return query
        select f.plan_exercise_id, f.set_at, null::uuid, f.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::date, f
        from private.target_facts as f
        where f.user_id = p_user and f.plan_exercise_id = any(p_plan_exercises) and f.set_at >= p_from;
    end if;
    -- When the loads that can be built changed. The target the plan was created with already used the equipment of that day; what was
    -- told otherwise later that day, or of the exercise, still moves it then.
    if p_has_gear then
        return query
        select x.id, g.changed_at, null::uuid, x.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::date, null::private.target_facts
        from public.workout_plan_day_exercises as x
        cross join lateral (
            select x.created_at as changed_at where x.created_at >= p_from
            union all
            select c.changed_at from private.gear_changes(p_user, x.exercise_id, greatest(p_from, x.created_at)) as c (changed_at)
        ) as g
        where x.user_id = p_user and x.id = any(p_plan_exercises);
    end if;
end;
$$;
comment on function private.target_events is
'Everything that can move the targets of these plan exercises from p_from on, unordered. Workouts whose sets are passed are not
read again and their sets need not be written yet.';
