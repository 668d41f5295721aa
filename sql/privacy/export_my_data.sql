create function private.export_my_data(p_user uuid, p_section text, p_now timestamptz)
-- Not jsonb, which is slower to build, is copied with every step, and can't be as large as the sets of a long life.
returns json
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_query text;
    v_document json;
begin
    perform private.require_caller(p_user);
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
    perform private.refuse_many_events(p_user, '{data_exported}');
    select string_agg(format('select %L as name, %s as content', s.name, s.content), ' union all ')
    into v_query
    from private.export_sections() as s
    where coalesce(p_section, s.name) = s.name;
    if v_query is null then
        perform private.fail(
            'PT422', 'unknown section',
            jsonb_build_object(
                'field', 'p_section',
                'expected', (select jsonb_agg(s.name order by s.name) from private.export_sections() as s)
            )
        );
    end if;
    -- A long life's export takes seconds and hundreds of megabytes of memory. sql/limits/admission.sql has the other keys.
    if not pg_try_advisory_xact_lock(uuid_hash_extended(p_user, 3001)) then
        perform private.fail(
            'PT429', 'an export is under way', '{"reason": "busy", "at_once": 1, "retry_after": 1}',
            'Wait for the answer to your earlier request, or retry in retry_after seconds.'
        );
    end if;
    -- One statement: all sections are of the same moment, and the whole is copied as rarely as can be.
    execute format(
        'select json_build_object(''schema_version'', 1, ''exported_at'', $2, ''user_id'', $1, ''sections'', '
        'json_object_agg(s.name, s.content)) from (%s) as s', v_query
    )
    into v_document
    using p_user, p_now;
    perform private.audit(p_user, 'data_exported', jsonb_build_object('section', p_section));
    return v_document;
end;
$$;
comment on function private.export_my_data is 'See public.export_my_data.';

create function public.export_my_data(p_section text default null)
returns json
language sql
security invoker
set search_path = ''
return private.export_my_data((select auth.uid()), p_section, now());
comment on function public.export_my_data is
'Everything about the caller {schema_version, exported_at, user_id, sections: {account, files, and the rows of each table}}; with
p_section only that section. Rows have all columns except the owner''s id. No passwords or tokens. Free. PT422 for an unknown section,
PT429 while an export of the same user is under way, and for more than 200 in 24 hours.';
