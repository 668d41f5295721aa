-- A user's time zones over time: past days keep their local date.
create table private.time_zone_changes (
    user_id uuid not null references public.profiles (id) on delete cascade,
    valid_from timestamptz not null,
    timezone text not null,
    primary key (user_id, valid_from)
);
comment on table private.time_zone_changes is 'The zone from each moment on. Without a row the profile''s zone has always applied.';

create function private.zone_at(p_user uuid, p_at timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
    return coalesce(
        (
            select c.timezone from private.time_zone_changes as c
            where c.user_id = p_user and c.valid_from <= p_at
            order by c.valid_from desc
            limit 1
        ),
        (select p.timezone from public.profiles as p where p.id = p_user)
    );
end;
$$;
comment on function private.zone_at is 'The user''s IANA zone at a moment.';

create function private.local_day(p_user uuid, p_at timestamptz)
returns date
language plpgsql
stable
set search_path = ''
as $$
begin
    return (p_at at time zone private.zone_at(p_user, p_at))::date;
end;
$$;
comment on function private.local_day is 'The user''s local date at a moment.';

create function private.on_timezone_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_zone_now text;
begin
    if not private.is_timezone(new.timezone) then
        perform private.fail(
            'PT422', 'unknown time zone', '{"field": "timezone"}', 'Send an IANA name such as Europe/Berlin.'
        );
    end if;
    -- Before onboarding the zone is a guess: the first one that the user sets applies to the past too.
    if tg_op = 'INSERT' or new.timezone = old.timezone or not old.onboarding_complete then
        return new;
    end if;

    v_zone_now := private.zone_at(new.id, now());
    -- The first change also records the previous zone; a second change on the same day replaces the first.
    insert into private.time_zone_changes (user_id, valid_from, timezone)
    values
    (new.id, '-infinity', old.timezone),
    (
        new.id,
        (((now() at time zone v_zone_now)::date + 1)::timestamp at time zone v_zone_now),
        new.timezone
    )
    on conflict (user_id, valid_from) do update
    set timezone = excluded.timezone
    where time_zone_changes.valid_from <> '-infinity';
    return new;
end;
$$;
comment on function private.on_timezone_change is
'Row trigger on profiles: rejects an unknown zone and keeps the history of zones. A change applies from the next local midnight.';

create trigger keep_time_zones_insert before insert on public.profiles
for each row execute function private.on_timezone_change();
create trigger keep_time_zones before update of timezone on public.profiles
for each row execute function private.on_timezone_change();
