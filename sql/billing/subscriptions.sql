-- The present state of what users bought. Derived: private.fold_subscription makes it from the provider's events.
create table public.subscriptions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.profiles (id) on delete cascade,
    provider public.billing_provider not null,
    product_id text,
    status public.billing_status not null,
    current_period_start timestamptz,
    current_period_end timestamptz,
    access_until timestamptz,
    is_trial boolean not null,
    renews boolean not null,
    store text,
    provider_subscription_id text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (provider, provider_subscription_id)
);
comment on table public.subscriptions is
'Present state of a subscription that a user bought or was granted. Written only by billing, from the provider''s events; a user
may have several.';
comment on column public.subscriptions.product_id is 'The store''s product, or Stripe''s price.';
comment on column public.subscriptions.status is
'trial, active, grace (a payment failed, the provider tries again), canceled (won''t renew) and paused (at the period''s end) give
access until access_until; pending (not paid yet), refunded and expired give none.';
comment on column public.subscriptions.current_period_end is 'When the paid period ends. Null: never, or not known (pending).';
comment on column public.subscriptions.access_until is
'When access ends without further events: the period''s end, a little later while it renews, the end of the grace period while
payment fails. Null: never, or not begun.';
comment on column public.subscriptions.is_trial is 'Whether the current period is a free trial.';
comment on column public.subscriptions.renews is 'Whether it renews automatically, as far as is known.';
comment on column public.subscriptions.store is 'Where it was bought: APP_STORE, PLAY_STORE, STRIPE, …';
comment on column public.subscriptions.provider_subscription_id is
'RevenueCat: the original transaction. Stripe: the subscription. manual: the user.';

create index subscriptions_user_id_idx on public.subscriptions (user_id, access_until);
create index subscriptions_to_expire_idx on public.subscriptions (access_until)
where status in ('trial', 'active', 'grace', 'paused', 'canceled');

create trigger touch before update on public.subscriptions
for each row execute function private.touch();
create trigger bury after delete on public.subscriptions
referencing old table as old_rows
for each statement execute function private.bury('user_id', 'id');
