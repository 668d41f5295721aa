-- The settings of billing, unless an operator has chosen others (see docs/billing.md).
insert into private.billing_settings (is_single) values (true) on conflict do nothing;
