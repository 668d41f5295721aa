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
'For a job: processes stored events that aren''t processed yet, at most p_limit; returns how many. Failed ones are retried later.';

create function private.expire_subscriptions(p_now timestamptz, p_limit integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_due public.subscriptions;
    v_user uuid;
    v_count integer := 0;
begin
    for v_due in
        select s.* from public.subscriptions as s
        where s.status in ('trial', 'active', 'grace', 'paused', 'canceled') and s.access_until <= p_now
            and not private.has_fault('expire_subscriptions', s.user_id, p_now)
        order by s.access_until
        limit p_limit
    loop
        -- Both or neither: a subscription that is expired is not found again.
        begin
            foreach v_user in array private.fold_subscription(v_due.provider, v_due.provider_subscription_id, p_now) loop
                perform private.settle_subscription_status(v_user, p_now);
            end loop;
        exception
            when others then
                perform private.note_fault('expire_subscriptions', v_due.user_id, p_now, sqlstate, sqlerrm);
        end;
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$$;
comment on function private.expire_subscriptions is
'For a job: marks subscriptions whose access has ended as expired, and their users as free, at most p_limit; returns how many. Access
itself ended earlier, by the clock: this is for readers of the status.';

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
        -- A yearly subscription bought without an account is still found when its buyer signs up.
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
'For a job: deletes events that belonged to no user for 400 days, at most p_limit; returns how many. Others go with their user.';

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
'For an operator: has the job''s next run read and process again all events received since a moment, dead ones included. Returns how
many. Safe to repeat: a subscription derives from its events.';
