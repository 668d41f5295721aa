create function private.target_events(
    p_user uuid,
    p_targets uuid[],
    p_from timestamptz,
    p_has_gear boolean,
    p_sets private.scored_sets [],
    -- Whether there are no other workouts and no decisions after p_from.
    p_is_undisturbed boolean
)
returns table (
    target_id uuid,
    -- The line that was trained (the first of several) or decided about; with changed equipment, one of them.
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
    lines uuid[],
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
            s.target_id, s.lines[1], s.started_at, s.session_id, s.exercise_id, s.reps, s.seconds, s.metres, s.loads, s.efforts, s.sides,
            s.lines, s.day, null::private.target_facts
        from (
            select
                l.target_id,
                o.session_id,
                o.exercise_id,
                array_agg(o.logged_reps::integer order by o.set_order, o.id) as reps,
                array_agg(o.duration_seconds order by o.set_order, o.id) as seconds,
                array_agg(floor(o.distance_m)::integer order by o.set_order, o.id) as metres,
                array_agg(o.logged_weight_kg order by o.set_order, o.id) as loads,
                array_agg(o.difficulty_rating order by o.set_order, o.id) as efforts,
                array_agg(o.side order by o.set_order, o.id) as sides,
                array_agg(distinct o.plan_exercise_id) as lines,
                l.started_at,
                l.day
            from (
                select d.id, d.session_id, w.started_at, w.day, private.target_at(p_user, d.id, w.started_at) as target_id
                from (select distinct u.plan_exercise_id as id, u.session_id from unnest(p_sets) as u where u.is_planned) as d
                inner join public.workout_sessions as w on w.user_id = p_user and w.id = d.session_id and w.status = 'completed'
                -- Asked once a line, not once a set.
                offset 0
            ) as l
            inner join unnest(p_sets) as o on o.plan_exercise_id = l.id and o.session_id = l.session_id and o.is_planned
            where l.target_id = any(p_targets)
            group by l.target_id, o.session_id, o.exercise_id, l.started_at, l.day
        ) as s;
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
        ),

        times as materialized (
            select t.* from private.target_times(p_user, p_targets) as t
        ),

        lines as materialized (
            select array_agg(distinct t.plan_exercise_id) as ids from times as t
        )

        select
            t.target_id,
            (array_agg(distinct s.workout_plan_exercise_id))[1],
            w.started_at,
            w.id,
            s.exercise_id,
            array_agg(s.logged_reps::integer order by s.set_order, s.id),
            array_agg(s.duration_seconds order by s.set_order, s.id),
            array_agg(floor(s.distance_m)::integer order by s.set_order, s.id),
            array_agg(s.logged_weight_kg order by s.set_order, s.id),
            array_agg(s.difficulty_rating order by s.set_order, s.id),
            array_agg(s.side order by s.set_order, s.id),
            array_agg(distinct s.workout_plan_exercise_id),
            w.day,
            null::private.target_facts
        from sessions as w
        cross join lines as l
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x.*
            from public.session_exercises as x
            inner join private.set_types as y on y.set_type = x.set_type and y.is_judged
            where x.user_id = p_user
                and x.workout_session_id = w.id
                and x.workout_plan_exercise_id = any(l.ids)
            offset 0
        ) as s
        inner join times as t
            on t.plan_exercise_id = s.workout_plan_exercise_id and t.since <= w.started_at and w.started_at < t.until
        group by t.target_id, w.started_at, w.id, w.day, s.exercise_id;

        return query
        select
            f.target_id, f.plan_exercise_id, f.set_at, null::uuid, f.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::uuid[], null::date, f
        from (
            select distinct t.target_id, t.set_at from private.target_facts as t
            where t.user_id = p_user and t.target_id = any(p_targets) and t.set_at >= p_from
        ) as o
        cross join lateral private.fact_at(p_user, o.target_id, o.set_at) as f;
    end if;
    -- When the loads that can be built changed. The target the plan was created with already used the equipment of that day; what was
    -- told otherwise later that day, or of the exercise, still moves it then.
    if p_has_gear then
        return query
        select
            l.id, n.plan_exercise_id, g.changed_at, null::uuid, l.exercise_id, null::integer[], null::integer[], null::integer[],
            null::numeric[], null::numeric[], null::public.side [], null::uuid[], null::date, null::private.target_facts
        from (
            select o.id, private.target_since(p_user, o.id) as since, x.exercise_id, x.until
            from unnest(p_targets) as o (id)
            -- The exercise it has now, or had when the last line left it.
            cross join lateral (
                select t.exercise_id, t.until from private.target_times(p_user, array[o.id]) as t
                order by t.until desc, t.plan_exercise_id
                limit 1
            ) as x
        ) as l
        cross join lateral (
            select l.since as changed_at where l.since >= p_from
            union all
            select c.changed_at from private.gear_changes(p_user, l.exercise_id, greatest(p_from, l.since)) as c (changed_at)
            where c.changed_at < l.until
        ) as g
        -- The oldest line that followed it then: one that is added later changes nothing of what was.
        cross join lateral (
            select t.plan_exercise_id
            from private.target_times(p_user, array[l.id]) as t
            inner join public.workout_plan_day_exercises as e on e.user_id = p_user and e.id = t.plan_exercise_id
            where t.since <= g.changed_at and g.changed_at < t.until
            order by e.created_at, e.id
            limit 1
        ) as n;
    end if;
end;
$$;
comment on function private.target_events is
'Everything that can move these targets from p_from on, unordered. Workouts whose sets are passed are not read again and their sets need
not be written yet.';
