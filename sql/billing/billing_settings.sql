-- How this installation reads its providers. One row, from supabase/seed/billing.sql; an operator may change it.
create table private.billing_settings (
    is_single boolean primary key default true check (is_single),
    sandbox_counts boolean not null default false,
    premium_entitlement text check (length(premium_entitlement) between 1 and 255),
    renewal_leeway interval not null default '3 hours' check (renewal_leeway between '0' and '3 days'),
    grace interval not null default '7 days' check (grace between '0' and '60 days'),
    max_attempts smallint not null default 10 check (max_attempts between 1 and 50)
);
comment on table private.billing_settings is 'How this installation reads its billing providers. One row.';
comment on column private.billing_settings.sandbox_counts is
'Whether purchases of a store''s sandbox and of Stripe''s test mode give access. Never in production: they cost nothing.';
comment on column private.billing_settings.premium_entitlement is
'RevenueCat''s identifier of the entitlement that means premium. Null: any does; a lifetime purchase must name one all the same.';
comment on column private.billing_settings.renewal_leeway is
'How long access outlasts the period of a renewing subscription, so that a late renewal event locks nobody out. RevenueCat
repeats a webhook for 2 h 35 min (5, 10, 20, 40 and 80 minutes).';
comment on column private.billing_settings.grace is
'How long access lasts after a failed payment where the provider names no end: Stripe, which retries for two weeks by default.';
comment on column private.billing_settings.max_attempts is 'After this many failures an event is dead and needs an operator.';
