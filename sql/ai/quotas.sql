-- How many AI requests a user may make, by tier. Rows are data: supabase/seed/quotas.sql.
create table private.quotas (
    feature public.ai_feature not null,
    tier text not null check (tier in ('free', 'trial', 'active', 'canceled', 'admin')),
    per_day integer check (per_day >= 0),
    per_month integer check (per_month >= 0),
    primary key (feature, tier)
);
comment on table private.quotas is
'How many requests to an AI function a user may make per day and per month (UTC). Seeded. A tier without a row may make none.';
comment on column private.quotas.tier is
'The tier of private.entitlement_at, or admin for users with that role, whatever their subscription.';
comment on column private.quotas.per_day is 'Null: unlimited.';
comment on column private.quotas.per_month is 'Null: unlimited.';

create table private.quota_use (
    user_id uuid not null references public.profiles (id) on delete cascade,
    feature public.ai_feature not null,
    period private.quota_period not null,
    starts_on date not null,
    used integer not null check (used >= 0),
    primary key (user_id, feature, period, starts_on)
);
comment on table private.quota_use is
'How many requests count against the quota of a window: taken when a request begins, given back if it fails.';
comment on column private.quota_use.starts_on is 'The day, or the first day of the month, in UTC.';
create index quota_use_starts_on_idx on private.quota_use (starts_on);

create function private.quota_window(p_period private.quota_period, p_at timestamptz)
returns date
language plpgsql
immutable
set search_path = ''
as $$
begin
    return date_trunc(p_period::text, p_at at time zone 'UTC')::date;
end;
$$;
comment on function private.quota_window is 'The first day of the day or month (UTC) that contains p_at.';

create function private.quota_tier(p_user uuid, p_at timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select
            case
                when exists (select from public.user_roles as r where r.user_id = p.id and r.role = 'admin') then 'admin'
                else (private.entitlement_at(p.id, p_at)).tier
            end
        from public.profiles as p
        where p.id = p_user
    );
end;
$$;
comment on function private.quota_tier is
'The tier whose quotas apply to a user at a moment: that of private.entitlement_at, or admin; null for an unknown user.';

create function private.take_quota(p_user uuid, p_feature public.ai_feature, p_now timestamptz)
returns bytea
language plpgsql
set search_path = ''
as $$
declare
    v_tier text := private.quota_tier(p_user, p_now);
    v_subscription bytea := private.quota_subscription(p_user, v_tier, p_feature, p_now);
    v_quota record;
    v_is_left boolean;
begin
    for v_quota in
        select o.period, private.quota_window(o.period, p_now) as starts_on, o.max_requests
        from (select v_tier as tier) as t
        left join private.quotas as q on q.feature = p_feature and q.tier = t.tier
        -- A null limit is unlimited; a missing row allows nothing.
        cross join lateral (
            values
            ('month'::private.quota_period, case when q.tier is null then 0 else coalesce(q.per_month, 2147483647) end),
            ('day', case when q.tier is null then 0 else coalesce(q.per_day, 2147483647) end)
        ) as o (period, max_requests)
        -- The month first: if both are used up, its retry_after is the right one.
        order by o.period desc
    loop
        insert into private.quota_use as u (user_id, feature, period, starts_on, used)
        select p_user, p_feature, v_quota.period, v_quota.starts_on, 1
        where v_quota.max_requests > 0
        on conflict (user_id, feature, period, starts_on) do update
        set used = u.used + 1
        where u.used < v_quota.max_requests;
        v_is_left := found;
        if v_is_left and v_subscription is not null then
            insert into private.subscription_use as u (subscription, feature, period, starts_on, used)
            values (v_subscription, p_feature, v_quota.period, v_quota.starts_on, 1)
            on conflict (subscription, feature, period, starts_on) do update
            set used = u.used + 1
            where u.used < v_quota.max_requests;
            v_is_left := found;
        end if;
        if not v_is_left then
            perform private.fail(
                'PT429', 'the quota is used up',
                jsonb_build_object(
                    'reason', 'quota_exceeded',
                    'window', v_quota.period,
                    'retry_after', ceil(extract(epoch from
                        (v_quota.starts_on + ('1 ' || v_quota.period)::interval) at time zone 'UTC' - p_now
                    ))::integer
                ),
                'It resets when the window ends, in retry_after seconds.'
            );
        end if;
    end loop;
    return v_subscription;
end;
$$;
comment on function private.take_quota is
'Counts one request against the daily and monthly quota of a feature, of the user and of the subscription that gives the tier, which it
returns; PT429 if any is used up, and then none counts it.';

create function private.move_quota(
    p_user uuid, p_subscription bytea, p_feature public.ai_feature, p_at timestamptz, p_by integer
)
returns void
language plpgsql
set search_path = ''
as $$
begin
    insert into private.quota_use as u (user_id, feature, period, starts_on, used)
    select p_user, p_feature, o.period, private.quota_window(o.period, p_at), greatest(p_by, 0)
    from unnest(enum_range(null::private.quota_period)) as o (period)
    on conflict (user_id, feature, period, starts_on) do update
    set used = greatest(u.used + p_by, 0);
    insert into private.subscription_use as u (subscription, feature, period, starts_on, used)
    select p_subscription, p_feature, o.period, private.quota_window(o.period, p_at), greatest(p_by, 0)
    from unnest(enum_range(null::private.quota_period)) as o (period)
    where p_subscription is not null
    on conflict (subscription, feature, period, starts_on) do update
    set used = greatest(u.used + p_by, 0);
end;
$$;
comment on function private.move_quota is
'Adds p_by to the used quota of the day and month that contain p_at, of the user and of the subscription the request was counted
against, regardless of limits; -1 gives a request back.';
