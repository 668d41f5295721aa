-- Triggers for every table of the API: set updated_at, protect columns that may not change, restrict writes.

create function private.touch()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.updated_at := now();
    return new;
end;
$$;
comment on function private.touch is 'Row trigger before update: updated_at is the time of the last change.';

create function private.freeze()
returns trigger
language plpgsql
-- Clients can't reach private.fail by name.
security definer
set search_path = ''
as $$
declare
    v_column text;
    v_old jsonb := to_jsonb(old);
    v_new jsonb := to_jsonb(new);
begin
    -- An upsert sets every column it sends, so an unchanged value has to pass.
    foreach v_column in array tg_argv loop
        if v_new -> v_column is distinct from v_old -> v_column then
            perform private.fail(
                'PT422', format('%s can''t be changed', v_column), jsonb_build_object('field', v_column)
            );
        end if;
    end loop;
    return new;
end;
$$;
comment on function private.freeze is 'Row trigger before update: the columns named as arguments keep their value, else PT422.';

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
'Row trigger instead of a write to a read-only view: without it a client''s attempt raises 55000, a 500 of the Data API; with it
the client''s privileges are checked first.';
