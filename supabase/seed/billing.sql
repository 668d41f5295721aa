-- The default billing settings; an operator's changes are kept (see docs/billing.md).
insert into private.billing_settings (is_single) values (true) on conflict do nothing;
