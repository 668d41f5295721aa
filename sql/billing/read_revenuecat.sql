-- RevenueCat's events: https://www.revenuecat.com/docs/integrations/webhooks/event-types-and-fields
create function private.read_revenuecat(p_type text, p_payload jsonb)
returns private.billing_fact
language plpgsql
stable
set search_path = ''
as $$
declare
    v_event jsonb := p_payload -> 'event';
    v_entitlement text := (select s.premium_entitlement from private.billing_settings as s);
    v_entitlements text [];
    v_fact private.billing_fact;
begin
    v_fact.users := private.payload_names(
        jsonb_build_array(v_event -> 'app_user_id')
        || case jsonb_typeof(v_event -> 'aliases') when 'array' then v_event -> 'aliases' else '[]'::jsonb end
        || jsonb_build_array(v_event -> 'original_app_user_id')
    );
    if p_type = 'TRANSFER' then
        v_fact.users := private.payload_names(v_event -> 'transferred_from');
        v_fact.moved_to := private.payload_names(v_event -> 'transferred_to');
        if cardinality(v_fact.users) = 0 or cardinality(v_fact.moved_to) = 0 then
            v_fact.reason := 'a transfer from or to nobody';
            return v_fact;
        end if;
        v_fact.effect := 'moved';
        v_fact.precedence := 9;
        return v_fact;
    end if;

    select e.effect, e.precedence into v_fact.effect, v_fact.precedence
    from (
        values
        ('PRODUCT_CHANGE', 'noted'::private.billing_effect, 1),
        ('INITIAL_PURCHASE', 'paid', 2),
        ('NON_RENEWING_PURCHASE', 'paid', 2),
        ('TEMPORARY_ENTITLEMENT_GRANT', 'paid', 2),
        ('RENEWAL', 'paid', 3),
        ('UNCANCELLATION', 'paid', 3),
        ('SUBSCRIPTION_EXTENDED', 'extended', 4),
        ('BILLING_ISSUE', 'troubled', 5),
        ('CANCELLATION', 'canceled', 6),
        ('SUBSCRIPTION_PAUSED', 'paused', 6),
        ('REFUND_REVERSED', 'restored', 8),
        ('EXPIRATION', 'expired', 10)
    ) as e (type, effect, precedence)
    where e.type = p_type;
    if not found then
        v_fact.reason := case p_type when 'TEST' then 'test event' else 'unknown type' end;
        return v_fact;
    end if;
    if p_type = 'CANCELLATION' then
        case v_event ->> 'cancel_reason'
            -- A refund ends access.
            when 'CUSTOMER_SUPPORT' then v_fact.effect := 'refunded'; v_fact.precedence := 7;
            -- Not a cancellation by the user: it accompanies BILLING_ISSUE, which has the end of the grace period.
            when 'BILLING_ERROR' then v_fact.effect := 'troubled';
            else null;
        end case;
    end if;
    -- A refund is told by a negative price as well, whatever the event is called: https://www.revenuecat.com/docs/webhooks
    if v_fact.effect in ('paid', 'extended', 'canceled', 'troubled', 'paused')
        and exists (
            select from (values (v_event -> 'price'), (v_event -> 'price_in_purchased_currency')) as p (price)
            where jsonb_typeof(p.price) = 'number' and p.price < '0'
        )
    then
        v_fact.effect := 'refunded';
        v_fact.precedence := 7;
    end if;

    v_entitlements := array_remove(
        private.payload_texts(v_event -> 'entitlement_ids') || private.payload_key(v_event -> 'entitlement_id'), null
    );
    if not coalesce(
        v_entitlement = any(v_entitlements),
        -- Consumables are bought the same way.
        p_type <> 'NON_RENEWING_PURCHASE' or cardinality(v_entitlements) > 0
    ) then
        v_fact.effect := null;
        v_fact.reason := 'not the premium entitlement';
        return v_fact;
    end if;

    v_fact.product_id := private.payload_key(v_event -> 'product_id');
    v_fact.subscription_key := coalesce(
        private.payload_key(v_event -> 'original_transaction_id'), private.payload_key(v_event -> 'transaction_id'),
        -- A grant made in RevenueCat has no transaction.
        left(concat_ws(':', v_fact.users[1], v_fact.product_id), 255)
    );
    v_fact.store := private.payload_key(v_event -> 'store');
    v_fact.is_trial := v_event ->> 'period_type' = 'TRIAL';
    v_fact.renews := p_type not in ('NON_RENEWING_PURCHASE', 'TEMPORARY_ENTITLEMENT_GRANT');
    v_fact.period_start := private.payload_time(v_event -> 'purchased_at_ms', 1000);
    v_fact.period_end := private.payload_end(v_fact.period_start, private.payload_time(v_event -> 'expiration_at_ms', 1000));
    if p_type = 'NON_RENEWING_PURCHASE' and coalesce(v_event -> 'expiration_at_ms', 'null') = 'null' then
        -- Bought for good. Of anything else, an end that is missing is only not known.
        v_fact.period_end := 'infinity';
    end if;
    if p_type = 'BILLING_ISSUE' then
        v_fact.grace_end := coalesce(
            private.payload_time(v_event -> 'grace_period_expiration_at_ms', 1000), v_fact.period_end
        );
    end if;
    return v_fact;
end;
$$;
comment on function private.read_revenuecat is 'The meaning of an event of RevenueCat. Accepts any payload and never fails.';
