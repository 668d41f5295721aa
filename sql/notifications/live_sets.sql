-- Events of sets: one message per statement and workout, however many rows changed. Sets of a running workout go to its own
-- topic, those of an ended one to the user's.

create function private.announce_sets()
returns trigger
language plpgsql
security definer
set search_path = ''
-- One plan fits all calls: planning would take longer than sending.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_told record;
    v_event private.live_event := case tg_op
        when 'INSERT' then 'set.completed' when 'UPDATE' then 'set.corrected' else 'set.deleted'
    end::private.live_event;
begin
    for v_told in
        select
            w.user_id,
            case when w.status in ('started', 'paused') then w.id end as running_id,
            m.set_id,
            m.sets
        from (
            select r.user_id, r.workout_session_id, (array_agg(r.id order by r.set_order, r.id))[1] as set_id, count(*) as sets
            from told_rows as r
            group by r.user_id, r.workout_session_id
        ) as m
        inner join public.workout_sessions as w on w.user_id = m.user_id and w.id = m.workout_session_id
        -- A workout inserted with its sets is announced as a whole.
        where w.created_at < now()
    loop
        perform private.broadcast(v_told.user_id, v_told.running_id, v_event, v_told.set_id, now(), v_told.sets);
    end loop;
    return null;
end;
$$;
comment on function private.announce_sets is 'Statement trigger: broadcasts that sets were inserted, updated or deleted.';

-- Not for set marks written by progression, nor for sets deleted with their workout: both come from triggers.
create trigger announce_insert after insert on public.session_exercises
referencing new table as told_rows for each statement
-- A workout inserted with its sets is announced as a whole.
when (pg_trigger_depth() = 0 and not private.is_deriving())
execute function private.announce_sets();
create trigger announce_update after update on public.session_exercises
referencing new table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_sets();
create trigger announce_delete after delete on public.session_exercises
referencing old table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_sets();
