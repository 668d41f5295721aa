-- The definition of what private.account_use keeps: the same numbers, from the rows themselves.

create function private.plain_columns(p_table regclass)
returns text
language sql
stable
set search_path = ''
as $$
    select string_agg(
        case
            -- These give back the value itself, but never a compressed one.
            when a.atttypid = 'text'::regtype then format('t.%1$I || '''' as %1$I', a.attname)
            when a.atttypid = 'jsonb'::regtype
                then format(
                    'case when jsonb_typeof(t.%1$I) in (''array'', ''object'') then t.%1$I #- ''{}'' else t.%1$I end as %1$I',
                    a.attname
                )
            when a.atttypid = 'tsvector'::regtype then format('t.%1$I || '''' as %1$I', a.attname)
            -- Null and an empty array are an empty array.
            when y.typcategory = 'A' then format('case when t.%1$I is not null then t.%1$I || ''{}'' end as %1$I', a.attname)
            else format('t.%I', a.attname)
        end,
        ', '
        order by a.attnum
    )
    from pg_catalog.pg_attribute as a
    inner join pg_catalog.pg_type as y on y.oid = a.atttypid
    where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped
$$;
comment on function private.plain_columns is
'The columns of a table as a row has them in a trigger: not compressed, which stored rows above 2 kB are.';

create function private.weighed_tables()
returns table (relation regclass, kind text, owner_column text, counter text, plain_columns text)
language sql
stable
set search_path = ''
as $$
    select t.tgrelid::regclass, a.words[1], a.words[2], a.words[3], private.plain_columns(t.tgrelid)
    from pg_catalog.pg_trigger as t
    cross join lateral (select string_to_array(encode(t.tgargs, 'escape'), '\000') as words) as a
    where t.tgname = 'weigh_insert'
$$;
comment on function private.weighed_tables is
'The tables whose rows count, with their kind, the owner''s column, the column of account_use that counts their rows (or an empty
text): the arguments of their triggers; and their private.plain_columns.';

create function private.measure_account(p_user uuid)
returns private.account_use
language plpgsql
stable
set search_path = ''
as $$
declare
    v_table record;
    v_bytes bigint;
    v_rows bigint;
    v_sums jsonb := '{}'::jsonb;
    v_totals jsonb;
begin
    for v_table in select w.* from private.weighed_tables() as w loop
        execute format(
            'select coalesce(sum(pg_column_size(r.*)), 0), count(*)'
            ' from (select %s from %s as t where t.%I = $1 offset 0) as r',
            v_table.plain_columns, v_table.relation, v_table.owner_column
        )
        into v_bytes, v_rows
        using p_user;
        v_sums := v_sums || jsonb_build_object(
            v_table.kind || '_bytes', coalesce((v_sums ->> (v_table.kind || '_bytes'))::bigint, 0) + v_bytes,
            v_table.kind || '_rows', coalesce((v_sums ->> (v_table.kind || '_rows'))::bigint, 0) + v_rows
        );
        if v_table.counter <> '' then
            v_sums := v_sums || jsonb_build_object(v_table.counter, v_rows);
        end if;
    end loop;
    select jsonb_object_agg(o.unit, o.total) into v_totals
    from (
        select t.unit, sum(s.value::bigint) as total
        from (values ('bytes'), ('rows')) as t (unit)
        inner join jsonb_each_text(v_sums) as s on s.key like '%\_' || t.unit and s.key not like 'history\_%'
        group by t.unit
    ) as o;
    return jsonb_populate_record(null::private.account_use, v_sums || v_totals || jsonb_build_object('user_id', p_user));
end;
$$;
comment on function private.measure_account is
'What an account keeps, from all its rows. Reads all of them: 0.2 s for ten years of training.';
