-- How many writing requests a user may make in 15 minutes. Rows are data: supabase/seed/limits.sql.
create table private.write_limits (
    tier text primary key check (tier in ('free', 'premium', 'admin')),
    writes integer not null check (writes > 0)
);
comment on table private.write_limits is
'How many writing requests to the Data API a user may make in 15 minutes. Seeded. A tier without a row has no limit: a missing seed must
not stop the app.';
comment on column private.write_limits.tier is 'admin for users with that role, premium for paid access, free for everyone else.';

create table private.write_use (
    user_id uuid primary key references public.profiles (id) on delete cascade,
    starts_at timestamptz not null,
    used integer not null check (used > 0)
)
-- Updated with every writing request: free space on the page lets HOT updates leave the index alone.
with (fillfactor = 50);
comment on table private.write_use is
'The writing requests of a user in their latest window. One row per user, overwritten: nothing to clean up.';
comment on column private.write_use.starts_at is
'The first request of the window, which lasts 15 minutes. Windows are per user, so that clients don''t all retry at the same moment.';

create function private.count_write(p_user uuid, p_now timestamptz, p_tier text default null)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_window constant interval := interval '15 minutes';
    v_oldest constant timestamptz := p_now - v_window + interval '1 microsecond';
    -- A later start was written by a clock that was ahead: such a window is replaced, so that nobody is locked out.
    v_latest constant timestamptz := p_now + v_window;
    v_limit integer;
    v_retry_at timestamptz;
begin
    -- Lock the profile first, in the same mode as everywhere: with only a share lock, this would wait below for a concurrent account
    -- deletion, and that for this. A user's writes are serialized by this lock anyway.
    -- Waiting needs a block that catches the time-out, so it's only entered when there is something to wait for.
    perform from public.profiles as p where p.id = p_user for no key update skip locked;
    if not found and not private.wait_for_user(p_user) then
        -- No account, nothing to count: the called function reports that itself.
        return;
    end if;
    select l.writes into v_limit
    from private.write_limits as l
    where l.tier = coalesce(p_tier, private.limit_tier(p_user, p_now));
    if not found then
        return;
    end if;
    -- Checks and counts in one statement: of concurrent requests, each sees the count of the previous one.
    insert into private.write_use as u (user_id, starts_at, used)
    values (p_user, p_now, 1)
    on conflict (user_id) do update
    set starts_at = case when u.starts_at between v_oldest and v_latest then u.starts_at else p_now end,
        used = case when u.starts_at between v_oldest and v_latest then u.used + 1 else 1 end
    where u.used < v_limit or u.starts_at not between v_oldest and v_latest;
    if not found then
        v_retry_at := (select u.starts_at + v_window from private.write_use as u where u.user_id = p_user);
        perform private.fail(
            'PT429', format('at most %s changes in 15 minutes', v_limit),
            jsonb_build_object(
                'reason', 'rate_limited',
                'retry_after', ceil(extract(epoch from v_retry_at - p_now))::integer,
                'limit', v_limit
            ),
            'Retry in retry_after seconds. One request can carry many rows or a whole workout.'
        );
    end if;
end;
$$;
comment on function private.count_write is
'Counts one writing request in the user''s 15-minute window; PT429 with retry_after and limit when the limit is reached. Whoever knows
the user''s tier passes it on.';

create function gateway.check_request()
returns void
language plpgsql
-- The request's roles may call this function, but not those it calls.
security definer
set search_path = ''
as $$
declare
    v_user constant uuid := private.require_known_request();
    v_tier text;
    v_limits private.request_limits;
begin
    -- Estimated counts come from the planner, whose statistics ignore row level security: they would reveal other users' row counts.
    if current_setting('request.headers', true) ~ 'count=(planned|estimated)' and current_setting('role') = 'authenticated' then
        perform private.fail('PT422', 'only exact counts are supported', jsonb_build_object('field', 'Prefer'), 'Use count=exact.');
    end if;
    -- Visitors reach nothing, and the service acts for many users.
    if current_setting('role') = 'authenticated' then
        v_tier := private.limit_tier(v_user, now());
        select l.* into v_limits from private.request_limits as l where l.tier = v_tier;
        if current_setting('transaction_read_only') = 'on' then
            perform private.admit_read(v_user, v_limits);
        else
            perform private.admit_write(v_user, current_setting('request.path', true), v_limits, now());
            perform private.count_write(v_user, now(), v_tier);
        end if;
    elsif current_setting('role') = 'service_role' then
        -- The service's requests are few, and nobody waits for them: they may wait for a lock as long as they may run.
        perform set_config('lock_timeout', '8s', true);
    end if;
end;
$$;
comment on function gateway.check_request is
'The Data API''s db_pre_request, in the transaction of each request and before its statement: refuses unknown roles and apps with
42501 and estimated counts with PT422, limits what a user''s requests may occupy, and counts writes. A request that fails rolls that
count back; private.charge_write counts it.';
