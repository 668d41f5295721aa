-- Stripe's events: https://docs.stripe.com/api/events/types. Fields moved with the API version 2025-03-31 (basil); both places
-- are read, as an endpoint keeps the version it was made with.
create function private.read_stripe_subscription(p_type text, p_object jsonb)
returns private.billing_fact
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_status text := p_object ->> 'status';
    v_item jsonb;
    v_cancel_at timestamptz := private.payload_time(p_object -> 'cancel_at', 1);
    v_fact private.billing_fact;
begin
    -- Items may have their own periods: access lasts as long as the longest, the first of equal ones.
    select i.value into v_item
    from jsonb_array_elements(
        case jsonb_typeof(p_object #> '{items,data}') when 'array' then p_object #> '{items,data}' else '[]'::jsonb end
    ) with ordinality as i (value, place)
    order by private.payload_time(i.value -> 'current_period_end', 1) desc nulls last, i.place
    limit 1;

    v_fact.subscription_key := private.payload_key(p_object -> 'id');
    v_fact.customer_key := private.payload_key(p_object -> 'customer');
    v_fact.users := private.payload_names(jsonb_build_array(p_object #> '{metadata,user_id}'));
    v_fact.store := 'STRIPE';
    v_fact.product_id := coalesce(private.payload_key(v_item -> 'price'), private.payload_key(v_item -> 'plan'));
    v_fact.is_trial := v_status = 'trialing';
    v_fact.renews := true;
    v_fact.period_start := coalesce(
        private.payload_time(v_item -> 'current_period_start', 1), private.payload_time(p_object -> 'current_period_start', 1)
    );
    v_fact.period_end := private.payload_end(
        v_fact.period_start,
        coalesce(private.payload_time(v_item -> 'current_period_end', 1), private.payload_time(p_object -> 'current_period_end', 1))
    );
    case
        when v_status in ('active', 'trialing') and (v_cancel_at is not null or p_object -> 'cancel_at_period_end' = 'true') then
            v_fact.effect := 'canceled';
            v_fact.period_end := coalesce(v_cancel_at, v_fact.period_end);
            v_fact.precedence := 8;
        when v_status in ('active', 'trialing') then
            v_fact.effect := 'paid';
            v_fact.precedence := 7;
        when v_status = 'past_due' then
            v_fact.effect := 'troubled';
            v_fact.precedence := 4;
        when v_status = 'incomplete' then
            v_fact.effect := 'pending';
            v_fact.precedence := 2;
        when v_status in ('canceled', 'unpaid', 'paused', 'incomplete_expired') then
            -- paused: a trial that ended without a payment method.
            v_fact.effect := 'expired';
            v_fact.period_end := private.payload_time(p_object -> 'ended_at', 1);
            v_fact.precedence := 10;
        else
            v_fact.reason := 'unknown status';
    end case;
    if p_type = 'customer.subscription.created' then
        v_fact.precedence := 1;
    end if;
    return v_fact;
end;
$$;
comment on function private.read_stripe_subscription is
'The meaning of a subscription''s state, which every customer.subscription event contains.';

create function private.read_stripe(p_type text, p_payload jsonb)
returns private.billing_fact
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_object jsonb := p_payload #> '{data,object}';
    v_fact private.billing_fact;
begin
    if p_type like 'customer.subscription.%' then
        return private.read_stripe_subscription(p_type, v_object);
    end if;
    v_fact.customer_key := private.payload_key(v_object -> 'customer');
    v_fact.subscription_key := coalesce(
        private.payload_key(v_object -> 'subscription'),
        private.payload_key(v_object #> '{parent,subscription_details,subscription}')
    );
    v_fact.users := private.payload_names(jsonb_build_array(
        v_object -> 'client_reference_id',
        v_object #> '{metadata,user_id}',
        v_object #> '{parent,subscription_details,metadata,user_id}',
        v_object #> '{subscription_details,metadata,user_id}'
    ));
    case
        when p_type = 'charge.refunded' then
            v_fact.document_key := private.payload_key(v_object -> 'invoice');
            v_fact.period_start := private.payload_time(v_object -> 'created', 1);
            v_fact.users := '{}';
            if v_object -> 'refunded' = 'true'
                or jsonb_typeof(v_object -> 'amount_refunded') = 'number' and v_object -> 'amount_refunded' > '0'
                and v_object -> 'amount_refunded' >= v_object -> 'amount'
            then
                v_fact.effect := 'refunded';
                v_fact.precedence := 9;
            else
                v_fact.reason := 'partial refund';
            end if;
        when v_fact.subscription_key is null then
            v_fact.reason := 'not about a subscription';
        when p_type = 'checkout.session.completed' then
            v_fact.effect := 'noted';
            v_fact.precedence := 0;
        when p_type in ('invoice.paid', 'invoice.payment_failed') then
            v_fact.effect := case p_type when 'invoice.paid' then 'settled'::private.billing_effect else 'troubled' end;
            v_fact.precedence := case p_type when 'invoice.paid' then 5 else 3 end;
            v_fact.document_key := private.payload_key(v_object -> 'id');
        else
            v_fact.reason := 'unknown type';
    end case;
    return v_fact;
end;
$$;
comment on function private.read_stripe is 'The meaning of an event of Stripe. Accepts any payload and never fails.';
