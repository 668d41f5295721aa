-- manual: granted by support with grant_access.
create type public.billing_provider as enum ('revenuecat', 'stripe', 'manual');
create type public.billing_status as enum (
    'pending', 'trial', 'active', 'grace', 'paused', 'canceled', 'refunded', 'expired'
);
create type private.billing_environment as enum ('production', 'sandbox');
create type private.billing_event_state as enum ('received', 'processed', 'ignored', 'dead');

-- What an event does to a subscription, in the same terms for every provider.
create type private.billing_effect as enum (
    'noted', 'pending', 'paid', 'settled', 'extended', 'restored', 'paused', 'troubled', 'canceled', 'refunded', 'expired',
    'moved'
);

create type private.billing_fact as (
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
    reason text
);
comment on type private.billing_fact is
'The meaning of one event, in the same terms for every provider. The columns of private.billing_events document the fields.';

create type private.subscription_state as (
    status public.billing_status,
    users text [],
    product_id text,
    store text,
    is_trial boolean,
    renews boolean,
    period_start timestamptz,
    period_end timestamptz,
    grace_end timestamptz,
    refunded_at timestamptz
);
comment on type private.subscription_state is 'The state of a subscription while its events are applied one by one.';
