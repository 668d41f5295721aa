create function private.subscriptions_touched(p_event private.billing_events)
returns text []
language plpgsql
stable
set search_path = ''
as $$
declare
    v_keys text [];
begin
    if p_event.effect = 'moved' then
        with recursive hands (name) as (
            select u.name from unnest(p_event.users) as u (name)
            union
            -- Backwards: an earlier transfer may have brought it to them.
            select u.name
            from hands as h
            inner join private.billing_events as m
                on m.provider = p_event.provider and m.effect = 'moved' and m.moved_to @> array[h.name]
            cross join lateral unnest(m.users) as u (name)
        )

        select array_agg(distinct e.subscription_key) into v_keys
        from private.billing_events as e
        where e.provider = p_event.provider and e.users && array(select h.name from hands as h)
            and e.subscription_key is not null;
    elsif p_event.subscription_key is null then
        select array_agg(distinct e.subscription_key) into v_keys
        from private.billing_events as e
        where e.provider = p_event.provider and e.customer_key = p_event.customer_key
            and e.subscription_key is not null;
    else
        v_keys := array[p_event.subscription_key];
    end if;
    -- Sorted: several are always locked in this order.
    return array(select k.key from unnest(v_keys) as k (key) order by k.key);
end;
$$;
comment on function private.subscriptions_touched is 'The keys of all subscriptions that an event may affect.';

create function private.apply_billing_event(p_event private.billing_events, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_key text;
    v_users uuid [] := array[]::uuid [];
    v_user uuid;
    v_owner uuid;
begin
    if p_event.effect is null then
        return coalesce(p_event.reason, 'no effect');
    end if;
    if p_event.environment = 'sandbox' and not (select s.sandbox_counts from private.billing_settings as s) then
        return 'sandbox event';
    end if;
    foreach v_key in array private.subscriptions_touched(p_event) loop
        v_users := v_users || private.fold_subscription(p_event.provider, v_key, p_now);
    end loop;
    for v_user in select distinct u.id from unnest(v_users) as u (id) order by u.id loop
        perform private.settle_subscription_status(v_user, p_now);
    end loop;
    if p_event.effect = 'moved' then
        v_owner := private.user_named(p_event.moved_to);
        update private.billing_events as e set user_id = v_owner where e.id = p_event.id;
    else
        v_owner := (select e.user_id from private.billing_events as e where e.id = p_event.id);
    end if;
    return case when v_owner is null then 'no user has it' end;
end;
$$;
comment on function private.apply_billing_event is
'Applies a stored event: rebuilds its subscriptions and their owners'' status. Returns why it doesn''t count, or null.';

create function private.process_billing_event(p_now timestamptz, p_id uuid)
returns private.billing_event_state
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_event private.billing_events;
    v_ignored text;
begin
    perform private.require_service();
    -- Locked: another call is processing it.
    select e.* into v_event
    from private.billing_events as e
    where e.id = p_id and e.state = 'received'
    for update skip locked;
    if not found then
        return (select e.state from private.billing_events as e where e.id = p_id);
    end if;
    begin
        v_ignored := private.apply_billing_event(v_event, p_now);
        update private.billing_events as e
        set state = case when v_ignored is null then 'processed' else 'ignored' end::private.billing_event_state,
            error = v_ignored,
            processed_at = p_now,
            attempts = e.attempts + 1,
            next_attempt_at = null
        where e.id = p_id
        returning e.state into v_event.state;
    exception
        when others then
            update private.billing_events as e
            set state = case
                    when e.attempts + 1 >= coalesce((select s.max_attempts from private.billing_settings as s), 10) then 'dead'
                    else 'received'
                end::private.billing_event_state,
                error = left(format('%s: %s', sqlstate, sqlerrm), 1000),
                attempts = e.attempts + 1,
                -- 1, 2, 4, … minutes, at most 6 hours.
                next_attempt_at = p_now + least(make_interval(mins => (2 ^ e.attempts)::integer), interval '6 hours')
            where e.id = p_id
            returning e.state into v_event.state;
    end;
    return v_event.state;
end;
$$;
comment on function private.process_billing_event is 'See public.process_billing_event.';

create function public.process_billing_event(p_id uuid)
returns text
language sql
security invoker
set search_path = ''
return private.process_billing_event(now(), p_id);
comment on function public.process_billing_event is
'For the service role only, with the id that store_billing_event returned: applies the event. Returns its state: processed, ignored (it
says nothing about a user of ours), received (it failed, or another does it: the job tries again) or dead. It can be repeated.';
