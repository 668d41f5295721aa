create function private.recompute_prior_lists(p_user uuid, p_exercises uuid[], p_from timestamptz)
returns table (session_id uuid, day date)
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_row record;
    v_exercise uuid;
    v_times integer[];
    v_amounts bigint[];
    v_announced date;
begin
    for v_row in
        select
            r.exercise_id, r.started_at, r.session_id, r.day, r.times, r.prior_times, r.amounts, r.prior_amounts,
            r.announced_before, private.last_announced(r) as last_announced
        from private.exercise_sessions as r
        where r.user_id = p_user and r.exercise_id = any(p_exercises) and r.started_at >= p_from
        order by r.exercise_id, r.started_at, r.session_id
    loop
        if v_exercise is distinct from v_row.exercise_id then
            v_exercise := v_row.exercise_id;
            v_times := null;
            v_amounts := null;
            v_announced := null;
            select
                private.best_times(o.prior_times, o.times),
                private.best_amounts(o.prior_amounts, o.amounts),
                private.last_announced(o)
            into v_times, v_amounts, v_announced
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = v_exercise and o.started_at < p_from
            order by o.started_at desc, o.session_id desc
            limit 1;
        end if;
        if (v_row.prior_times, v_row.prior_amounts, v_row.announced_before) is distinct from (v_times, v_amounts, v_announced) then
            update private.exercise_sessions as r
            set prior_times = v_times, prior_amounts = v_amounts, announced_before = v_announced
            where r.user_id = p_user
                and r.exercise_id = v_exercise
                and r.started_at = v_row.started_at
                and r.session_id = v_row.session_id
            returning private.last_announced(r) into v_announced;
            -- What is announced moves no set and no XP.
            if (v_row.prior_times, v_row.prior_amounts) is distinct from (v_times, v_amounts) then
                session_id := v_row.session_id;
                day := v_row.day;
                return next;
            end if;
        else
            v_announced := v_row.last_announced;
        end if;
        v_times := private.best_times(v_times, v_row.times);
        v_amounts := private.best_amounts(v_amounts, v_row.amounts);
    end loop;
end;
$$;
comment on function private.recompute_prior_lists is
'recompute_priors for times over distances, amounts at loads and what was announced, which no window function can carry along. After
the other priors, on which the last depends.';

create function private.recompute_priors(p_user uuid, p_exercises uuid[], p_from timestamptz)
returns table (session_id uuid, day date)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    -- Workouts before p_from are unchanged: the last of them gives the best until then.
    return query
    with walked as materialized (
        select
            e.id as exercise_id,
            r.started_at,
            r.session_id,
            greatest(s.volume_kg, max(nullif(r.volume_kg, 0)) over before) as volume_kg,
            greatest(s.load_score, max(r.load_score) over before) as load_score,
            greatest(s.reps_score, max(r.reps_score) over before) as reps_score,
            greatest(s.estimated_1rm_kg, max(r.estimated_1rm_kg) over before) as estimated_1rm_kg,
            greatest(s.duration_score, max(r.duration_score) over before) as duration_score,
            greatest(s.distance_score, max(r.distance_score) over before) as distance_score,
            greatest(s.pace_score, max(r.pace_score) over before) as pace_score,
            greatest(s.body_load_kg, max(r.body_load_kg) over before) as body_load_kg,
            greatest(s.body_1rm_kg, max(r.body_1rm_kg) over before) as body_1rm_kg,
            greatest(s.body_volume_kg, max(r.body_volume_kg) over before) as body_volume_kg
        from (select distinct o.id from unnest(p_exercises) as o (id)) as e
        cross join lateral (
            select o.*
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at >= p_from
            offset 0
        ) as r
        left join lateral (
            select
                greatest(o.prior_volume_kg, nullif(o.volume_kg, 0)) as volume_kg,
                greatest(o.prior_load_score, o.load_score) as load_score,
                greatest(o.prior_reps_score, o.reps_score) as reps_score,
                greatest(o.prior_estimated_1rm_kg, o.estimated_1rm_kg) as estimated_1rm_kg,
                greatest(o.prior_duration_score, o.duration_score) as duration_score,
                greatest(o.prior_distance_score, o.distance_score) as distance_score,
                greatest(o.prior_pace_score, o.pace_score) as pace_score,
                greatest(o.prior_body_load_kg, o.body_load_kg) as body_load_kg,
                greatest(o.prior_body_1rm_kg, o.body_1rm_kg) as body_1rm_kg,
                greatest(o.prior_body_volume_kg, o.body_volume_kg) as body_volume_kg
            from private.exercise_sessions as o
            where o.user_id = p_user and o.exercise_id = e.id and o.started_at < p_from
            order by o.started_at desc, o.session_id desc
            limit 1
        ) as s on true
        window before as (
            partition by e.id order by r.started_at, r.session_id
            rows between unbounded preceding and 1 preceding
        )
    ),

    changed as (
        update private.exercise_sessions as r
        set
            prior_volume_kg = w.volume_kg,
            prior_load_score = w.load_score,
            prior_reps_score = w.reps_score,
            prior_estimated_1rm_kg = w.estimated_1rm_kg,
            prior_duration_score = w.duration_score,
            prior_distance_score = w.distance_score,
            prior_pace_score = w.pace_score,
            prior_body_load_kg = w.body_load_kg,
            prior_body_1rm_kg = w.body_1rm_kg,
            prior_body_volume_kg = w.body_volume_kg
        from walked as w
        where r.user_id = p_user
            and r.exercise_id = w.exercise_id
            and r.started_at = w.started_at
            and r.session_id = w.session_id
            and (
                w.volume_kg, w.load_score, w.reps_score, w.estimated_1rm_kg, w.duration_score, w.distance_score, w.pace_score,
                w.body_load_kg, w.body_1rm_kg, w.body_volume_kg
            ) is distinct from (
                r.prior_volume_kg, r.prior_load_score, r.prior_reps_score, r.prior_estimated_1rm_kg,
                r.prior_duration_score, r.prior_distance_score, r.prior_pace_score, r.prior_body_load_kg, r.prior_body_1rm_kg,
                r.prior_body_volume_kg
            )
        returning r.session_id, r.day
    )

    select distinct c.session_id, c.day from changed as c;
    return query select t.session_id, t.day from private.recompute_prior_lists(p_user, p_exercises, p_from) as t;
end;
$$;
comment on function private.recompute_priors is
'Derives the prior bests of each workout from p_from on; returns the workouts whose prior bests changed. From -infinity this is
the definition; starting at the first changed workout gives the same result faster.';
