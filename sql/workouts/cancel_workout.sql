create function private.cancel_workout(p_user uuid, p_session_id uuid, p_now timestamptz)
returns public.workout_sessions
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_session public.workout_sessions := private.require_session(p_user, p_session_id);
    v_end timestamptz;
begin
    if v_session.status = 'canceled' then
        return v_session;
    elsif v_session.status not in ('started', 'paused') then
        perform private.refuse_state(v_session, 'canceled');
    end if;
    v_end := private.likely_end(v_session, p_now);
    update public.workout_sessions as w
    set
        status = 'canceled',
        ended_at = v_end,
        paused_seconds = private.paused_within(v_session, v_end),
        paused_at = null,
        rest_started_at = null,
        rest_seconds = null
    where w.user_id = p_user and w.id = p_session_id
    returning w.* into v_session;
    return v_session;
end;
$$;
comment on function private.cancel_workout is 'See public.cancel_workout.';

create function public.cancel_workout(p_session_id uuid)
returns public.workout_sessions
language sql
security invoker
set search_path = ''
return private.cancel_workout((select auth.uid()), p_session_id, now());
comment on function public.cancel_workout is
'Ends a running workout without counting it and returns the session; its sets stay readable. PT404 workout not found, PT409
already over (delete a completed workout instead).';
