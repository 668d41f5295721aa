-- What every table of the API does with its rows: keep updated_at, freeze what may not move, remember what went.

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
