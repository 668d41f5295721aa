create function private.pause_workout(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'paused' then
        return v_session;
    elsif v_session.status <> 'started' then
        perform private.refuse_state(v_session, 'paused');
    end if;
    update public.workout_sessions as w
    set status = 'paused', paused_at = p_now, rest_started_at = null, rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.pause_workout is 'See public.pause_workout.';

create function public.pause_workout(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.pause_workout((select auth.uid()), p_session_id, now());
comment on function public.pause_workout is
'Stops the clock of a running workout and returns the session. PT404 workout not found, PT409 not running.';

create function private.resume_workout(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status = 'started' then
        return v_session;
    elsif v_session.status <> 'paused' then
        perform private.refuse_state(v_session, 'resumed');
    end if;
    update public.workout_sessions as w
    set
        status = 'started',
        paused_at = null,
        paused_seconds = private.paused_until(v_session, p_now)
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.resume_workout is 'See public.resume_workout.';

create function private.paused_until(p_session public.workout_sessions, p_at timestamptz)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    return p_session.paused_seconds
    + greatest(coalesce(extract(epoch from least(p_at, p_session.started_at + interval '24 hours') - p_session.paused_at), 0), 0)::integer;
end;
$$;
comment on function private.paused_until is 'Seconds a session has been paused in total at a given time, including the current pause.';

create function public.resume_workout(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.resume_workout((select auth.uid()), p_session_id, now());
comment on function public.resume_workout is
'Restarts the clock of a paused workout and returns the session. PT404 workout not found, PT409 not paused.';

create function private.skip_rest(p_user uuid, p_session_id uuid)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
begin
    if v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'taken out of rest');
    end if;
    update public.workout_sessions as w set rest_started_at = null, rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.skip_rest is 'See public.skip_rest.';

create function public.skip_rest(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.skip_rest((select auth.uid()), p_session_id);
comment on function public.skip_rest is
'Ends the rest and returns the session. PT404 workout not found, PT409 the workout is over.';
