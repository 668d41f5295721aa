-- Everything a client can hear of. docs/realtime.md lists them; a test compares.
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
    -- As definer: the client may not insert there, and realtime.send would lose the message with no more than a warning.
    -- It catches what goes wrong itself, so nobody's workout fails because nobody could be told of it.
    perform realtime.send(
        v_payload, p_event::text, concat('user:', p_user, ':session:' || p_session_id), true
    );
end;
$$;
comment on function private.broadcast is
'Tells the devices of a user that something happened: {id, at}, with several rows at once {id of one, at, count}. To the topic of
a running workout, or without one to the user''s own. Best effort: who was away refetches.';
