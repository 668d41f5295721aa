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

create function private.share_of_writes()
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return case
        when coalesce(current_setting('request.path', true), '') in ('/rpc/log_workout', '/rpc/finish_workout') then 3
        when private.is_of_workout()
            or coalesce(current_setting('request.path', true), '') in (
                '/rpc/export_my_data', '/rpc/delete_my_account', '/user_consents'
            ) then 2
        else 1
    end;
end;
$$;
comment on function private.share_of_writes is
'How often private.write_limits fits into the writes after which this request is refused: what was done in the gym, and what is
everybody''s right, still passes when other changes have used up the limit; the end of a workout, or a whole one, when its sets have.';

create function private.count_write(p_user uuid, p_now timestamptz, p_tier text default null)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_oldest constant timestamptz := p_now - interval '15 minutes' + interval '1 microsecond';
    -- A later start was written by a clock that was ahead: such a window is replaced, so that nobody is locked out.
    v_latest constant timestamptz := p_now + interval '15 minutes';
    -- How often the limit fits into what this request may use.
    v_share integer := 1;
    v_has_waited boolean := false;
    v_limit integer;
    v_retry_at timestamptz;
begin
    loop
        -- Locks the profile first, in the same mode as everywhere: with only a share lock, this would wait for a concurrent account
        -- deletion, and that for this. A user's writes are serialized by this lock anyway.
        -- Checks and counts in one statement: of concurrent requests, each sees the count of the previous one.
        insert into private.write_use as u (user_id, starts_at, used)
        select p.id, p_now, 1
        from public.profiles as p
        where p.id = p_user
        for no key update skip locked
        on conflict (user_id) do update
        set starts_at = case when u.starts_at between v_oldest and v_latest then u.starts_at else p_now end,
            used = case when u.starts_at between v_oldest and v_latest then u.used + 1 else 1 end
        where u.starts_at not between v_oldest and v_latest
            or (
                select u.used < l.writes * v_share
                from private.write_limits as l
                where l.tier = coalesce(p_tier, private.limit_tier(p_user, p_now))
            ) is not false;
        if found then
            return true;
        end if;
        exit when v_has_waited;
        -- Waiting needs a block that catches the time-out, so it's only entered when there may be something to wait for.
        if not private.wait_for_user(p_user) then
            -- No account, nothing to count: the called function reports that itself.
            return false;
        end if;
        v_has_waited := true;
        -- Only looked at by whoever gets here.
        v_share := private.share_of_writes();
    end loop;
    perform private.take_back_charge();
    v_limit := (select l.writes from private.write_limits as l where l.tier = coalesce(p_tier, private.limit_tier(p_user, p_now)));
    v_retry_at := (select u.starts_at + interval '15 minutes' from private.write_use as u where u.user_id = p_user);
    perform private.fail(
        'PT429', format('at most %s changes in 15 minutes', v_limit),
        jsonb_build_object(
            'reason', 'rate_limited',
            'retry_after', ceil(extract(epoch from v_retry_at - p_now))::integer,
            'limit', v_limit
        ),
        'Retry in retry_after seconds. One request can carry many rows or a whole workout.'
    );
    return null;
end;
$$;
comment on function private.count_write is
'Counts one writing request in the user''s 15-minute window, and locks the user; PT429 with retry_after and limit when the limit is
reached, false without an account. Whoever knows the user''s tier passes it on.';

-- This precedes every request. What Postgres spends on it is preparing each expression and statement anew in each transaction, a
-- microsecond or more for each. So the ordinary case is one check, one look-up that also takes the place, and for a write two steps more;
-- everything else has functions of its own.
create function gateway.check_request()
returns void
language plpgsql
-- The request's roles may call this function, but not those it calls.
security definer
set search_path = ''
as $$
declare
    v_claims constant jsonb := auth.jwt();
    v_user constant uuid := (v_claims ->> 'sub')::uuid;
    v_is_read constant boolean := current_setting('transaction_read_only') = 'on';
    v_tier text;
    v_failed_writes integer;
    v_secret bigint;
    v_has_place boolean;
    v_is_counted boolean;
begin
    if current_setting('role') <> 'authenticated' or v_user is null or v_claims ? 'client_id'
        or strpos(current_setting('request.headers', true), 'count=') > 0
    then
        perform private.require_known_request(v_claims);
        -- Visitors reach nothing, and the service acts for many users.
        if current_setting('role') <> 'authenticated' then
            return;
        end if;
    end if;
    select
        l.tier,
        l.failed_writes,
        l.secret,
        -- From the next statement on, which is the request's own.
        set_config(
            'statement_timeout',
            case
                -- A long life's data is the longest that one can ask for, and everybody's right. Nobody else waits for it.
                when current_setting('request.path', true) in ('/rpc/export_my_data', '/rpc/delete_my_account') then '30s'
                when v_is_read then l.read_ms::text
                else l.write_ms::text
            end,
            true
        ) <> ''
        -- Unless others are under way, the first place is free, and nobody is before this.
        and case
            when v_is_read then
                pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 1001))
                and pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 2000 + 1 % l.reads_running))
            when private.is_of_workout() then
                -- The last place is for workouts, which look there first.
                pg_try_advisory_xact_lock(uuid_hash_extended(v_user, l.writes_at_once))
            else
                pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 1))
                and pg_try_advisory_xact_lock(uuid_hash_extended(v_user, 0))
        end
    into v_tier, v_failed_writes, v_secret, v_has_place
    from private.request_limits as l
    -- As in private.limit_tier.
    where l.tier = case
        when exists (select from public.user_roles as r where r.user_id = v_user and r.role = 'admin') then 'admin'
        when exists (
            select from public.subscriptions as s
            where s.user_id = v_user
                and s.status in ('trial', 'active', 'grace', 'paused', 'canceled')
                and (s.access_until is null or s.access_until > now())
        ) then 'premium'
        else 'free'
    end;
    if v_is_read then
        if not v_has_place then
            perform private.find_read_place(v_user, v_tier);
        end if;
        return;
    end if;
    if not v_has_place then
        perform private.find_write_place(v_user, v_tier);
    end if;
    -- One in four is counted, and whoever may have failed before is looked at.
    v_is_counted := random() < 0.25;
    if v_failed_writes is not null
        and (
            v_is_counted
            or private.failed_writes_at(private.failed_writes_place(private.failed_writes_hash(v_user, v_secret, now()), 0), now())
            > floor(date_part('epoch', now()))::bigint % 3600
        )
    then
        perform private.charge_write(v_user, v_secret, v_failed_writes, now(), v_is_counted);
    end if;
    v_is_counted := private.count_write(v_user, now(), v_tier);
end;
$$;
comment on function gateway.check_request is
'The Data API''s db_pre_request, in the transaction of each request and before its statement: refuses unknown roles and apps with
42501 and estimated counts with PT422, limits what a user''s requests may occupy, and counts writes. A request that fails rolls that
count back; private.charge_write counts it.';
