create function private.after_billing_event(
    p_state private.subscription_state,
    p_event private.billing_events,
    p_grace interval
)
returns private.subscription_state
language plpgsql
immutable
set search_path = ''
as $$
declare
    s private.subscription_state := p_state;
    e private.billing_events := p_event;
    v_is_of_this_period boolean;
begin
    -- A store renews a day early at most. A beginning far ahead would make every later event one of an earlier period.
    if e.period_start > e.event_at + interval '7 days' then
        e.period_start := null;
    end if;
    v_is_of_this_period := coalesce(e.period_start <= s.period_start, true);
    if e.effect = 'moved' then
        if s.users && e.users then
            s.users := e.moved_to;
        end if;
        return s;
    end if;
    if cardinality(e.users) > 0 then
        s.users := e.users;
    end if;
    if e.effect = 'noted'
        -- A refunded period stays refunded until a new payment.
        or s.status = 'refunded' and v_is_of_this_period and e.effect <> 'restored'
        -- Out-of-order event about an earlier period.
        or e.effect = 'expired' and e.period_end <= s.period_start
        or e.effect = 'refunded' and e.period_start < s.period_start
        -- A subscription that isn't active can't fail to renew.
        or e.effect = 'troubled' and s.status in ('pending', 'expired') and v_is_of_this_period
        or e.effect = 'settled' and s.status is null
    then
        return s;
    end if;

    if e.effect = 'refunded' then
        s.status := 'refunded';
        s.refunded_at := least(e.event_at, e.period_end);
        s.renews := false;
        return s;
    elsif e.effect = 'settled' then
        if s.status in ('pending', 'grace') then
            s.status := 'active';
            s.grace_end := null;
        end if;
        return s;
    end if;

    s.product_id := coalesce(e.product_id, s.product_id);
    s.store := coalesce(e.store, s.store);
    s.is_trial := coalesce(e.is_trial, s.is_trial);
    s.period_start := coalesce(e.period_start, s.period_start);
    -- An event that names no end changes none: what is bought for good ends at infinity.
    s.period_end := case e.effect
        when 'expired' then coalesce(e.period_end, e.event_at)
        else coalesce(e.period_end, s.period_end)
    end;
    s.renews := case
        when e.effect in ('canceled', 'paused', 'expired') then false
        else coalesce(e.renews, s.renews)
    end;
    s.grace_end := case
        when e.effect = 'troubled' then
            coalesce(
                e.grace_end,
                case when s.status = 'grace' then s.grace_end end,
                -- RevenueCat sends the stores' grace period in another event; Stripe has none, so ours applies.
                case e.provider when 'stripe' then coalesce(e.period_start, e.event_at) + p_grace else e.period_end end
            )
        when e.effect = 'canceled' and s.status = 'grace' then s.grace_end
    end;
    s.status := case e.effect
        when 'pending' then 'pending'::public.billing_status
        when 'troubled' then 'grace'
        when 'canceled' then 'canceled'
        when 'paused' then 'paused'
        when 'expired' then 'expired'
        when 'extended' then
            case when s.status in ('trial', 'grace', 'paused', 'canceled') then s.status else 'active' end
        else case when s.is_trial then 'trial'::public.billing_status else 'active' end
    end;
    return s;
end;
$$;
comment on function private.after_billing_event is
'The state of a subscription after one more event; the only place that knows what an event does. Called in order of event time.';

create function private.access_end(p_state private.subscription_state, p_leeway interval)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
    return case
        when p_state.status in ('trial', 'active') then
            p_state.period_end + case when p_state.renews then p_leeway else interval '0' end
        when p_state.status = 'grace' then coalesce(p_state.grace_end, p_state.period_end)
        when p_state.status in ('canceled', 'paused') then greatest(p_state.period_end, p_state.grace_end)
        when p_state.status = 'refunded' then p_state.refunded_at
        when p_state.status = 'expired' then p_state.period_end
    end;
end;
$$;
comment on function private.access_end is
'When the access that a subscription in this state gives ends or ended. Infinity: never. Null: not begun, or no event named an end.';
