-- Every event of a billing provider, as received. Subscriptions derive from these and can be rebuilt.
create table private.billing_events (
    id uuid primary key,
    provider public.billing_provider not null,
    event_id text not null,
    type text not null,
    environment private.billing_environment not null,
    event_at timestamptz not null,
    received_at timestamptz not null,
    payload jsonb not null check (octet_length(payload::text) <= 1048576),
    state private.billing_event_state not null default 'received',
    processed_at timestamptz,
    attempts smallint not null default 0,
    next_attempt_at timestamptz,
    error text,
    user_id uuid references public.profiles (id) on delete cascade,
    effect private.billing_effect,
    precedence smallint,
    subscription_key text,
    customer_key text,
    document_key text,
    users text [],
    moved_to text [],
    product_id text,
    store text,
    is_trial boolean,
    renews boolean,
    period_start timestamptz,
    period_end timestamptz,
    grace_end timestamptz,
    reason text,
    unique (provider, event_id)
);
comment on table private.billing_events is
'Every event of a billing provider, stored before it is acknowledged. The columns from effect on are read from the payload.';
comment on column private.billing_events.id is 'Derived from provider and event_id: the same event has the same id everywhere.';
comment on column private.billing_events.event_at is 'When it happened, by the provider''s clock. Events apply in this order.';
comment on column private.billing_events.payload is 'As received, without names, addresses and attributes of people.';
comment on column private.billing_events.state is
'received: to be processed. processed: it counts. ignored: it affects no user (error says why), which a later event may change.
dead: it failed too often.';
comment on column private.billing_events.next_attempt_at is 'When the job tries it next. Null: nothing left to do.';
comment on column private.billing_events.error is 'Why it was ignored, or how the last attempt failed.';
comment on column private.billing_events.user_id is 'Whose subscription it counts for. Deleted with the account.';
comment on column private.billing_events.effect is 'Null: no effect, or an unknown type.';
comment on column private.billing_events.precedence is
'The order of events of the same moment, smaller first: Stripe''s clock has seconds, RevenueCat sends several at once.';
comment on column private.billing_events.subscription_key is 'The subscription it is about. Null for a transfer, and some refunds.';
comment on column private.billing_events.customer_key is 'Stripe''s customer, by which a refund finds its subscription.';
comment on column private.billing_events.document_key is 'Stripe''s invoice, by which a refund finds its subscription.';
comment on column private.billing_events.users is
'The customer''s ids at the provider, best first: our user id, or an anonymous one. Of a transfer: the previous owner.';
comment on column private.billing_events.moved_to is 'Of a transfer: the new owner.';
comment on column private.billing_events.period_start is 'Of a refund: when the refunded payment was made.';
comment on column private.billing_events.period_end is 'Infinity: bought or granted for good. Null: the event names none.';
comment on column private.billing_events.reason is 'Why it has no effect.';

create index billing_events_user_id_idx on private.billing_events (user_id);
create index billing_events_subscription_idx on private.billing_events (provider, subscription_key, event_at);
create index billing_events_customer_idx on private.billing_events (customer_key) where customer_key is not null;
create index billing_events_users_idx on private.billing_events using gin (users);
create index billing_events_moved_to_idx on private.billing_events using gin (moved_to);
create index billing_events_due_idx on private.billing_events (next_attempt_at) where state = 'received';
create index billing_events_ignored_idx on private.billing_events (received_at) where state = 'ignored';
