-- How many rows an account may keep. Rows are data: supabase/seed/limits.sql. Far more than anyone needs, but low enough that one
-- account can't fill the database.
create table private.row_limits (
    table_name text primary key,
    free integer not null check (free >= 10),
    premium integer not null check (premium >= free)
);
comment on table private.row_limits is
'How many rows of a table a user may own. Seeded. A table without a row has no limit. Users over a limit keep their rows.';
comment on column private.row_limits.table_name is 'A table in public. For workout_sessions the limit is per local day.';

create function private.refuse_rows(p_table text, p_most integer)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.fail(
        'PT422', format('at most %s %s', p_most, replace(p_table, '_', ' ')),
        jsonb_build_object('reason', 'row_limit', 'table', p_table, 'max', p_most),
        'Delete some that you no longer use.'
    );
end;
$$;
comment on function private.refuse_rows is 'PT422: the user has reached the limit for this table.';

create function private.row_limit(p_table text, p_user uuid)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select case when private.limit_tier(p_user, now()) = 'free' then l.free else l.premium end
        from private.row_limits as l
        where l.table_name = p_table
    );
end;
$$;
comment on function private.row_limit is 'How many rows of this table the user may own; null: unlimited.';

create function private.limit_rows()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user uuid;
    v_limit integer;
    v_count integer;
begin
    for v_user in
        execute format('select distinct n.%1$I from new_rows as n where n.%1$I is not null', tg_argv[0])
    loop
        -- A concurrent insert waits here and then counts these rows too.
        perform private.lock_user(v_user);
        v_limit := private.row_limit(tg_table_name, v_user);
        continue when v_limit is null;
        execute format(
            'select count(*) from (select from public.%I as t where t.%I = $1 limit $2) as o', tg_table_name, tg_argv[0]
        )
        into v_count
        using v_user, v_limit::bigint + 1;
        if v_count > v_limit then
            perform private.refuse_rows(tg_table_name, v_limit);
        end if;
    end loop;
    return null;
end;
$$;
comment on function private.limit_rows is
'Statement trigger after insert, transition table new_rows; its argument is the owner''s column. PT422 when an owner has more rows than
private.row_limits allows, however they were inserted.';

create function private.limit_workouts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_workouts integer := (
        select count(*)
        from public.workout_sessions as w
        where w.user_id = new.user_id
            and w.day = new.day
            -- The index is by started_at; no time zone is more than 14 hours from UTC.
            and w.started_at >= new.day::timestamp at time zone 'UTC' - interval '14 hours'
            and w.started_at < (new.day + 1)::timestamp at time zone 'UTC' + interval '14 hours'
    );
begin
    -- Runs for every workout, so the limit is only looked up when it can matter: no limit is below 10.
    if v_workouts > 10 and v_workouts > private.row_limit('workout_sessions', new.user_id) then
        perform private.refuse_rows('workout_sessions', private.row_limit('workout_sessions', new.user_id));
    end if;
    return null;
end;
$$;
comment on function private.limit_workouts is
'Row trigger after insert on workout_sessions, which are inserted one at a time: PT422 for more workouts in a local day than
private.row_limits allows. Writers of workouts already hold the user''s lock.';

do $$
declare
    v_table text;
    v_owner text;
begin
    -- The condition exempts rows that triggers insert (such as the inbox at the first level up): they must not be refused.
    -- Not included: coach_memories and push_devices, whose functions keep the latest 10,000 and 20; and tables with one row per
    -- day, purpose or piece of equipment.
    for v_table, v_owner in
        values
        ('workout_plans', 'user_id'), ('exercises', 'created_by'), ('user_goals', 'user_id'), ('training_breaks', 'user_id'),
        ('complaints', 'user_id'),
        ('body_measurements', 'user_id'), ('coach_conversations', 'user_id')
    loop
        execute format(
            'create trigger limit_rows after insert on public.%I referencing new table as new_rows '
            'for each statement when (pg_trigger_depth() = 0) execute function private.limit_rows(%L)',
            v_table, v_owner
        );
    end loop;
end
$$;

create trigger limit_rows after insert on public.workout_sessions
for each row execute function private.limit_workouts();
