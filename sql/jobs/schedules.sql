-- When a job is due: the five cron fields in UTC, or "N seconds", as pg_cron reads them. Evaluated in the database, so that the
-- local scheduler and the view of late jobs share one definition that agrees with pg_cron.
create function private.cron_field(p_field text, p_min integer, p_max integer)
returns integer[]
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_part text;
    v_match text[];
    v_from integer;
    v_to integer;
    v_values integer[] := '{}'::integer[];
begin
    foreach v_part in array string_to_array(p_field, ',') loop
        -- A step needs a range or a star: pg_cron refuses 5/10.
        v_match := regexp_match(v_part, '^(?:(\d{1,2})|(?:\*|(\d{1,2})-(\d{1,2}))(?:/([1-9]\d?))?)$');
        if v_match is null then
            return null;
        end if;
        v_from := coalesce(v_match[1], v_match[2], p_min::text)::integer;
        v_to := coalesce(v_match[1], v_match[3], p_max::text)::integer;
        if v_from < p_min or v_to > p_max or v_from > v_to then
            return null;
        end if;
        v_values := v_values || array(select generate_series(v_from, v_to, coalesce(v_match[4], '1')::integer));
    end loop;
    return nullif(v_values, '{}');
end;
$$;
comment on function private.cron_field is 'The numbers that a cron field stands for; null if it is invalid.';

create function private.is_schedule(p_schedule text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_fields text[] := string_to_array(p_schedule, ' ');
begin
    if p_schedule ~ '^([1-9]|[1-5]\d) seconds?$' then
        return true;
    end if;
    return cardinality(v_fields) = 5
        and private.cron_field(v_fields[1], 0, 59) is not null
        and private.cron_field(v_fields[2], 0, 23) is not null
        and private.cron_field(v_fields[3], 1, 31) is not null
        and private.cron_field(v_fields[4], 1, 12) is not null
        and private.cron_field(v_fields[5], 0, 6) is not null
        -- With both days given, cron runs when either matches, which hardly anyone expects.
        and '*' in (v_fields[3], v_fields[5]);
end;
$$;
comment on function private.is_schedule is
'Whether this is a valid schedule: minute, hour, day of the month, month and day of the week (0 Sunday to 6) as numbers, lists,
ranges and steps, with at least one of the two days *; or "N seconds", 1 to 59.';

create function private.last_due(p_schedule text, p_now timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_fields text[] := string_to_array(p_schedule, ' ');
    v_now timestamp := p_now at time zone 'UTC';
    v_day date := v_now::date;
    v_days integer[];
    v_months integer[];
    v_weekdays integer[];
    v_due timestamp;
begin
    if cardinality(v_fields) = 2 then
        return date_bin((v_fields[1] || ' seconds')::interval, p_now, timestamptz '2000-01-01 00:00:00+00');
    end if;
    v_days := private.cron_field(v_fields[3], 1, 31);
    v_months := private.cron_field(v_fields[4], 1, 12);
    v_weekdays := private.cron_field(v_fields[5], 0, 6);
    -- Four years back include a 29 February.
    for v_back in 0..1461 loop
        v_day := v_now::date - v_back;
        continue when extract(month from v_day) <> all(v_months)
            or extract(day from v_day) <> all(v_days)
            or extract(dow from v_day) <> all(v_weekdays);
        select max(v_day + make_time(h.hour, m.minute, 0))
        into v_due
        from unnest(private.cron_field(v_fields[2], 0, 23)) as h (hour)
        cross join unnest(private.cron_field(v_fields[1], 0, 59)) as m (minute)
        where v_day + make_time(h.hour, m.minute, 0) <= v_now;
        exit when v_due is not null;
    end loop;
    return v_due at time zone 'UTC';
end;
$$;
comment on function private.last_due is 'The last moment, p_now or before, at which this schedule was due; null if there was none.';
