-- The triggers that keep private.account_use, on every table whose rows count. Their names come last: they fire when what follows
-- from the rows has been derived, and added by its own triggers.

create function private.weigh_query(p_owner text, p_columns text, p_verb text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- The first offset 0: else a row is measured as it is stored. The second: else it is measured after it was sorted, which packs it.
    v_part constant text := 'select r.%1$I as owner, %3$s pg_column_size(r.*) as bytes, %3$s 1 as rows'
        ' from (select %2$s from %4$s_rows as t offset 0) as r offset 0';
begin
    return 'select c.owner, sum(c.bytes)::bigint as bytes, sum(c.rows)::bigint as rows from (('
        || concat_ws(
            ') union all (',
            case when p_verb <> 'DELETE' then format(v_part, p_owner, p_columns, '+', 'new') end,
            case when p_verb <> 'INSERT' then format(v_part, p_owner, p_columns, '-', 'old') end
        )
        || ')) as c where c.owner is not null and c.owner = coalesce($1, c.owner) group by c.owner order by c.owner';
end;
$$;
comment on function private.weigh_query is
'Reads by owner, of $1 or of all, how many bytes and rows a statement of this verb adds, from its transition tables.';

create function private.weigh()
returns trigger
language plpgsql
security definer
set search_path = ''
-- Planning would take longer than all the rest.
set plan_cache_mode = force_generic_plan
as $$
declare
    v_kind constant text := tg_argv[0];
    v_counter constant text := tg_argv[2];
    v_is_plain constant boolean := tg_argv[1] = 'user_id';
    -- What triggers write only follows from what was checked: a congratulation is never refused.
    v_is_late constant boolean := coalesce(current_setting('spotter.weighing', true), '') = 'late';
    v_is_checked constant boolean := tg_argv[3] = 'checked' and tg_op <> 'DELETE' and pg_trigger_depth() = 1 and not v_is_late;
    v_may_be_compressed boolean;
    v_change record;
    v_owner uuid;
    v_full jsonb;
begin
    if tg_op = 'INSERT' and v_is_plain and v_kind <> 'plans' then
        for v_change in
            select n.user_id as owner, sum(n.bytes) as bytes, count(*) as rows
            from (select o.user_id, pg_column_size(o.*) as bytes from new_rows as o offset 0) as n
            where n.user_id is not null
            group by n.user_id
            order by n.user_id
        loop
            v_owner := v_change.owner;
            perform private.add_use(v_owner, v_kind, v_counter, v_change.bytes, v_change.rows);
        end loop;
    elsif tg_op = 'UPDATE' and v_is_plain then
        -- A column that stays is compressed in both or in neither; of one that changed, the old value may be compressed. To measure
        -- plain values takes 0.4 ms, as long as all of start_rest. So the tables that training updates are looked at first, which takes
        -- 5 µs: only these columns can be long and change, but for planned in corrections, which are weighed late.
        if tg_table_name = 'session_exercises' or tg_table_name = 'workout_sessions' and not v_is_late then
            v_may_be_compressed := exists (select from old_rows as o where pg_column_compression(o.notes) is not null);
        elsif tg_table_name = 'workout_plan_day_exercises' then
            v_may_be_compressed := exists (
                select from old_rows as o
                where num_nonnulls(pg_column_compression(o.notes), pg_column_compression(o.progression)) > 0
            );
        else
            v_may_be_compressed := tg_table_name not in ('prescriptions', 'exercise_sessions');
        end if;
        for v_change in
            select c.user_id as owner, sum(c.bytes) as bytes, 0::bigint as rows
            from (
                (select n.user_id, pg_column_size(n.*) as bytes from new_rows as n offset 0)
                union all
                (select o.user_id, -pg_column_size(o.*) from old_rows as o offset 0)
            ) as c
            where c.user_id is not null
            group by c.user_id
        loop
            if v_may_be_compressed then
                execute private.weigh_query('user_id', private.plain_columns(tg_relid), tg_op) into v_change using v_change.owner;
            end if;
            continue when v_change.bytes = 0 and not v_is_checked;
            v_owner := v_change.owner;
            perform private.add_use(v_owner, v_kind, v_counter, v_change.bytes, v_change.rows);
        end loop;
    else
        -- Deleted rows are as they were stored, and copied ones (duplicate_plan) may be.
        for v_change in execute private.weigh_query(tg_argv[1], private.plain_columns(tg_relid), tg_op) using null::uuid loop
            v_owner := v_change.owner;
            perform private.add_use(v_owner, v_kind, v_counter, v_change.bytes, v_change.rows);
        end loop;
    end if;
    if tg_op = 'INSERT' and tg_table_name = 'workout_plan_day_exercises' then
        -- Each line comes with its first target, which a row trigger has written: adding those one by one doubles create_plan.
        for v_change in
            select f.user_id as owner, sum(f.bytes) as bytes, count(*) as rows
            from (
                select t.user_id, pg_column_size(t.*) as bytes
                from new_rows as n
                inner join private.target_facts as t on t.user_id = n.user_id and t.plan_exercise_id = n.id
                offset 0
            ) as f
            group by f.user_id
        loop
            perform private.add_use(v_change.owner, v_kind, '', v_change.bytes, v_change.rows);
        end loop;
    end if;
    -- One statement of a client writes one owner's rows.
    if v_is_checked and v_owner is not null then
        v_full := private.fullness(v_owner, v_kind);
        if v_full is null then
            return null;
        end if;
        -- Whoever has begun a workout can log it and end it. A history that is full only lets it end: sets can be deleted and logged
        -- again without end.
        if tg_table_name = 'session_exercises' then
            if v_full ->> 'full' <> 'history_bytes' and not exists (
                select from new_rows as n
                inner join public.workout_sessions as w on w.user_id = n.user_id and w.id = n.workout_session_id
                where w.status not in ('started', 'paused')
            ) then
                return null;
            end if;
        elsif tg_table_name = 'workout_sessions' and tg_op = 'UPDATE' then
            if not exists (select from old_rows as o where o.status not in ('started', 'paused')) then
                return null;
            end if;
        end if;
        perform private.refuse_growth(v_full);
    end if;
    return null;
end;
$$;
comment on function private.weigh is
'Statement trigger, transition tables new_rows and old_rows: adds to private.account_use. Arguments: the kind, the owner''s column, the
column that counts the rows or an empty text, whether growth is checked.';
