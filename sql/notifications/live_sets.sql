-- What happens to sets: one message a statement and workout, however many rows it has. Sets of a running workout are told to
-- its own topic; a change of one that is over, to the user's.

create function private.announce_sets()
returns trigger
language plpgsql
security definer
set search_path = ''
-- One plan fits all: planning anew would take longer than telling.
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
        -- A workout that came with its sets was told as a whole.
        where w.created_at < now()
    loop
        perform private.broadcast(v_told.user_id, v_told.running_id, v_event, v_told.set_id, now(), v_told.sets);
    end loop;
    return null;
end;
$$;
comment on function private.announce_sets is 'Statement trigger: tells of sets that came, changed or went.';

-- Marks that progression makes, and sets that go with their workout, are no news: both are written by triggers.
create trigger announce_insert after insert on public.session_exercises
referencing new table as told_rows for each statement
-- A workout that comes with its sets is told as a whole.
when (pg_trigger_depth() = 0 and not private.is_deriving())
execute function private.announce_sets();
create trigger announce_update after update on public.session_exercises
referencing new table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_sets();
create trigger announce_delete after delete on public.session_exercises
referencing old table as told_rows for each statement when (pg_trigger_depth() = 0)
execute function private.announce_sets();
