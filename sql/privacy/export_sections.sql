-- Everything about one person, as JSON. The tables come from the system catalog, so a new public table is included automatically.

create function private.exported_tables()
returns table (section text, relation regclass, owner_column name, sort_by text)
language sql
stable
set search_path = ''
as $$
    select
        c.relname,
        c.oid,
        a.attname,
        coalesce(
            (
                select string_agg(format('t.%I', k.attname), ', ' order by i.place)
                from pg_catalog.pg_constraint as p
                cross join lateral unnest(p.conkey) with ordinality as i (attnum, place)
                inner join pg_catalog.pg_attribute as k on k.attrelid = p.conrelid and k.attnum = i.attnum
                where p.conrelid = c.oid and p.contype = 'p'
            ),
            'to_jsonb(t)'
        )
    from pg_catalog.pg_class as c
    inner join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v')
        and not c.relispartition
        and (
            c.relnamespace = 'public'::regnamespace
            -- What a person set, since when, and what they paid. Everything else in private is derived or serves one request.
            or c.relnamespace = 'private'::regnamespace
            and c.relname in (
                'billing_events', 'gear_facts', 'gym_unit_facts', 'target_facts', 'time_zone_changes', 'tombstones',
                'weekly_targets'
            )
        )
        and (
            a.attname = 'user_id'
            or (c.relname, a.attname) in (('profiles', 'id'), ('exercises', 'created_by'), ('plan_templates', 'created_by'))
        )
$$;
comment on function private.exported_tables is
'The tables and views whose rows belong to a person: the name they are exported under, the owner''s column, and the sort order.';

create function private.export_account(p_user uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    -- No password hash and no tokens: the export must not let anyone sign in.
    return (
        select jsonb_build_object(
            'email', u.email,
            'phone', u.phone,
            'created_at', u.created_at,
            'email_confirmed_at', u.email_confirmed_at,
            'last_sign_in_at', u.last_sign_in_at,
            'user_metadata', u.raw_user_meta_data,
            'app_metadata', u.raw_app_meta_data,
            'identities', (
                select coalesce(jsonb_agg(
                    jsonb_build_object(
                        'provider', i.provider, 'identity_data', i.identity_data, 'created_at', i.created_at,
                        'last_sign_in_at', i.last_sign_in_at
                    ) order by i.created_at, i.id
                ), '[]')
                from auth.identities as i
                where i.user_id = u.id
            ),
            'sessions', (
                select coalesce(jsonb_agg(
                    jsonb_build_object(
                        'created_at', s.created_at, 'refreshed_at', s.refreshed_at, 'user_agent', s.user_agent, 'ip', host(s.ip)
                    ) order by s.created_at, s.id
                ), '[]')
                from auth.sessions as s
                where s.user_id = u.id
            )
        )
        from auth.users as u
        where u.id = p_user
    );
end;
$$;
comment on function private.export_account is 'How the user signs in, and their current sessions.';

create function private.export_files(p_user uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'bucket', o.bucket_id, 'path', o.name, 'bytes', o.metadata -> 'size', 'type', o.metadata ->> 'mimetype',
                    'created_at', o.created_at
                ) order by o.bucket_id, o.name
            ),
            '[]'
        )
        from storage.objects as o
        where o.bucket_id in (select b.id from storage.buckets as b)
            and o.name collate "C" >= p_user || '/'
            and o.name collate "C" < p_user || '0'
    );
end;
$$;
comment on function private.export_files is
'The user''s files; their contents are downloaded from Storage. 0 follows / in ASCII, so the prefix is a range that an index serves.';

create function private.export_sections()
returns table (name text, content text)
language sql
stable
set search_path = ''
as $$
    values ('account', 'to_json(private.export_account($1))'), ('files', 'to_json(private.export_files($1))')
    union all
    select
        e.section,
        format(
            -- Rows that a query has sorted: json_agg would sort whole documents.
            'coalesce((select json_agg(r) from (select %s from %s as t where t.%I = $1 order by %s) as r), ''[]'')',
            (
                select string_agg(format('t.%I', a.attname), ', ' order by a.attnum)
                from pg_catalog.pg_attribute as a
                where a.attrelid = e.relation and a.attnum > 0 and not a.attisdropped and a.attname <> e.owner_column
            ),
            e.relation, e.owner_column, e.sort_by
        )
    from private.exported_tables() as e
$$;
comment on function private.export_sections is
'The sections of an export: the name of each, and the expression for its JSON, in which $1 is the user.';
