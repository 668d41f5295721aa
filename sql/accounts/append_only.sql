create function private.append_only()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Allowed with their owner (the cascade runs when the profile is already deleted) and after their retention period.
    if tg_op = 'DELETE'
        and (
            not exists (select from public.profiles as p where p.id = old.user_id)
            or private.is_past_retention(tg_table_schema || '.' || tg_table_name, to_jsonb(old))
        )
    then
        return old;
    end if;
    raise sqlstate '42501' using message = format('%s is append-only', tg_table_name);
end;
$$;
comment on function private.append_only is
'Row trigger before update or delete: rows stay as written until their owner is deleted or private.retention expires them.';
