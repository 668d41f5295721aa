-- When a workout ended that nobody ended in time. Hours after its last set it is likely forgotten, and its user long at home.

create function private.likely_end(p_session public.workout_sessions, p_at timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Longer than what people do after their last set without noting it: cardio, stretching, a game.
    v_idle constant interval := interval '3 hours';
    v_end constant timestamptz := greatest(
        least(p_at, p_session.started_at + interval '24 hours'), p_session.started_at
    );
    v_active timestamptz := (
        -- Not what a wrong clock dates outside, or a client that leaves the offset out.
        select greatest(
            max(s.logged_at) filter (where s.logged_at between p_session.started_at and p_at),
            p_session.paused_at, p_session.rest_started_at
        )
        from public.session_exercises as s
        where s.user_id = p_session.user_id and s.workout_session_id = p_session.id
    );
begin
    -- Pauses that are over count as time in which somebody was there: when they were isn't kept.
    if v_active < p_at - v_idle - make_interval(secs => p_session.paused_seconds) then
        return least(v_active, v_end);
    end if;
    return v_end;
end;
$$;
comment on function private.likely_end is
'When a running workout that is ended at p_at is over: then, at most 24 hours after its start; but at its last set, rest or running
pause if that is more than three hours ago. Without any of these nothing tells.';

create function private.paused_within(p_session public.workout_sessions, p_end timestamptz)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_paused constant integer := private.paused_until(p_session, p_end);
begin
    -- Pauses that don't fit in came after the last set.
    return case when v_paused <= extract(epoch from p_end - p_session.started_at) then v_paused else 0 end;
end;
$$;
comment on function private.paused_within is 'Seconds that a session was paused until it ended, at likely_end.';
