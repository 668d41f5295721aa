-- Every table, view and column of a schema, as visible to clients.
select
    c.relname as relation,
    coalesce(obj_description(c.oid, 'pg_class'), '') as about,
    c.relkind = 'v' as is_view,
    has_table_privilege('authenticated', c.oid, 'delete') as can_delete,
    a.attname as column_name,
    replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz') as type,
    not a.attnotnull and c.relkind <> 'v' as is_nullable,
    a.attgenerated <> '' as is_generated,
    case when a.attgenerated = '' then coalesce(pg_get_expr(d.adbin, d.adrelid), '') else '' end as default_value,
    coalesce(col_description(c.oid, a.attnum), '') as meaning,
    has_column_privilege('authenticated', c.oid, a.attnum, 'insert') as can_insert,
    has_column_privilege('authenticated', c.oid, a.attnum, 'update') as can_update,
    coalesce(a.attnum = any(k.conkey), false) as is_key,
    (
        -- A composite key starts with the owner; the column that names the parent is its last.
        select min(f.confrelid::regclass::text)
        from pg_constraint as f
        where f.conrelid = c.oid and f.contype = 'f' and f.conkey[cardinality(f.conkey)] = a.attnum
    ) as parent
from pg_class as c
inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'p'
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
order by c.relname, a.attnum
