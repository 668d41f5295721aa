-- All events sent to clients. A test compares them with docs/realtime.md.
create type private.live_event as enum (
    'workout.started', 'workout.paused', 'workout.resumed', 'workout.completed', 'workout.canceled', 'workout.deleted',
    'set.completed', 'set.corrected', 'set.deleted', 'rest.started', 'rest.skipped', 'record.achieved', 'level.up',
    'plan.changed', 'notification.new'
);

create function private.broadcast(
    p_user uuid,
    p_session_id uuid,
    p_event private.live_event,
    p_id uuid,
    p_at timestamptz,
    p_count bigint default 1
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_payload jsonb := jsonb_build_object('id', p_id, 'at', p_at);
begin
    if p_count > 1 then
        v_payload := v_payload || jsonb_build_object('count', p_count);
    end if;
    -- Security definer: a client may not insert into realtime.messages, and realtime.send would only warn and lose the message.
    -- realtime.send catches its own errors, so a workout never fails because of a broadcast.
    perform realtime.send(
        v_payload, p_event::text, concat('user:', p_user, ':session:' || p_session_id), true
    );
end;
$$;
comment on function private.broadcast is
'Broadcasts an event to a user''s devices: {id, at}, or {id of one, at, count} for several rows. To the topic of a running workout,
without one to the user''s own topic. Best effort: a device that was offline refetches.';
