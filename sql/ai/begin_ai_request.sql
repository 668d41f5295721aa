create function private.begin_ai_request(
    p_user uuid,
    p_feature public.ai_feature,
    p_key text,
    p_request_hash text,
    p_seconds integer,
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_key bytea := sha256(convert_to(p_key, 'UTF8'));
    v_about jsonb;
    v_request private.ai_requests;
    v_id uuid;
    v_subscription bytea;
begin
    perform private.require_caller(p_user);
    perform private.check_shape(
        jsonb_build_object('p_feature', p_feature, 'p_key', p_key, 'p_request_hash', p_request_hash, 'p_seconds', p_seconds),
        null,
        $shape${
            "p_feature": {"type": "public.ai_feature", "required": true},
            "p_key": {"type": "text", "min": 1, "max": 255},
            "p_request_hash": {"type": "text", "min": 1, "max": 128, "required": true},
            "p_seconds": {"type": "integer", "min": 1, "max": 1000, "required": true}
        }$shape$
    );
    -- Whoever is refused anyway waits for nothing, and nobody for long: the service's connections are everybody's.
    perform private.require_premium(p_user, p_now);
    perform private.rate_used(p_user, p_feature, p_now);
    perform set_config('lock_timeout', '2s', true);
    -- Serializes a user's requests here (a millisecond each): of two with the same key the second sees the first, and there is
    -- no other lock order to get wrong.
    perform private.require_account(p_user);
    perform private.take_rate(p_user, p_feature, p_now);
    v_about := jsonb_build_object(
        'consented', exists (
            select from public.user_consents as c where c.user_id = p_user and c.purpose = 'ai' and c.granted
        ),
        'subscription_status', (private.entitlement_at(p_user, p_now)).status
    );

    select r.* into v_request
    from private.ai_requests as r
    where r.user_id = p_user and r.feature = p_feature and r.key_hash = v_key and r.kept_until > p_now;
    if found then
        if v_request.request_hash <> p_request_hash then
            perform private.fail(
                'PT409', 'this Idempotency-Key was already used with a different body', '{"reason": "idempotency_key_reused"}',
                'Use a new Idempotency-Key for a new request.'
            );
        elsif v_request.status is not null then
            return v_about || jsonb_build_object(
                'request_id', null, 'state', 'stored', 'status', v_request.status, 'body', v_request.body
            );
        elsif v_request.claimed_until > p_now then
            perform private.fail(
                'PT409', 'this request is still running',
                jsonb_build_object(
                    'reason', 'request_in_progress',
                    'retry_after', ceil(extract(epoch from v_request.claimed_until - p_now))::integer
                ),
                'Send it again after retry_after seconds, with the same key.'
            );
        end if;
    end if;

    perform private.give_back_dead_requests(p_user, p_now);
    if p_feature in ('generate_plan', 'import_plan') then
        perform private.require_room_for_plan(p_user);
    end if;
    perform private.require_unspent(p_user, p_feature, p_now);
    v_subscription := private.take_quota(p_user, p_feature, p_now);
    insert into private.ai_requests (
        user_id, feature, key_hash, request_hash, claimed_until, kept_until, charged_at, charged_to, created_at
    )
    values (
        p_user, p_feature, v_key, p_request_hash,
        p_now + make_interval(secs => p_seconds), p_now + interval '24 hours', p_now, v_subscription,
        p_now
    )
    -- The row of an attempt that died, or of an expired answer.
    on conflict (user_id, feature, key_hash) do update
    set id = excluded.id,
        request_hash = excluded.request_hash,
        claimed_until = excluded.claimed_until,
        kept_until = excluded.kept_until,
        charged_at = excluded.charged_at,
        charged_to = excluded.charged_to,
        status = null,
        body = null,
        created_at = excluded.created_at
    returning id into v_id;
    return v_about || jsonb_build_object('request_id', v_id, 'state', 'started');
end;
$$;
comment on function private.begin_ai_request is 'See public.begin_ai_request.';

create function public.begin_ai_request(
    p_user_id uuid, p_feature public.ai_feature, p_key text, p_request_hash text, p_seconds integer
)
returns jsonb
language sql
security invoker
set search_path = ''
return private.begin_ai_request(p_user_id, p_feature, p_key, p_request_hash, p_seconds, now());
comment on function public.begin_ai_request is
'For the service only, before an AI function does its work: checks premium (PT402), the rate (PT429 with retry_after, reason
rate_limited), the Idempotency-Key (null: none), room for the plan (PT422 with reason quota_exceeded) and the quota (PT429 with
retry_after and window) in one transaction. The claim lasts p_seconds; after that the function can no longer be running and another
attempt may take over. Returns {request_id, state, status, body, consented, subscription_status}: state is started, or
stored with the answer to replay. PT409 with reason request_in_progress (and retry_after) or idempotency_key_reused.';
