-- Like on_sets_changed.sql, for changes of the workouts themselves.

create function private.on_sessions_updated()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_changed record;
begin
    for v_changed in
        -- Notes, moods and derived totals affect nothing, so updates made while deriving stop here.
        select
            n.user_id,
            array_agg(n.id) as sessions,
            -- The write that ends a workout has its totals; a duplicate has had them since.
            bool_and(o.status <> n.status) as are_totalled,
            bool_or(n.is_history <> o.is_history) as have_turned
        from new_rows as n
        inner join old_rows as o on o.id = n.id
        where (n.status in ('completed', 'duplicate') or o.status = 'completed')
            and (n.status, n.started_at, n.ended_at, n.paused_seconds, n.timezone, n.is_history)
            is distinct from (o.status, o.started_at, o.ended_at, o.paused_seconds, o.timezone, o.is_history)
        group by n.user_id
    loop
        perform private.after_workouts_changed(
            v_changed.user_id, v_changed.sessions, v_changed.are_totalled, v_changed.have_turned
        );
    end loop;
    return null;
end;
$$;
comment on function private.on_sessions_updated is 'Statement trigger: derives from workouts that were finished or whose times changed.';

create function private.on_sessions_deleted()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
begin
    for v_user in select distinct o.user_id from old_rows as o loop
        perform private.after_workouts_changed(
            v_user, array(select o.id from old_rows as o where o.user_id = v_user and o.status = 'completed')
        );
        perform private.release_duplicates(v_user);
    end loop;
    return null;
end;
$$;
comment on function private.on_sessions_deleted is
'Statement trigger: takes back what was derived from deleted workouts, and decides anew about their duplicates.';

create trigger derive_updated after update on public.workout_sessions
referencing old table as old_rows new table as new_rows for each statement execute function private.on_sessions_updated();
create trigger derive_deleted after delete on public.workout_sessions
referencing old table as old_rows for each statement execute function private.on_sessions_deleted();
