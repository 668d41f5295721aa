create view private.quota_use_by_day
with (security_invoker = true) as
select
    u.starts_on as day,
    u.feature,
    count(*) filter (where u.used > 0) as users,
    sum(u.used) as requests,
    max(u.used) as most_of_a_user,
    count(*) filter (where u.used > 0 and u.used >= q.per_day) as users_at_limit
from private.quota_use as u
left join private.quotas as q on u.feature = q.feature and q.tier = private.quota_tier(u.user_id, now())
where u.period = 'day'
group by u.starts_on, u.feature;
comment on view private.quota_use_by_day is
'One row per day (UTC) and AI function, for operators: how many users used it, how often, and how many reached the daily limit of the
tier they have now. Kept for two months.';

create view private.write_use_by_tier
with (security_invoker = true) as
select
    l.tier,
    l.writes as most,
    count(u.user_id) as users,
    coalesce(sum(u.used), 0) as writes,
    count(*) filter (where u.used >= l.writes) as users_at_limit
from private.write_limits as l
left join private.write_use as u
    on u.starts_at > now() - interval '15 minutes' and private.limit_tier(u.user_id, now()) = l.tier
group by l.tier, l.writes;
comment on view private.write_use_by_tier is
'One row per tier, for operators: users with an open 15-minute window, their writing requests in it, and how many reached the limit.';
