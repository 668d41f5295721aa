create function private.skip_workout(p_user uuid, p_plan_workout_id uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions;
    v_planned jsonb;
begin
    perform private.require_caller(p_user);
    perform private.require_account(p_user);
    v_planned := private.planned_workout(p_user, p_plan_workout_id);
    select w.* into v_session from public.workout_sessions as w where w.user_id = p_user and w.id = p_session_id;
    if found then
        if v_session.status <> 'skipped' then
            perform private.refuse_state(v_session, 'skipped');
        end if;
        return v_session;
    end if;
    perform private.refuse_deleted(
        p_user, 'workout_sessions', p_session_id, jsonb_build_object('session_id', p_session_id), 'Use a new id.'
    );
    if v_planned is null then
        perform private.fail('PT404', 'day not found in your plans', '{"field": "p_plan_workout_id"}');
    end if;
    insert into public.workout_sessions as w (
        id, user_id, plan_workout_id, started_at, ended_at, status, timezone, name, planned, created_at
    )
    values (
        coalesce(p_session_id, gen_random_uuid()), p_user, p_plan_workout_id, p_now, p_now, 'skipped',
        private.zone_at(p_user, p_now), v_planned ->> 'name', v_planned, p_now
    )
    on conflict (id) do nothing
    returning w.* into v_session;
    if not found then
        perform private.fail('PT404', 'workout not found', '{"field": "p_session_id"}');
    end if;
    return v_session;
end;
$$;
comment on function private.skip_workout is 'See public.skip_workout.';

create function public.skip_workout(p_plan_workout_id uuid, p_session_id uuid default null)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.skip_workout((select auth.uid()), p_plan_workout_id, p_session_id, now());
comment on function public.skip_workout is
'Skips a day of a plan: next_workout continues after it. Returns the skipped session, also when repeated with the same
p_session_id. PT404 day not found, PT409 the id belongs to a workout that was not skipped, or (reason deleted) to one that was deleted.';
