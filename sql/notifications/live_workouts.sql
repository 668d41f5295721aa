-- Events of workouts. One message per row and topic. Derivations write neither status nor rest, so they send nothing.

create function private.announce_workout()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_event private.live_event := case
        when tg_op = 'DELETE' then 'workout.deleted'
        when tg_op = 'INSERT' or new.status <> old.status then
            case
                when new.status = 'paused' then 'workout.paused'
                when new.status in ('completed', 'duplicate') then 'workout.completed'
                when new.status in ('canceled', 'abandoned') then 'workout.canceled'
                when tg_op = 'INSERT' then 'workout.started'
                else 'workout.resumed'
            end
        when new.rest_started_at is not null then 'rest.started'
        else 'rest.skipped'
    end::private.live_event;
    v_session public.workout_sessions := coalesce(new, old);
begin
    if v_event not in ('rest.started', 'rest.skipped') then
        perform private.broadcast(v_session.user_id, null, v_event, v_session.id, now());
    end if;
    -- No device can be listening to a workout that was just inserted, or that was already over.
    if tg_op = 'UPDATE' then
        perform private.broadcast(v_session.user_id, v_session.id, v_event, v_session.id, now());
    end if;
    return null;
end;
$$;
comment on function private.announce_workout is
'Row trigger: workout.* goes to the user''s topic, and for a running workout also to its own topic; rest.* only to the latter.';

create trigger announce_insert after insert on public.workout_sessions
for each row when (new.status in ('started', 'completed', 'duplicate')) execute function private.announce_workout();
create trigger announce_update after update on public.workout_sessions
for each row when (
    new.status <> old.status
    or new.rest_started_at is distinct from old.rest_started_at and new.status in ('started', 'paused')
)
execute function private.announce_workout();
-- Not for workouts deleted with their account.
create trigger announce_delete after delete on public.workout_sessions
for each row when (pg_trigger_depth() = 0) execute function private.announce_workout();
