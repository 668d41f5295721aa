-- The sets of a running workout, with those that a client has not sent yet.

create function private.told_sets(p_session public.workout_sessions, p_sets jsonb, p_now timestamptz)
returns public.session_exercises []
language plpgsql
stable
set search_path = ''
as $$
declare
    v_document constant jsonb := jsonb_build_object(
        'id', p_session.id,
        'started_at', p_session.started_at,
        'ended_at', greatest(least(p_now, p_session.started_at + interval '24 hours'), p_session.started_at),
        'timezone', p_session.timezone,
        'sets', p_sets
    );
    v_workout constant private.workout_document := private.read_workout(p_session.user_id, v_document, p_now);
begin
    if v_workout.set_faults is not null then
        perform private.refuse_sets(p_session.user_id, v_document, v_workout.set_faults);
    end if;
    return v_workout.sets;
end;
$$;
comment on function private.told_sets is
'Sets as log_workout takes them, as rows of this workout. PT422, PT404 and PT409 name the field as it does: sets[0].logged_reps.';

create function private.sets_so_far(p_session public.workout_sessions, p_sets jsonb, p_now timestamptz)
returns public.session_exercises []
language plpgsql
stable
set search_path = ''
as $$
declare
    v_told constant public.session_exercises [] := case when p_sets is not null then private.told_sets(p_session, p_sets, p_now) end;
    v_sets public.session_exercises [];
begin
    v_sets := array(
        select a.one
        from (
            select s as one
            from public.session_exercises as s
            where s.user_id = p_session.user_id
                and s.workout_session_id = p_session.id
                and s.id not in (select o.id from unnest(v_told) as o)
            union all
            select o from unnest(v_told) as o
        ) as a
        order by (a.one).set_order, (a.one).logged_at, (a.one).id
    );
    if p_session.plan_workout_id is not null and exists (select from unnest(v_sets) as s where s.workout_plan_exercise_id is null) then
        v_sets := private.linked_sets(p_session.user_id, p_session.plan_workout_id, v_sets);
    end if;
    return v_sets;
end;
$$;
comment on function private.sets_so_far is
'The sets of a workout in their order, linked to the plan as they will be when it is over. p_sets: further ones as in log_workout, or
another version of those with the same id.';
