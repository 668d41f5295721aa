create function private.append_only()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- With their owner, rows go: the cascade runs when the profile is already gone. And at the end of their time.
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
'Row trigger before update or delete: the ledger keeps what it has until its owner is deleted, or private.retention lets it go.';

create function private.read_only()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    raise sqlstate '42501' using message = format('%s is read-only', tg_table_name);
end;
$$;
comment on function private.read_only is
'Row trigger instead of a write to a view that can take none: without it a client''s attempt is Postgres'' 55000, a 500 to
the Data API; with it permission is asked first.';
