-- What a change of workouts affects: for these exercises, everything from this time on is re-derived.
create type private.change as (
    since timestamptz,
    exercises uuid[],
    days date[],
    -- The workouts were derived from before, so bests may also go down.
    is_correction boolean,
    -- A single new workout with none after it: what it had to beat is already known.
    is_latest boolean
);

create function private.with_body_weight(
    p_user uuid,
    p_sets private.scored_sets [],
    p_session_id uuid,
    p_exercise_id uuid,
    p_share numeric,
    p_day_end timestamptz
)
returns table (body_kg numeric, load_kg numeric, estimated_1rm_kg numeric, volume_kg numeric)
language plpgsql
stable
-- Nothing is evaluated for an exercise without a share.
strict
rows 1
set search_path = ''
as $$
declare
    v_body_kg numeric := round(p_share * private.day_weight(p_user, p_day_end), 3);
begin
    if v_body_kg is not null then
        return query
        select
            v_body_kg,
            max(greatest(v_body_kg + s.added_kg, 0)),
            max(private.estimated_1rm(v_body_kg + s.added_kg, s.logged_reps, s.difficulty_rating)),
            sum(least(greatest(v_body_kg + s.added_kg, 0) * s.logged_reps * s.sides, 1999999.999))
        from unnest(p_sets) as s
        where s.session_id = p_session_id and s.exercise_id = p_exercise_id and s.is_performed
        having count(*) > 0;
    end if;
end;
$$;
comment on function private.with_body_weight is
'Of an exercise in a workout the share of body weight it lifts on that day, and with it the heaviest load, the estimated 1RM and the
volume, in kilograms; no row without a share, a weight or a working set.';

create function private.times_of(p_sets private.scored_sets [], p_session_id uuid, p_exercise_id uuid)
returns integer[]
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_times integer[];
    v_of_set integer[];
begin
    for v_of_set in
        select s.times from unnest(p_sets) as s
        where s.session_id = p_session_id and s.exercise_id = p_exercise_id and s.times is not null
    loop
        v_times := private.best_times(v_times, v_of_set);
    end loop;
    return v_times;
end;
$$;
comment on function private.times_of is 'The best times of an exercise in a workout, {centimetres, seconds, …}; null without any.';

create function private.recompute_exercise_sessions(
    p_user uuid,
    p_sessions uuid[],
    p_sets private.scored_sets [],
    -- Whether the workouts are only just being written, so nothing can have been derived from them yet.
    p_are_new boolean default false
)
returns private.change
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_before private.change;
    v_after record;
    v_change private.change;
begin
    -- Even a delete of no rows would fire the statement triggers.
    if not p_are_new and exists (
        select from private.exercise_sessions as r where r.user_id = p_user and r.session_id = any(p_sessions)
    ) then
        with gone as (
            delete from private.exercise_sessions as r
            where r.user_id = p_user and r.session_id = any(p_sessions)
            returning r.started_at, r.exercise_id, r.day
        )

        select min(g.started_at), array_agg(g.exercise_id), array_agg(g.day), null::boolean, null::boolean
        into v_before
        from gone as g;
    end if;

    with made as (
        insert into private.exercise_sessions (
            user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score, reps_score,
            estimated_1rm_kg, duration_score, distance_score, best_reps, estimated_1rm_reps, rated_sets, rpe_sum,
            is_timed, pace_score, times, amounts, is_on_body, body_kg, body_load_kg, body_1rm_kg, body_volume_kg, prior_volume_kg, prior_load_score, prior_reps_score, prior_estimated_1rm_kg,
            prior_duration_score, prior_distance_score, prior_pace_score, prior_times, prior_amounts, announced_before,
            prior_body_load_kg, prior_body_1rm_kg, prior_body_volume_kg
        )
        select
            p_user, r.exercise_id, w.started_at, r.session_id, w.day, r.working_sets, r.volume_kg, r.load_score,
            r.reps_score, r.estimated_1rm_kg, r.duration_score, r.distance_score, r.best_reps, r.estimated_1rm_reps,
            r.rated_sets, r.rpe_sum, r.is_timed, r.pace_score,
            case when r.distance_score is not null then private.times_of(p_sets, r.session_id, r.exercise_id) end,
            private.best_amounts(null, r.amounts),
            r.bodyweight_share is not null, y.body_kg, y.load_kg, y.estimated_1rm_kg, y.volume_kg,
            greatest(b.prior_volume_kg, nullif(b.volume_kg, 0)),
            greatest(b.prior_load_score, b.load_score),
            greatest(b.prior_reps_score, b.reps_score),
            greatest(b.prior_estimated_1rm_kg, b.estimated_1rm_kg),
            greatest(b.prior_duration_score, b.duration_score),
            greatest(b.prior_distance_score, b.distance_score),
            greatest(b.prior_pace_score, b.pace_score),
            private.best_times(b.prior_times, b.times),
            private.best_amounts(b.prior_amounts, b.amounts),
            b.last_announced,
            greatest(b.prior_body_load_kg, b.body_load_kg),
            greatest(b.prior_body_1rm_kg, b.body_1rm_kg),
            greatest(b.prior_body_volume_kg, b.body_volume_kg)
        from (
            select
                s.session_id,
                s.exercise_id,
                -- As in totals_of.
                count(*) filter (where s.is_performed and s.side is null)
                + greatest(
                    count(*) filter (where s.is_performed and s.side = 'left'),
                    count(*) filter (where s.is_performed and s.side = 'right')
                ) as working_sets,
                sum(s.volume_kg) as volume_kg,
                max(s.load_score) as load_score,
                max(s.reps_score) as reps_score,
                max(s.estimated_1rm_kg) as estimated_1rm_kg,
                max(s.duration_score) as duration_score,
                max(s.distance_score) as distance_score,
                bool_or(s.tracking_type = 'duration') as is_timed,
                max(s.pace_score) as pace_score,
                max(s.bodyweight_share) as bodyweight_share,
                array_agg(s.amount) filter (where s.amount is not null) as amounts,
                max(s.logged_reps) filter (where s.is_performed) as best_reps,
                -- Of the sets with this estimate, the one with the fewest effective repetitions, as it is the most reliable.
                -- Arrays compare element by element, so nothing needs sorting.
                -(
                    max(array[s.estimated_1rm_kg, -s.effective_reps]) filter (where s.estimated_1rm_kg is not null)
                )[2] as estimated_1rm_reps,
                count(s.difficulty_rating) filter (where s.is_performed) as rated_sets,
                sum(s.difficulty_rating) filter (where s.is_performed) as rpe_sum
            from unnest(p_sets) as s
            group by s.session_id, s.exercise_id
        ) as r
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = r.session_id and w.status = 'completed'
        left join lateral private.with_body_weight(
            p_user, p_sets, r.session_id, r.exercise_id, r.bodyweight_share, (w.day + 1)::timestamp at time zone w.timezone
        ) as y on true
        -- The priors that recompute_priors would find for one new workout; set here, the row needs no second write.
        left join lateral (
            select p.*, private.last_announced(p) as last_announced
            from private.exercise_sessions as p
            where p.user_id = p_user and p.exercise_id = r.exercise_id and p.started_at < w.started_at
            order by p.started_at desc, p.session_id desc
            limit 1
        ) as b on true
        returning started_at, exercise_id, day
    )

    select
        n.*,
        cardinality(p_sessions) = 1 and not exists (
            select from public.workout_sessions as w
            where w.user_id = p_user
                and w.started_at >= n.since
                and w.status = 'completed'
                and w.id <> p_sessions[1]
        ) as is_latest
    into v_after
    from (
        select min(m.started_at) as since, array_agg(m.exercise_id) as exercises, array_agg(m.day) as days from made as m
    ) as n;

    v_change.is_correction := v_before.since is not null;
    if v_change.is_correction then
        v_change.since := least(v_before.since, v_after.since);
        v_change.exercises := array(select distinct e.id from unnest(v_before.exercises || v_after.exercises) as e (id));
        v_change.days := array(select distinct d.day from unnest(v_before.days || v_after.days) as d (day));
        v_change.is_latest := false;
    else
        v_change.since := v_after.since;
        v_change.exercises := coalesce(v_after.exercises, '{}');
        v_change.days := coalesce(v_after.days, '{}');
        v_change.is_latest := v_after.is_latest;
    end if;
    return v_change;
end;
$$;
comment on function private.recompute_exercise_sessions is
'Derives exercise_sessions of these workouts from their sets and returns what is affected. Call recompute_priors afterwards.';
