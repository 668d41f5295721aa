-- Deleted rows, so that a change feed can tell other devices. Only keys are kept.
create table private.tombstones (
    id bigint generated always as identity primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    table_name text not null,
    row_key jsonb not null,
    deleted_at timestamptz not null default now()
);
comment on table private.tombstones is 'One row per deleted row of a synchronised table: its key, never its content.';
comment on column private.tombstones.row_key is 'The key columns of the deleted row, as JSON.';
create index tombstones_user_id_id_idx on private.tombstones (user_id, id);
-- Rows arrive in time order, so a few kilobytes of index find the old ones.
create index tombstones_deleted_at_idx on private.tombstones using brin (deleted_at);
-- For was_deleted, only of the tables that it is asked about: most tombstones are those of sets, and an index for all would let an
-- account that writes and deletes take more of the disk.
create index tombstones_user_id_row_id_idx on private.tombstones (user_id, ((row_key ->> 'id')::uuid))
where table_name in ('workout_sessions', 'workout_plans', 'workout_plan_days', 'workout_plan_day_exercises');

create function private.bury()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- A deleted account leaves nothing behind, tombstones included: no profile, no row.
    insert into private.tombstones (user_id, table_name, row_key)
    select
        p.id,
        tg_table_name,
        (select jsonb_object_agg(k.name, gone.data -> k.name) from unnest(tg_argv [1:]) as k (name))
    from (select to_jsonb(o) as data from old_rows as o) as gone
    inner join public.profiles as p on p.id = (gone.data ->> tg_argv[0])::uuid;
    return null;
end;
$$;
comment on function private.bury is
'Statement trigger after delete, transition table old_rows. Arguments: the owner column, then the key columns to keep.';

create function private.was_deleted(p_user uuid, p_table text, p_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    return exists (
        select from private.tombstones as t
        where t.user_id = p_user
            and t.table_name = p_table
            and (t.row_key ->> 'id')::uuid = p_id
            -- The condition of the index.
            and t.table_name in ('workout_sessions', 'workout_plans', 'workout_plan_days', 'workout_plan_day_exercises')
    );
end;
$$;
comment on function private.was_deleted is
'Whether the user had this row and deleted it, as long as its tombstone is kept. For workouts, plans, their days and exercises.';

create function private.refuse_deleted(p_user uuid, p_table text, p_id uuid, p_details jsonb, p_hint text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if private.was_deleted(p_user, p_table, p_id) then
        perform private.fail('PT409', 'this was deleted', '{"reason": "deleted"}'::jsonb || p_details, p_hint);
    end if;
end;
$$;
comment on function private.refuse_deleted is
'PT409 with reason deleted if the user had this row and deleted it: a device that was offline may still want to write it.';
