-- A failed request doesn't count against the quota, but its model calls were paid for. This limits them.
create function private.require_unspent(p_user uuid, p_feature public.ai_feature, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Six turns and two embeddings: no answered request makes more paid calls.
    v_calls_per_request constant integer := 8;
    v_day date := private.quota_window('day', p_now);
    v_tier text := private.quota_tier(p_user, p_now);
    v_limit integer := v_calls_per_request * (
        select q.per_day from private.quotas as q where q.feature = p_feature and q.tier = v_tier
    );
begin
    if v_limit is not null and v_limit <= greatest(
        (
            select count(*)
            from public.ai_usage as u
            where u.user_id = p_user
                and u.created_at >= v_day::timestamp at time zone 'UTC'
                and u.created_at <= p_now
                and u.feature = p_feature
                and u.input_tokens + u.output_tokens > 0
        ),
        (
            select u.calls
            from private.subscription_use as u
            where u.subscription = private.quota_subscription(p_user, v_tier, p_feature, p_now)
                and u.feature = p_feature and u.period = 'day' and u.starts_on = v_day
        )
    ) then
        perform private.fail(
            'PT429', 'too many failed requests today',
            jsonb_build_object(
                'reason', 'quota_exceeded',
                'window', 'day',
                'retry_after', ceil(extract(epoch from (v_day + 1)::timestamp at time zone 'UTC' - p_now))::integer
            ),
            'Try again when the day (UTC) ends, in retry_after seconds.'
        );
    end if;
end;
$$;
comment on function private.require_unspent is
'PT429 once a day''s paid model calls for a feature reach what the whole daily quota could need. Of the user, and of the
subscription that gives the tier. Only a user whose requests keep failing gets here: pictures without a plan, conversations that end
without an answer.';
