-- What a workout's scores are worth to a user with history, as if the history weren't there. Else a light workout made up before
-- all others would turn every baseline into a record, and one longer ago would leave no exercise to be new.

create type private.earned as (records integer, new_exercises integer);

create function private.is_first_score(
    p_user uuid,
    p_exercise_id uuid,
    p_record_type public.record_type,
    p_distance_m numeric,
    p_amount bigint,
    p_started_at timestamptz,
    p_session_id uuid
)
returns boolean
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
    -- From the latest back: the history of years is read only where nothing after it counts.
    if p_amount is null then
        perform
        from private.exercise_scores as s
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = s.session_id and not w.is_history
        where s.user_id = p_user
            and s.exercise_id = p_exercise_id
            and s.amount is null
            and not private.is_with_body(s.record_type)
            and (p_record_type is null or s.record_type = p_record_type and s.distance_m is not distinct from p_distance_m)
            and (s.started_at, s.session_id) < (p_started_at, p_session_id)
        order by s.started_at desc, s.session_id desc
        limit 1;
    else
        perform
        from private.exercise_sessions as r
        inner join public.workout_sessions as w on w.user_id = p_user and w.id = r.session_id and not w.is_history
        where r.user_id = p_user
            and r.exercise_id = p_exercise_id
            and private.amount_before(r.amounts, p_amount) is not null
            and (r.started_at, r.session_id) < (p_started_at, p_session_id)
        order by r.started_at desc, r.session_id desc
        limit 1;
    end if;
    return not found;
end;
$$;
comment on function private.is_first_score is
'Whether no workout that counts had a score of this type and distance (type null: of any), or an amount at the load of
this amount, with the exercise before this one.';

create function private.earned_scores(p_user uuid, p_session_id uuid)
returns private.earned
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select (
            count(*) filter (
                where s.is_event
                and not private.is_first_score(
                    p_user, s.exercise_id, s.record_type, s.distance_m, s.amount, s.started_at, s.session_id
                )
            ),
            count(*) filter (
                where s.number = 1 and s.amount is null
                and private.is_first_score(p_user, s.exercise_id, null, null, null, s.started_at, s.session_id)
            )
        )::private.earned
        from (
            select o.*, row_number() over (partition by o.exercise_id order by o.amount nulls first) as number
            from private.exercise_scores as o
            where o.user_id = p_user and o.session_id = p_session_id
        ) as s
    );
end;
$$;
comment on function private.earned_scores is
'The records of a workout that also beat an earlier workout that counts, and its exercises with nothing measured in one.';
