-- What a subscription has used, whichever account had it: it can be transferred, and outlives a deleted account.
create table private.subscription_use (
    subscription bytea not null,
    feature public.ai_feature not null,
    period private.quota_period not null,
    starts_on date not null,
    used integer not null default 0 check (used >= 0),
    calls integer not null default 0 check (calls >= 0),
    primary key (subscription, feature, period, starts_on)
);
comment on table private.subscription_use is
'How many requests of all accounts that had a subscription count against the quota of a window, beside private.quota_use. It names no
account, and is deleted with the window.';
comment on column private.subscription_use.subscription is 'SHA-256 of the provider and its id of the subscription.';
comment on column private.subscription_use.starts_on is 'The day, or the first day of the month, in UTC.';
comment on column private.subscription_use.calls is 'Paid model calls of the day, those of failed requests included.';
create index subscription_use_starts_on_idx on private.subscription_use (starts_on);

create function private.quota_subscription(p_user uuid, p_tier text, p_feature public.ai_feature, p_at timestamptz)
returns bytea
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select o.subscription
        from (
            select sha256(convert_to(s.provider || ':' || s.provider_subscription_id, 'UTF8')) as subscription
            from public.subscriptions as s
            where s.user_id = p_user
                and case
                    when s.status in ('active', 'grace') then 'active'
                    when s.status in ('paused', 'canceled') and not s.is_trial then 'canceled'
                    when s.status in ('trial', 'paused', 'canceled') then 'trial'
                end = p_tier
                and (s.access_until is null or s.access_until > p_at)
        ) as o
        left join private.subscription_use as u
            on u.subscription = o.subscription and u.feature = p_feature and u.period = 'month'
                and u.starts_on = private.quota_window('month', p_at)
        order by coalesce(u.used, 0), o.subscription
        limit 1
    );
end;
$$;
comment on function private.quota_subscription is
'Which subscription a request counts against: of those that give the user this tier, the one that has been used least in this month.
Null for a tier that needs none.';
