-- What moved when workouts changed: everything from this moment on, of these exercises, is derived anew.
create type private.change as (
    since timestamptz,
    exercises uuid[],
    days date[],
    -- Something was there before, so bests may sink too.
    is_correction boolean,
    -- One new workout and none of its exercises trained since: what it had to beat is known already.
    is_latest boolean
);

create function private.recompute_exercise_sessions(p_user uuid, p_sessions uuid[])
returns private.change
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_before record;
    v_after record;
begin
    with gone as (
        delete from private.exercise_sessions as r
        where r.user_id = p_user and r.session_id = any(p_sessions)
        returning r.started_at, r.exercise_id, r.day
    )

    select min(g.started_at) as since, array_agg(g.exercise_id) as exercises, array_agg(g.day) as days
    into v_before
    from gone as g;

    with made as (
        insert into private.exercise_sessions (
            user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score, reps_score,
            estimated_1rm_kg, duration_score, distance_score, prior_volume_kg, prior_load_score, prior_reps_score,
            prior_estimated_1rm_kg, prior_duration_score, prior_distance_score
        )
        select
            p_user, r.exercise_id, r.started_at, r.session_id, r.day, r.working_sets, r.volume_kg, r.load_score,
            r.reps_score, r.estimated_1rm_kg, r.duration_score, r.distance_score,
            greatest(b.prior_volume_kg, nullif(b.volume_kg, 0)),
            greatest(b.prior_load_score, b.load_score),
            greatest(b.prior_reps_score, b.reps_score),
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg),
            greatest(b.prior_duration_score, b.duration_score),
            greatest(b.prior_distance_score, b.distance_score)
        from (
            select
                s.exercise_id,
                w.started_at,
                w.id as session_id,
                w.day,
                count(*) filter (where s.is_performed) as working_sets,
                sum(s.volume_kg) as volume_kg,
                max(s.load_score) as load_score,
                max(s.reps_score) as reps_score,
                max(s.estimated_1rm_kg) as estimated_1rm_kg,
                max(s.duration_score) as duration_score,
                max(s.distance_score) as distance_score
            from unnest(p_sessions) as o (id)
            inner join public.workout_sessions as w on w.user_id = p_user and w.id = o.id and w.status = 'completed'
            -- The offset keeps the planner on the index of the session, whatever its statistics say.
            cross join lateral (
                select x.* from private.scored_sets as x where x.user_id = p_user and x.session_id = o.id offset 0
            ) as s
            group by w.id, s.exercise_id
        ) as r
        -- recompute_priors would find the same for one new workout; written at once, its row isn't touched again.
        left join lateral (
            select p.*
            from private.exercise_sessions as p
            where p.user_id = p_user and p.exercise_id = r.exercise_id and p.started_at < r.started_at
            order by p.started_at desc, p.session_id desc
            limit 1
        ) as b on true
        returning session_id, started_at, exercise_id, day, volume_kg, working_sets
    ),

    totals as (
        update public.workout_sessions as w
        set
            total_volume_kg = t.volume_kg,
            total_sets = t.sets,
            energy_kcal = case when t.sets > 0 then private.session_energy(p_user, w.id) end
        from (
            select o.id, coalesce(sum(m.volume_kg), 0) as volume_kg, coalesce(sum(m.working_sets), 0) as sets
            from unnest(p_sessions) as o (id)
            left join made as m on m.session_id = o.id
            group by o.id
        ) as t
        where w.user_id = p_user and w.id = t.id and w.status = 'completed'
    )

    select min(m.started_at) as since, array_agg(m.exercise_id) as exercises, array_agg(m.day) as days
    into v_after
    from made as m;

    return (
        least(v_before.since, v_after.since),
        array(
            select e.id from unnest(v_before.exercises) as e (id) union select e.id from unnest(v_after.exercises) as e (id)
        ),
        array(select d.day from unnest(v_before.days) as d (day) union select d.day from unnest(v_after.days) as d (day)),
        v_before.since is not null,
        v_before.since is null
        and cardinality(p_sessions) = 1
        and not exists (
            select from unnest(v_after.exercises) as e (id)
            inner join private.exercise_sessions as r
                on r.user_id = p_user and r.exercise_id = e.id and r.started_at >= v_after.since
            where r.session_id <> p_sessions[1]
        )
    )::private.change;
end;
$$;
comment on function private.recompute_exercise_sessions is
'Derives the exercises and the totals of these workouts from their sets, and says what moved. recompute_priors has to follow.';
