create view private.unusual_activity
with (security_invoker = true) as
with sign_ups as (
    select
        h.starts_at,
        h.seen,
        coalesce(
            sum(h.seen) over (order by h.starts_at range between interval '7 days' preceding and interval '1 hour' preceding), 0
        ) / 168 as usual
    from (
        select
            date_trunc('hour', p.created_at, 'UTC') as starts_at,
            count(*) as seen
        from public.profiles as p
        where p.created_at > now() - interval '37 days'
        group by date_trunc('hour', p.created_at, 'UTC')
    ) as h
),

failing as (
    select least(count(*) filter (where n < 1024), count(*) filter (where n >= 1024)) as seen
    from generate_series(0, 2047) as n
    -- Half of the 15 minutes of private.charge_write.
    where private.failed_writes_at(n, now()) >= floor(extract(epoch from now()))::bigint % 3600 + 450
)

select
    a.kind,
    a.starts_at,
    a.user_id,
    a.address_hash,
    a.seen,
    a.ordinary
from (
    select
        'sign_up' as kind,
        s.starts_at,
        null::uuid as user_id,
        null::text as address_hash,
        s.seen,
        greatest(20, ceil(5 * s.usual))::bigint as ordinary
    from sign_ups as s
    where s.starts_at > now() - interval '30 days'
    union all
    select
        c.kind,
        c.starts_at,
        c.user_id,
        c.address_hash,
        c.seen::bigint as seen,
        case c.kind when 'not_found' then 10 else 100 end::bigint as ordinary
    from private.abuse_signals as c
    union all
    select
        'failed_write' as kind,
        now() as starts_at,
        null::uuid as user_id,
        null::text as address_hash,
        f.seen,
        2::bigint as ordinary
    from failing as f
) as a
where a.seen > a.ordinary;
comment on view private.unusual_activity is
'For operators: hours of the last 30 days in which more was seen than is ordinary. sign_up: accounts made, against five times the mean
of the week before; not_found, unauthorized, rate_limited: answers of functions to one caller; failed_write: about how many users have
used up half of the failed changes that they have in 15 minutes, now.';
