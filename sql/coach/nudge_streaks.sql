-- Time zone by time zone, each once a day, from ten in the morning.
create table private.nudged_zones (
    timezone text primary key,
    day date not null,
    reached uuid,
    is_done boolean not null default false
);
comment on table private.nudged_zones is 'How far the search for streaks at risk has come today, by time zone.';
comment on column private.nudged_zones.day is 'The local date; the next one starts over.';
comment on column private.nudged_zones.reached is 'The last user checked, in order of id. Null: none yet.';

-- For the distinct zones, and the users of one.
create index profiles_timezone_id_idx on public.profiles (timezone, id);

create function private.next_zone_to_nudge(p_now timestamptz)
returns private.nudged_zones
language plpgsql
stable
set search_path = ''
as $$
declare
    v_zone private.nudged_zones;
begin
    -- Skips through the index from zone to zone: a million profiles share a few hundred zones.
    with recursive zones (timezone) as (
        select min(p.timezone) from public.profiles as p
        union all
        select (select min(p.timezone) from public.profiles as p where p.timezone > z.timezone)
        from zones as z
        where z.timezone is not null
    )

    select z.timezone, l.at::date, case when n.day = l.at::date then n.reached end, false
    into v_zone
    from zones as z
    cross join lateral (select p_now at time zone z.timezone) as l (at)
    left join private.nudged_zones as n on n.timezone = z.timezone
    where z.timezone is not null
        -- People are awake, and there is time left to train.
        and extract(hour from l.at) between 10 and 19
        and (n.timezone is null or n.day < l.at::date or n.day = l.at::date and not n.is_done)
    order by z.timezone
    limit 1;
    return v_zone;
end;
$$;
comment on function private.next_zone_to_nudge is 'The zone to continue in and the last user checked there; all null if none is due.';

create function private.try_to_nudge(p_users uuid[], p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_half integer := cardinality(p_users) / 2;
begin
    if cardinality(p_users) > 0 then
        perform private.write_nudges(p_users, p_now);
    end if;
exception
    when others then
        -- Halves, until whoever can't be nudged stands alone.
        if v_half = 0 then
            perform private.note_fault('nudge_streaks', p_users[1], p_now, sqlstate, sqlerrm);
        else
            perform private.try_to_nudge(p_users[:v_half], p_now);
            perform private.try_to_nudge(p_users[v_half + 1:], p_now);
        end if;
end;
$$;
comment on function private.try_to_nudge is 'write_nudges for those of the users for whom it doesn''t fail.';

create function private.nudge_streaks(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_zone private.nudged_zones;
    v_users uuid[];
    v_seen integer := 0;
begin
    -- One run at a time, or two would work on the same zone.
    perform pg_advisory_xact_lock(hashtextextended('private.nudge_streaks', 0));
    while v_seen < p_limit loop
        v_zone := private.next_zone_to_nudge(p_now);
        exit when v_zone.timezone is null;
        v_users := array(
            select p.id from public.profiles as p
            where p.timezone = v_zone.timezone
                and (p.id > v_zone.reached or v_zone.reached is null)
                and not private.has_fault('nudge_streaks', p.id, p_now)
            order by p.id
            limit p_limit - v_seen
        );
        if cardinality(v_users) < p_limit - v_seen then
            v_zone.is_done := true;
        else
            v_zone.reached := v_users[cardinality(v_users)];
        end if;
        perform private.try_to_nudge(v_users, p_now);
        insert into private.nudged_zones as n (timezone, day, reached, is_done)
        values (v_zone.timezone, v_zone.day, v_zone.reached, v_zone.is_done)
        on conflict (timezone) do update
        set day = excluded.day, reached = excluded.reached, is_done = excluded.is_done;
        v_seen := v_seen + cardinality(v_users);
    end loop;
    return v_seen;
end;
$$;
comment on function private.nudge_streaks is
'For a job: checks at most p_limit users not yet checked today where it is between 10:00 and 20:00, writes to those whose streak is
about to end, and returns how many it checked; fewer than p_limit means that none are left for now.';
