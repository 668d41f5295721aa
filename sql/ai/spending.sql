-- What comes to nothing isn't counted as a request, but the calls of a model that led there were paid for.
create function private.require_unspent(p_user uuid, p_feature public.ai_feature, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
    -- Six turns and two embeddings: no request that is answered pays for more.
    v_calls_of_one constant integer := 8;
    v_day date := private.quota_window('day', p_now);
    v_most integer := v_calls_of_one * (
        select q.per_day from private.quotas as q where q.feature = p_feature and q.tier = private.quota_tier(p_user, p_now)
    );
begin
    if v_most is not null and v_most <= (
        select count(*)
        from public.ai_usage as u
        where u.user_id = p_user
            and u.created_at >= v_day::timestamp at time zone 'UTC'
            and u.created_at <= p_now
            and u.feature = p_feature
            and u.input_tokens + u.output_tokens > 0
    ) then
        perform private.fail(
            'PT429', 'too much was asked that came to nothing',
            jsonb_build_object(
                'reason', 'quota_exceeded',
                'window', 'day',
                'retry_after', ceil(extract(epoch from (v_day + 1)::timestamp at time zone 'UTC' - p_now))::integer
            ),
            'It can be asked again when the day ends, in retry_after seconds.'
        );
    end if;
end;
$$;
comment on function private.require_unspent is
'PT429 once a day''s calls of models for a feature, those that were paid for, are as many as all of the day''s quota could have needed. Only
who keeps asking for what comes to nothing gets here: a picture without a plan, a talk that ends without an answer.';
