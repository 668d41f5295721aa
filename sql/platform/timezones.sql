create function private.is_timezone(p_name text)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
    -- `at time zone` also accepts abbreviations (PST) and POSIX rules (Foo/Bar5), which are not IANA zones; looking
    -- the name up in pg_timezone_names reads every zone file (10 ms and more).
    if p_name !~ '^(UTC|GMT|[A-Za-z_]+(/[A-Za-z_-]+){1,2}|Etc/GMT(\+([0-9]|1[0-2])|-([0-9]|1[0-4])))$' then
        return false;
    end if;
    perform timestamptz '2000-01-01 00:00:00+00' at time zone p_name;
    return true;
exception
    when invalid_parameter_value then
        return false;
end;
$$;
comment on function private.is_timezone is 'Whether the server knows an IANA time zone of this name.';
