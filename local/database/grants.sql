-- Every privilege. An object without an acl has the one of acldefault(), which grants functions and types to
-- everyone.
with schemas as (
    select n.* from pg_namespace as n
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'supabase_migrations')
),

relations as (
    select c.*, format('%%I.%%I', n.nspname, c.relname) as name
    from pg_class as c
    inner join schemas as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
),

acls (kind, object, classid, objid, acl) as (
    select 'schema', n.nspname::text, 'pg_namespace'::regclass, n.oid, coalesce(n.nspacl, acldefault('n', n.nspowner))
    from schemas as n
    union all
    -- On the database itself, without the platform's own roles.
    select 'database', 'itself', 'pg_database'::regclass, d.oid, array(
        select a from unnest(coalesce(d.datacl, acldefault('d', d.datdba))) as a
        where a::text ~ '^("?(anon|authenticated|service_role)"?)?='
    )
    from pg_database as d where d.datname = current_database()
    union all
    select
        case c.relkind when 'S' then 'sequence' else 'table' end, c.name, 'pg_class'::regclass, c.oid,
        coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner))
    from relations as c
    union all
    select 'column', format('%%s.%%I', c.name, a.attname), 'pg_class'::regclass, c.oid, a.attacl
    from relations as c
    inner join pg_attribute as a on a.attrelid = c.oid and a.attacl is not null and not a.attisdropped
    union all
    -- The only form of a signature that doesn't depend on the search path.
    select
        'function', (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity, 'pg_proc'::regclass, p.oid,
        coalesce(p.proacl, acldefault('f', p.proowner))
    from pg_proc as p
    inner join schemas as n on n.oid = p.pronamespace
    union all
    select
        'type', format('%%I.%%I', n.nspname, t.typname), 'pg_type'::regclass, t.oid,
        coalesce(t.typacl, acldefault('T', t.typowner))
    from pg_type as t
    inner join schemas as n on n.oid = t.typnamespace
    where t.typtype in ('d', 'e', 'r')
    union all
    select
        'default', format('%%s of %%s in %%s', o.objects, d.defaclrole::regrole, coalesce(n.nspname, 'any schema')),
        'pg_default_acl'::regclass, d.oid, d.defaclacl
    from pg_default_acl as d
    inner join (
        values ('r', 'tables'), ('S', 'sequences'), ('f', 'functions'), ('T', 'types'), ('n', 'schemas')
    ) as o (type, objects) on o.type = d.defaclobjtype
    left join pg_namespace as n on n.oid = d.defaclnamespace
    where d.defaclrole = %(owner)s::regrole
)

select
    a.kind, a.object, coalesce(r.rolname, 'public') as grantee, e.privilege_type as privilege,
    e.is_grantable as grantable
from acls as a
cross join lateral aclexplode(a.acl) as e
left join pg_roles as r on r.oid = e.grantee
-- Privileges an owner grants itself by default are implied; hosted projects may or may not store them.
where
    not (a.kind = 'default' and e.grantee = %(owner)s::regrole)
    and not exists (
        select from pg_depend as d where d.classid = a.classid and d.objid = a.objid and d.deptype = 'e'
    )
