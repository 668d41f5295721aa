create view private.ai_cost_by_day
with (security_invoker = true) as
select
    (u.created_at at time zone 'UTC')::date as day,
    u.feature,
    u.model,
    u.outcome,
    count(*) as calls,
    count(distinct u.user_id) as users,
    sum(u.input_tokens) as input_tokens,
    sum(u.output_tokens) as output_tokens,
    sum(u.cost_usd) as cost_usd,
    percentile_disc(0.5) within group (order by u.latency_ms) as median_ms,
    percentile_disc(0.95) within group (order by u.latency_ms) as p95_ms
from public.ai_usage as u
group by (u.created_at at time zone 'UTC')::date, u.feature, u.model, u.outcome;
comment on view private.ai_cost_by_day is
'One row per day (UTC), AI function, model and outcome, for operators: calls, users, tokens, US dollars, and the median and 95th
percentile of latency in milliseconds.';
