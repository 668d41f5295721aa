create function private.read_billing_event(p_provider public.billing_provider, p_type text, p_payload jsonb)
returns private.billing_fact
language plpgsql
stable
set search_path = ''
as $$
declare
    v_fact private.billing_fact;
begin
    case p_provider
        when 'revenuecat' then
            v_fact := private.read_revenuecat(p_type, p_payload);
        when 'stripe' then
            v_fact := private.read_stripe(p_type, p_payload);
        when 'manual' then
            v_fact.effect := 'paid';
            v_fact.precedence := 2;
            v_fact.subscription_key := p_payload ->> 'user_id';
            v_fact.users := array[p_payload ->> 'user_id'];
            v_fact.is_trial := false;
            v_fact.renews := false;
            v_fact.period_end := coalesce((p_payload ->> 'until')::timestamptz, 'infinity');
    end case;
    return v_fact;
end;
$$;
comment on function private.read_billing_event is 'The meaning of an event, in terms of private.billing_effect.';

create function private.store_billing_event(
    p_provider public.billing_provider,
    p_event_id text,
    p_type text,
    p_event_at timestamptz,
    p_environment private.billing_environment,
    p_payload jsonb,
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_id uuid := private.stable_id('billing_event:' || p_provider, p_event_id);
begin
    -- Read at once, so that events stored before this one is processed find each other in any order.
    insert into private.billing_events (
        id, provider, event_id, type, environment, event_at, received_at, payload, next_attempt_at,
        effect, precedence, subscription_key, customer_key, document_key, users, moved_to, product_id, store, is_trial,
        renews, period_start, period_end, grace_end, reason
    )
    select
        v_id, p_provider, p_event_id, p_type, p_environment, p_event_at, p_now, p_payload, p_now,
        f.effect, f.precedence, f.subscription_key, f.customer_key, f.document_key, f.users, f.moved_to, f.product_id,
        f.store, f.is_trial, f.renews, f.period_start, f.period_end, f.grace_end, f.reason
    from private.read_billing_event(p_provider, p_type, p_payload) as f
    on conflict do nothing;
    return jsonb_build_object('id', v_id, 'is_new', found);
end;
$$;
comment on function private.store_billing_event is 'See public.store_billing_event.';

create function private.receive_billing_event(
    p_provider public.billing_provider,
    p_event_id text,
    p_type text,
    p_event_at timestamptz,
    p_environment text,
    p_payload jsonb,
    p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.require_service();
    perform private.check_shape(
        jsonb_build_object(
            'p_provider', p_provider, 'p_event_id', p_event_id, 'p_type', p_type, 'p_event_at', p_event_at,
            'p_environment', p_environment, 'p_payload', p_payload
        ),
        null,
        $shape${
            "p_provider": {"type": "text", "max": 20, "pattern": "^(revenuecat|stripe)$", "required": true},
            "p_event_id": {"type": "text", "min": 1, "max": 255, "required": true},
            "p_type": {"type": "text", "min": 1, "max": 255, "required": true},
            "p_event_at": {"type": "timestamp", "required": true},
            "p_environment": {"type": "private.billing_environment", "required": true},
            "p_payload": {"type": "object", "required": true}
        }$shape$
    );
    if octet_length(p_payload::text) > 1048576 then
        perform private.fail('PT422', 'an event must be at most 1 MiB', '{"field": "p_payload", "max": 1048576}');
    end if;
    return private.store_billing_event(
        p_provider, p_event_id, p_type, p_event_at, p_environment::private.billing_environment, p_payload, p_now
    );
end;
$$;
comment on function private.receive_billing_event is 'See public.store_billing_event.';

create function public.store_billing_event(
    p_provider public.billing_provider,
    p_event_id text,
    p_type text,
    p_event_at timestamptz,
    p_environment text,
    p_payload jsonb
)
returns jsonb
language sql
security invoker
set search_path = ''
return private.receive_billing_event(p_provider, p_event_id, p_type, p_event_at, p_environment, p_payload, now());
comment on function public.store_billing_event is
'For the service role only: stores an event of revenuecat or stripe with a valid signature, once however often it is sent.
p_environment is production or sandbox. Returns {id, is_new}; process_billing_event(id) applies it, or else a job does.';
