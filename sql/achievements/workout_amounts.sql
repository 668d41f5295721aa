create type private.endurance as (distance_km numeric, cardio_minutes numeric);

create function private.session_endurance(p_user uuid, p_session_id uuid)
returns private.endurance
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select (
            coalesce(sum(s.distance_score), 0) / 1000,
            round(coalesce(sum(s.duration_score) filter (where e.exercise_type = 'cardio'), 0) / 60.0, 1)
        )::private.endurance
        from private.scored_sets as s
        inner join public.exercises as e on e.id = s.exercise_id
        where s.user_id = p_user and s.session_id = p_session_id
    );
end;
$$;
comment on function private.session_endurance is 'The distance of a workout and the duration of its cardio exercises.';

create function private.workout_amounts(p_user uuid, p_from timestamptz)
returns table (counter_id smallint, happened_at timestamptz, session_id uuid, amount numeric)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_has_history boolean := private.has_history(p_user);
begin
    return query
    with workouts as materialized (
        select
            w.id,
            w.started_at,
            w.day,
            (w.started_at at time zone w.timezone)::time as local_time,
            w.planned is not null as is_planned,
            w.total_sets,
            w.total_volume_kg,
            w.day - (
                select o.day from public.workout_sessions as o
                where o.user_id = p_user
                    and (o.started_at, o.id) < (w.started_at, w.id)
                    and o.status = 'completed'
                    and o.total_sets > 0
                    and not o.is_history
                order by o.started_at desc, o.id desc
                limit 1
            ) as days_since,
            coalesce((x.earned).records, x.records) as records,
            coalesce((x.earned).new_exercises, x.new_exercises) as new_exercises,
            -- Sets are read only if they have distance or duration, which most workouts don't.
            case when x.has_endurance then private.session_endurance(p_user, w.id) end as endurance
        from public.workout_sessions as w
        cross join lateral (
            select
                case when v_has_history then private.earned_scores(p_user, w.id) end as earned,
                sum(r.records) as records,
                -- An exercise is new if something was measured for the first time.
                count(*) filter (
                    where num_nonnulls(
                        nullif(r.volume_kg, 0), r.load_score, r.reps_score, r.duration_score, r.distance_score
                    ) > 0
                    and num_nonnulls(
                        r.prior_volume_kg, r.prior_load_score, r.prior_reps_score, r.prior_duration_score,
                        r.prior_distance_score
                    ) = 0
                ) as new_exercises,
                coalesce(bool_or(num_nonnulls(r.duration_score, r.distance_score) > 0), false) as has_endurance
            from private.exercise_sessions as r
            where r.user_id = p_user and r.session_id = w.id
        ) as x
        where w.user_id = p_user and w.started_at >= p_from and w.status = 'completed' and w.total_sets > 0
            and not w.is_history
    )

    select a.id, a.started_at, a.session_id, a.amount
    from (
        select
            c.id,
            m.started_at,
            m.id as session_id,
            case c.metric
                when 'workouts' then (
                    (
                        c.from_time is null
                        or case
                            when c.from_time < c.until_time then m.local_time >= c.from_time and m.local_time < c.until_time
                            -- A window across midnight.
                            else m.local_time >= c.from_time or m.local_time < c.until_time
                        end
                    )
                    and (c.weekdays is null or extract(isodow from m.day)::smallint = any(c.weekdays))
                    and (c.is_planned is null or c.is_planned = m.is_planned)
                )::integer
                when 'sets' then m.total_sets
                when 'volume_kg' then m.total_volume_kg
                when 'records' then m.records
                when 'exercises' then m.new_exercises
                when 'returns' then (m.days_since >= c.days)::integer
                when 'distance_km' then (m.endurance).distance_km
                when 'cardio_minutes' then (m.endurance).cardio_minutes
            end as amount
        from workouts as m
        cross join private.achievement_counters as c
        where c.source = 'workouts'
    ) as a
    where a.amount > 0;
end;
$$;
comment on function private.workout_amounts is
'What each workout with a working set, from a moment on, adds to each counter. muscle_groups_in_week has private.muscle_amounts.';
