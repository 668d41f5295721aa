-- What happens to a workout, as its user's devices hear of it. One message a row and topic; who is only deriving writes
-- neither status nor rest, and wakes nobody.

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
                when new.status = 'completed' then 'workout.completed'
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
    -- To a workout that only now came to be, or that was over before, no device can be listening.
    if tg_op = 'UPDATE' then
        perform private.broadcast(v_session.user_id, v_session.id, v_event, v_session.id, now());
    end if;
    return null;
end;
$$;
comment on function private.announce_workout is
'Row trigger: workout.* goes to the user''s topic, and what happens to a running one to the workout''s own, too; rest.* only there.';

create trigger announce_insert after insert on public.workout_sessions
for each row when (new.status in ('started', 'completed')) execute function private.announce_workout();
create trigger announce_update after update on public.workout_sessions
for each row when (
    new.status <> old.status
    or new.rest_started_at is distinct from old.rest_started_at and new.status in ('started', 'paused')
)
execute function private.announce_workout();
-- Not for workouts that go with their account.
create trigger announce_delete after delete on public.workout_sessions
for each row when (pg_trigger_depth() = 0) execute function private.announce_workout();
