create function private.export_my_data(p_user uuid, p_section text, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_table record;
    v_rows jsonb;
    v_sections jsonb := jsonb_build_object();
begin
    perform private.require_caller(p_user);
    if not exists (select from public.profiles as p where p.id = p_user) then
        perform private.fail('PT404', 'account not found', null, 'Sign up, or finish onboarding.');
    end if;
    perform private.refuse_many_events(p_user, '{data_exported}');
    if coalesce(p_section, 'account') = 'account' then
        v_sections := jsonb_build_object('account', private.export_account(p_user));
    end if;
    if coalesce(p_section, 'files') = 'files' then
        v_sections := v_sections || jsonb_build_object('files', private.export_files(p_user));
    end if;
    for v_table in
        select e.* from private.exported_tables() as e where coalesce(p_section, e.section) = e.section
    loop
        execute format(
            'select coalesce(jsonb_agg(to_jsonb(t) - %L order by %s), ''[]'') from %s as t where t.%I = $1',
            v_table.owner_column, v_table.sort_by, v_table.relation, v_table.owner_column
        )
        into v_rows
        using p_user;
        v_sections := v_sections || jsonb_build_object(v_table.section, v_rows);
    end loop;
    if v_sections = '{}' then
        perform private.fail(
            'PT422', 'unknown section',
            jsonb_build_object(
                'field', 'p_section',
                'expected', (
                    select jsonb_agg(s.name order by s.name)
                    from (
                        select e.section as name from private.exported_tables() as e
                        union all
                        values ('account'), ('files')
                    ) as s
                )
            )
        );
    end if;
    perform private.audit(p_user, 'data_exported', jsonb_build_object('section', p_section));
    return jsonb_build_object(
        'schema_version', 1, 'exported_at', p_now, 'user_id', p_user, 'sections', v_sections
    );
end;
$$;
comment on function private.export_my_data is 'See public.export_my_data.';

create function public.export_my_data(p_section text default null)
returns jsonb
language sql
security invoker
set search_path = ''
return private.export_my_data((select auth.uid()), p_section, now());
comment on function public.export_my_data is
'Everything about the caller {schema_version, exported_at, user_id, sections: {account, files, and the rows of each table}}; with
p_section only that section. Rows have all columns except the owner''s id. No passwords or tokens. Free; PT429 for more than 200 in 24
hours.';
