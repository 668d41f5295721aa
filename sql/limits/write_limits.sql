-- How many changes a user may make in a quarter of an hour. Rows are data: supabase/seed/limits.sql.
create table private.write_limits (
    tier text primary key check (tier in ('free', 'premium', 'admin')),
    writes integer not null check (writes > 0)
);
comment on table private.write_limits is
'How many writing requests a user may make of the Data API in 15 minutes. Seeded. A tier without a row has no limit: a forgotten seed
must not stop the app.';
comment on column private.write_limits.tier is 'admin for whoever has that role, premium for paid access, free for the rest.';

create table private.write_use (
    user_id uuid primary key references public.profiles (id) on delete cascade,
    starts_at timestamptz not null,
    used integer not null check (used > 0)
)
-- Changed with every request: room on the page keeps its index out of it.
with (fillfactor = 50);
comment on table private.write_use is
'The writing requests of a user in the window that began last. One row a user, written over: nothing to clean up.';
comment on column private.write_use.starts_at is
'The first request of the window, which lasts 15 minutes. Each user has its own, so that not everybody tries again at once.';

create function private.limit_tier(p_user uuid, p_at timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
    return case
        when exists (select from public.user_roles as r where r.user_id = p_user and r.role = 'admin') then 'admin'
        when private.is_premium(p_user, p_at) then 'premium'
        else 'free'
    end;
end;
$$;
comment on function private.limit_tier is 'Whose limits hold for a user at a moment: admin, premium or free.';

create function private.count_write(p_user uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_window constant interval := interval '15 minutes';
    v_oldest constant timestamptz := p_now - v_window + interval '1 microsecond';
    -- A window that begins later was begun by a clock that was ahead: nobody waits for that time to come.
    v_latest constant timestamptz := p_now + v_window;
    v_most integer;
    v_again timestamptz;
begin
    -- The profile first, and as everywhere: with a share of it, this would wait below for whoever deletes the account, and they
    -- for this. All of a user's writes pass here one by one anyhow.
    perform from public.profiles as p where p.id = p_user for no key update;
    if not found then
        -- No account, nothing to count: what is called says so itself.
        return;
    end if;
    select l.writes into v_most from private.write_limits as l where l.tier = private.limit_tier(p_user, p_now);
    if not found then
        return;
    end if;
    -- Asks and counts in one statement: of requests at the same moment, each sees the count of the one before.
    insert into private.write_use as u (user_id, starts_at, used)
    values (p_user, p_now, 1)
    on conflict (user_id) do update
    set starts_at = case when u.starts_at between v_oldest and v_latest then u.starts_at else p_now end,
        used = case when u.starts_at between v_oldest and v_latest then u.used + 1 else 1 end
    where u.used < v_most or u.starts_at not between v_oldest and v_latest;
    if not found then
        v_again := (select u.starts_at + v_window from private.write_use as u where u.user_id = p_user);
        perform private.fail(
            'PT429', format('at most %s changes in 15 minutes', v_most),
            jsonb_build_object(
                'reason', 'rate_limited',
                'retry_after', ceil(extract(epoch from v_again - p_now))::integer,
                'limit', v_most
            ),
            'Send it again in retry_after seconds; many rows or a whole workout fit in one request.'
        );
    end if;
end;
$$;
comment on function private.count_write is
'Counts one writing request against the user''s 15 minutes; PT429 with retry_after and limit when they are used up.';

create function gateway.check_request()
returns void
language plpgsql
-- The request's roles may call this and nothing behind it.
security definer
set search_path = ''
as $$
begin
    -- An estimate is the planner's, who knows how many rows each of the busiest users has and asks no policy: it would tell.
    if current_setting('request.headers', true) ~ 'count=(planned|estimated)' and current_setting('role') = 'authenticated' then
        perform private.fail('PT422', 'counts are exact', jsonb_build_object('field', 'Prefer'), 'Ask for count=exact.');
    end if;
    -- Reading is not limited; visitors can write nothing; the service acts for many.
    if current_setting('transaction_read_only') = 'off' and current_setting('role') = 'authenticated' then
        perform private.count_write(auth.uid(), now());
    end if;
end;
$$;
comment on function gateway.check_request is
'The Data API''s db_pre_request, in the transaction of each request and before its statement. What fails afterwards takes its count back
with it: refused requests are free. Refuses estimated counts, PT422.';
