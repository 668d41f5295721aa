-- Everything in a database, one row per object: its kind, its name, and its definition as Postgres prints it.
-- Objects of the CLI and of extensions are left out: they aren't part of the schema.
with extension_members as (
    select d.classid, d.objid from pg_depend as d where d.deptype = 'e'
),

schemas as (
    select n.oid, n.nspname, n.nspowner from pg_namespace as n
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'supabase_migrations')
),

relations as (
    select c.*, format('%I.%I', n.nspname, c.relname) as name
    from pg_class as c
    inner join schemas as n on n.oid = c.relnamespace
    where c.relkind <> 't' and ('pg_class'::regclass, c.oid) not in (select classid, objid from extension_members)
)

select 'schema' as kind, n.nspname::text as name, n.nspowner::regrole::text as definition from schemas as n
union all
select
    'relation', c.name,
    concat_ws(
        ' ', c.relkind, c.relowner::regrole, c.reloptions, c.relreplident,
        case when c.relrowsecurity then 'rls' end, case when c.relforcerowsecurity then 'forced' end,
        case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
        case when c.relkind in ('i', 'I') then pg_get_indexdef(c.oid) end
    )
from relations as c
union all
select
    'column', format('%s.%I', c.name, a.attname),
    concat_ws(
        ' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
        nullif(a.attidentity, ''), nullif(a.attgenerated, ''), pg_get_expr(f.adbin, f.adrelid)
    )
from relations as c
inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef as f on f.adrelid = a.attrelid and f.adnum = a.attnum
where c.relkind in ('r', 'p', 'v', 'm', 'c')
union all
-- Later versions store not null as a constraint; the column already includes it.
select 'constraint', format('%s on %s', k.conname, c.name), pg_get_constraintdef(k.oid)
from relations as c
inner join pg_constraint as k on k.conrelid = c.oid and k.contype <> 'n'
union all
select
    'policy', format('%s on %I.%I', p.policyname, p.schemaname, p.tablename),
    concat_ws(' ', p.permissive, p.cmd, 'to', p.roles, 'using', p.qual, 'with check', p.with_check)
from pg_policies as p
union all
select 'trigger', format('%s on %s', g.tgname, c.name), concat_ws(' ', g.tgenabled, pg_get_triggerdef(g.oid))
from relations as c
inner join pg_trigger as g on g.tgrelid = c.oid and not g.tgisinternal
union all
select
    'function', (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity,
    concat_ws(' ', p.proowner::regrole, case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end)
from pg_proc as p
inner join schemas as n on n.oid = p.pronamespace
where ('pg_proc'::regclass, p.oid) not in (select classid, objid from extension_members)
union all
select
    'type', format('%I.%I', n.nspname, t.typname),
    concat_ws(
        ' ', t.typowner::regrole, t.typbasetype::regtype, t.typnotnull, t.typdefault,
        (select array_agg(e.enumlabel order by e.enumsortorder) from pg_enum as e where e.enumtypid = t.oid),
        (
            select array_agg(pg_get_constraintdef(k.oid) order by k.conname) from pg_constraint as k
            where k.contypid = t.oid and k.contype = 'c'
        )
    )
from pg_type as t
inner join schemas as n on n.oid = t.typnamespace
where t.typtype in ('d', 'e') and ('pg_type'::regclass, t.oid) not in (select classid, objid from extension_members)
union all
select 'comment', format('%s %s', i.type, i.identity), o.description
from pg_description as o
cross join lateral pg_identify_object(o.classoid, o.objoid, o.objsubid) as i
where
    i.schema in (select n.nspname from schemas as n)
    or i.type = 'schema' and i.identity in (select quote_ident(n.nspname) from schemas as n)
    or i.type in ('trigger', 'policy', 'table constraint')
union all
select 'bucket', b.id, concat_ws(' ', b.name, b.public, b.file_size_limit, b.allowed_mime_types) from storage.buckets as b
union all
select 'publication', format('%s %I.%I', t.pubname, t.schemaname, t.tablename), concat_ws(' ', t.attnames, t.rowfilter)
from pg_publication_tables as t
