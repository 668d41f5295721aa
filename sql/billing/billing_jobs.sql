create function private.process_billing_events(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_id uuid;
    v_count integer := 0;
begin
    for v_id in
        select e.id from private.billing_events as e
        where e.state = 'received' and e.next_attempt_at <= p_now
        order by e.next_attempt_at
        limit p_limit
        for update skip locked
    loop
        perform private.process_billing_event(p_now, v_id);
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$$;
comment on function private.process_billing_events is
'For a job: processes what was stored and not processed, p_limit events at most; returns how many. What fails comes later again.';

create function private.expire_subscriptions(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_due public.subscriptions;
    v_users uuid [] := array[]::uuid [];
    v_user uuid;
    v_count integer := 0;
begin
    for v_due in
        select s.* from public.subscriptions as s
        where s.status in ('trial', 'active', 'grace', 'paused', 'canceled') and s.access_until <= p_now
        order by s.access_until
        limit p_limit
    loop
        v_users := v_users || private.fold_subscription(v_due.provider, v_due.provider_subscription_id, p_now);
        v_count := v_count + 1;
    end loop;
    for v_user in select distinct u.id from unnest(v_users) as u (id) order by u.id loop
        perform private.settle_subscription_status(v_user, p_now);
    end loop;
    return v_count;
end;
$$;
comment on function private.expire_subscriptions is
'For a job: shows subscriptions whose access has ended as expired, and their users as free, p_limit at most; returns how many. Access
itself has ended before, by the clock: this is for who reads the status.';

create function private.forget_billing_events(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_count integer;
begin
    delete from private.billing_events as e
    where e.id = any(array(
        select o.id from private.billing_events as o
        -- A year's subscription that was bought without an account is still found when its buyer signs up.
        where o.state = 'ignored' and o.received_at < p_now - interval '400 days'
        order by o.received_at
        limit p_limit
        for update skip locked
    ));
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function private.forget_billing_events is
'For a job: deletes events that counted for nobody for 400 days, p_limit at most; returns how many. Those that count go with their user.';

create function private.replay_billing_events(p_since timestamptz, p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_count integer;
begin
    update private.billing_events as e
    set (
            effect, precedence, subscription_key, customer_key, document_key, users, moved_to, product_id, store, is_trial,
            renews, period_start, period_end, grace_end, reason
        ) = (select f.* from private.read_billing_event(e.provider, e.type, e.payload) as f),
        state = 'received', attempts = 0, next_attempt_at = p_now, error = null
    where e.received_at >= p_since;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function private.replay_billing_events is
'For an operator: reads and processes anew all events received since a moment, the dead ones too, when the job runs next. Returns how
many. Harmless: what a subscription is follows from its events.';
