-- The one definition of what a set is worth. A view, because the planner can inline it, whereas a function would be called
-- once per row.
create view private.scored_sets as
select
    s.user_id,
    s.workout_session_id as session_id,
    s.exercise_id,
    s.workout_plan_exercise_id as plan_exercise_id,
    s.id,
    s.set_order,
    s.logged_reps,
    s.logged_weight_kg,
    s.duration_seconds,
    s.distance_m,
    s.difficulty_rating,
    s.is_personal_record,
    s.was_successful_for_progression,
    e.tracking_type,
    p.is_performed,
    t.is_judged as is_planned,
    -- If the catalogue has no figure, use the 2024 Compendium's for the type of exercise: 5.0 resistance (02052), 7.5 jogging,
    -- 2.3 stretching.
    coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end) as met,
    case
        -- Assistance is not lifted.
        when not t.is_work or e.tracking_type = 'assisted' then 0
        -- At most what lets the 500 sets of a workout fit into numeric(12, 3).
        else least(
            coalesce(s.logged_weight_kg * s.logged_reps, 0) * case when e.is_unilateral and s.side is null then 2 else 1 end,
            1999999.999
        )
    end as volume_kg,
    -- Scores are comparable: higher is better. Less assistance is better, so its score is negative.
    case
        when not p.is_performed then null
        when e.tracking_type = 'weight_reps' then nullif(s.logged_weight_kg, 0)
        when e.tracking_type = 'assisted' then -s.logged_weight_kg
        -- What was carried or held.
        when e.tracking_type in ('duration', 'distance_duration') then nullif(s.logged_weight_kg, 0)
    end as load_score,
    case when p.is_performed and e.tracking_type = 'reps_only' then s.logged_reps end as reps_score,
    case
        when p.is_performed and e.tracking_type = 'weight_reps'
            then private.estimated_1rm(s.logged_weight_kg, s.logged_reps, s.difficulty_rating)
    end as estimated_1rm_kg,
    s.logged_reps + coalesce(10 - s.difficulty_rating, 0) as effective_reps,
    case
        when p.is_performed and e.tracking_type in ('duration', 'distance_duration') then nullif(s.duration_seconds, 0)
    end as duration_score,
    case when p.is_performed and e.tracking_type = 'distance_duration' then nullif(s.distance_m, 0) end as distance_score,
    -- With a load, a time says nothing about another load.
    case
        when p.is_performed and e.tracking_type = 'distance_duration' and coalesce(s.logged_weight_kg, 0) = 0
            then -private.pace_of(e.distance_kind, s.distance_m, s.duration_seconds)
    end as pace_score,
    case
        when p.is_performed and e.tracking_type = 'distance_duration' and coalesce(s.logged_weight_kg, 0) = 0
            then private.times_over(e.distance_kind, s.distance_m, s.duration_seconds)
    end as times,
    case
        when not p.is_performed then null
        -- Up to 12 repetitions with a load have an estimated 1RM, but of what is added to body weight.
        when e.tracking_type = 'weight_reps' and s.logged_reps > 0
            and (s.logged_reps > 12 or s.logged_weight_kg = 0 or e.bodyweight_share is not null)
            then (1000 * s.logged_weight_kg)::bigint * 1000000000 + s.logged_reps
        when e.tracking_type = 'assisted' and s.logged_reps > 0
            then (-1000 * s.logged_weight_kg)::bigint * 1000000000 + s.logged_reps
        when e.tracking_type = 'duration' and s.logged_weight_kg > 0
            then (1000 * s.logged_weight_kg)::bigint * 1000000000 + nullif(s.duration_seconds, 0)
        when e.tracking_type = 'distance_duration' and s.logged_weight_kg > 0
            then (1000 * s.logged_weight_kg)::bigint * 1000000000 + (100 * nullif(s.distance_m, 0))::bigint
    end as amount,
    s.side,
    case when e.is_unilateral and s.side is null then 2 else 1 end as sides,
    e.bodyweight_share,
    coalesce(case when e.tracking_type = 'assisted' then -s.logged_weight_kg else s.logged_weight_kg end, 0) as added_kg
from
    public.session_exercises as s
    inner join public.exercises as e on s.exercise_id = e.id
    inner join private.set_types as t on s.set_type = t.set_type
    cross join lateral (
        select
            t.is_work
            and (
                coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
            ) as is_performed
    ) as p;
comment on view private.scored_sets is
'Every set with its volume and with its score for each type of record. pace_score: seconds per kilometre, negative.
amount: repetitions, seconds or centimetres at a load, as in
sql/scoring/amounts.sql. times: those that count for best times, {centimetres, seconds, …}.';

create function private.sets_of(p_user uuid, p_sessions uuid[])
returns private.scored_sets []
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    return array(
        select s.one
        from unnest(p_sessions) as o (id)
        -- The offset makes the planner use the session's index, whatever its statistics say.
        cross join lateral (
            select x as one from private.scored_sets as x where x.user_id = p_user and x.session_id = o.id offset 0
        ) as s
    );
end;
$$;
comment on function private.sets_of is
'The scored sets of these workouts. Scoring 20 sets takes as long as writing three, so callers pass the result on instead of
scoring twice.';

create function private.scored(p_sets public.session_exercises [])
returns private.scored_sets []
language plpgsql
stable
set search_path = ''
as $$
begin
    return array(
        select (
            -- generated from private.scored_sets as a row
            s.user_id,
            s.workout_session_id,
            s.exercise_id,
            s.workout_plan_exercise_id,
            s.id,
            s.set_order,
            s.logged_reps,
            s.logged_weight_kg,
            s.duration_seconds,
            s.distance_m,
            s.difficulty_rating,
            s.is_personal_record,
            s.was_successful_for_progression,
            e.tracking_type,
            p.is_performed,
            t.is_judged,
            coalesce(e.met, case e.exercise_type when 'strength' then 5.0 when 'cardio' then 7.5 else 2.3 end),
            case
                when not t.is_work or e.tracking_type = 'assisted' then 0
                else least(
                    coalesce(s.logged_weight_kg * s.logged_reps, 0) * case when e.is_unilateral and s.side is null then 2 else 1 end,
                    1999999.999
                )
            end,
            case
                when not p.is_performed then null
                when e.tracking_type = 'weight_reps' then nullif(s.logged_weight_kg, 0)
                when e.tracking_type = 'assisted' then -s.logged_weight_kg
                when e.tracking_type in ('duration', 'distance_duration') then nullif(s.logged_weight_kg, 0)
            end,
            case when p.is_performed and e.tracking_type = 'reps_only' then s.logged_reps end,
            case
                when p.is_performed and e.tracking_type = 'weight_reps'
                    then private.estimated_1rm(s.logged_weight_kg, s.logged_reps, s.difficulty_rating)
            end,
            s.logged_reps + coalesce(10 - s.difficulty_rating, 0),
            case
                when p.is_performed and e.tracking_type in ('duration', 'distance_duration') then nullif(s.duration_seconds, 0)
            end,
            case when p.is_performed and e.tracking_type = 'distance_duration' then nullif(s.distance_m, 0) end,
            case
                when p.is_performed and e.tracking_type = 'distance_duration' and coalesce(s.logged_weight_kg, 0) = 0
                    then -private.pace_of(e.distance_kind, s.distance_m, s.duration_seconds)
            end,
            case
                when p.is_performed and e.tracking_type = 'distance_duration' and coalesce(s.logged_weight_kg, 0) = 0
                    then private.times_over(e.distance_kind, s.distance_m, s.duration_seconds)
            end,
            case
                when not p.is_performed then null
                when e.tracking_type = 'weight_reps' and s.logged_reps > 0
                    and (s.logged_reps > 12 or s.logged_weight_kg = 0 or e.bodyweight_share is not null)
                    then (1000 * s.logged_weight_kg)::bigint * 1000000000 + s.logged_reps
                when e.tracking_type = 'assisted' and s.logged_reps > 0
                    then (-1000 * s.logged_weight_kg)::bigint * 1000000000 + s.logged_reps
                when e.tracking_type = 'duration' and s.logged_weight_kg > 0
                    then (1000 * s.logged_weight_kg)::bigint * 1000000000 + nullif(s.duration_seconds, 0)
                when e.tracking_type = 'distance_duration' and s.logged_weight_kg > 0
                    then (1000 * s.logged_weight_kg)::bigint * 1000000000 + (100 * nullif(s.distance_m, 0))::bigint
            end,
            s.side,
            case when e.is_unilateral and s.side is null then 2 else 1 end,
            e.bodyweight_share,
            coalesce(case when e.tracking_type = 'assisted' then -s.logged_weight_kg else s.logged_weight_kg end, 0)
            -- end generated
        )::private.scored_sets
        from unnest(p_sets) as s
        -- The offset keeps the planner from reading the whole catalogue for twenty rows.
        cross join lateral (
            select x.tracking_type, x.met, x.exercise_type, x.is_unilateral, x.distance_kind,
                x.bodyweight_share
            from public.exercises as x
            where x.id = s.exercise_id
            offset 0
        ) as e
        inner join private.set_types as t on t.set_type = s.set_type
        cross join lateral (
            select
                t.is_work
                and (
                    coalesce(s.logged_reps, 0) > 0 or coalesce(s.duration_seconds, 0) > 0 or coalesce(s.distance_m, 0) > 0
                ) as is_performed
        ) as p
    );
end;
$$;
comment on function private.scored is
'The rows of private.scored_sets for sets that aren''t written yet, used to log a new workout. A test compares both.';
