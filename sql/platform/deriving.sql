-- write_workout derives everything before it writes the sets (docs/architecture.md, "One workout's way"). While it writes, the
-- triggers that would derive the same again, or announce each part of it, stand aside; each of them asks is_deriving().

create function private.is_deriving()
returns boolean
language plpgsql
stable
parallel safe
set search_path = ''
as $$
begin
    -- Whoever can run SQL can set the setting, but not become the owner of write_workout: plain writes always count.
    return current_user = 'postgres' and coalesce(current_setting('spotter.is_deriving', true), '') = 'on';
end;
$$;
comment on function private.is_deriving is 'Whether write_workout is writing what it has derived, in this transaction.';

create function private.set_deriving(p_is_deriving boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform set_config('spotter.is_deriving', case when p_is_deriving then 'on' else '' end, true);
end;
$$;
comment on function private.set_deriving is
'From here on in this transaction, is_deriving() says this: the caller derives what its writes lead to, once.';
