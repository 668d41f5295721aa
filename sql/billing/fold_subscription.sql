create function private.events_of_subscription(p_provider public.billing_provider, p_key text)
returns setof private.billing_events
language sql
stable
set search_path = ''
begin atomic
with recursive counting as not materialized (
    select e.* from private.billing_events as e
    where e.provider = p_provider
        and e.effect is not null
        and (e.environment = 'production' or (select s.sandbox_counts from private.billing_settings as s))
),

own as materialized (
    select c.* from counting as c where c.subscription_key = p_key
),

-- Everyone who may own it by now, following transfers.
hands (name) as (
    select u.name from own as o cross join lateral unnest(o.users) as u (name)
    union
    select u.name
    from hands as h
    inner join counting as m on m.effect = 'moved' and m.users @> array[h.name]
    cross join lateral unnest(m.moved_to) as u (name)
),

found (id) as (
    select o.id from own as o
    union all
    select m.id from counting as m
    where m.effect = 'moved' and m.users && array(select h.name from hands as h)
    union all
    -- Since 2025 a charge doesn't name the invoice it paid; then the customer identifies it.
    select r.id from counting as r
    where r.effect = 'refunded' and r.subscription_key is null
        and r.customer_key = any(array(select o.customer_key from own as o))
        and (r.document_key is null or r.document_key = any(array(select o.document_key from own as o)))
)

-- The row as one value: a migration writes e.* out in the order of the files, which the table of a migrated project has not.
select e
from private.billing_events as e
where e.id in (select f.id from found as f)
order by e.event_at, e.precedence, e.event_id;
end;
comment on function private.events_of_subscription is
'All events of a subscription in the order in which they happened, transfers and refunds included.';

create function private.user_named(p_names text [])
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select p.id
        from unnest(p_names) with ordinality as u (name, n)
        inner join public.profiles as p on p.id = case when pg_input_is_valid(u.name, 'uuid') then u.name::uuid end
        order by u.n
        limit 1
    );
end;
$$;
comment on function private.user_named is
'The first of these names that is the id of an existing user. Providers also use other names for customers.';

create function private.fold_subscription(p_provider public.billing_provider, p_key text, p_now timestamptz)
returns uuid []
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.billing_settings;
    v_event private.billing_events;
    v_events uuid [] := array[]::uuid [];
    v_state private.subscription_state;
    v_access_until timestamptz;
    v_owner uuid;
    v_before uuid;
    v_counts private.billing_event_state;
begin
    -- The second of two concurrent calls sees what the first stored.
    perform pg_advisory_xact_lock(hashtextextended(format('billing:%s:%s', p_provider, p_key), 0));
    select s.* into strict v_settings from private.billing_settings as s;
    for v_event in select e.* from private.events_of_subscription(p_provider, p_key) as e loop
        v_state := private.after_billing_event(v_state, v_event, v_settings.grace);
        v_events := v_events || v_event.id;
    end loop;
    v_access_until := private.access_end(v_state, v_settings.renewal_leeway);
    if v_state.status in ('trial', 'active', 'grace', 'paused', 'canceled') then
        v_state.status := case
            -- Until when is not known: only what was bought for good has no end.
            when v_access_until is null then 'pending'
            when v_access_until <= p_now then 'expired'
            else v_state.status
        end;
    end if;

    if v_state.status is not null then
        v_owner := private.user_named(v_state.users);
    end if;
    v_counts := case when v_owner is null then 'ignored'::private.billing_event_state else 'processed' end;

    -- Deleted and inserted again with the new owner, so that the previous owner gets a tombstone.
    delete from public.subscriptions as s
    where s.provider = p_provider and s.provider_subscription_id = p_key and s.user_id is distinct from v_owner
    returning s.user_id into v_before;
    if v_owner is not null then
        insert into public.subscriptions as s (
            id, user_id, provider, product_id, status, current_period_start, current_period_end, access_until, is_trial,
            renews, store, provider_subscription_id, created_at, updated_at
        )
        values (
            private.stable_id('subscription:' || p_provider, p_key), v_owner, p_provider, v_state.product_id,
            v_state.status, v_state.period_start, nullif(v_state.period_end, 'infinity'), nullif(v_access_until, 'infinity'),
            coalesce(v_state.is_trial, false),
            coalesce(v_state.renews, false) and v_state.status in ('trial', 'active', 'grace'), v_state.store, p_key,
            p_now, p_now
        )
        on conflict (provider, provider_subscription_id) do update
        set product_id = excluded.product_id,
            status = excluded.status,
            current_period_start = excluded.current_period_start,
            current_period_end = excluded.current_period_end,
            access_until = excluded.access_until,
            is_trial = excluded.is_trial,
            renews = excluded.renews,
            store = excluded.store;
    end if;
    -- Events being processed right now are skipped: the two would wait for each other.
    update private.billing_events as e
    set user_id = v_owner,
        state = case when e.state in ('processed', 'ignored') then v_counts else e.state end,
        error = case when e.state in ('processed', 'ignored') and v_owner is null then 'no user has it' end
    where e.id = any(array(
        select o.id from private.billing_events as o
        -- A transfer belongs to its receiver, whatever became of this subscription.
        where o.id = any(v_events) and o.effect <> 'moved'
            and (o.user_id is distinct from v_owner or o.state in ('processed', 'ignored') and o.state <> v_counts)
        for update skip locked
    ));
    return array_remove(array[v_owner, v_before], null);
end;
$$;
comment on function private.fold_subscription is
'Rebuilds the row of a subscription from its events: idempotent, and independent of the order in which they arrived.
Returns the users whose access may have changed, the owner first; empty when no user has it.';
