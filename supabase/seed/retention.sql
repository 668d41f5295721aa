-- How long what isn't kept for good is kept. A change here is rolled out by seeding again; docs/privacy.md has the same table.
insert into private.retention (table_name, time_column, keep, reason)
values
('auth.audit_log_entries', 'created_at', '90 days', 'Supabase Auth''s own log of sign-ins: to find out about a stolen account.'),
('private.account_deletions', 'deleted_at', '3 years', 'Proof that an account was deleted, until claims about it lapse.'),
('private.tombstones', 'deleted_at', '180 days', 'A device that was away for longer reads everything anew.'),
('public.ai_usage', 'created_at', '400 days', 'What the models cost, comparable with the year before.'),
('public.audit_events', 'created_at', '2 years', 'What was done to an account, for its owner to see.'),
('realtime.messages', 'inserted_at', '3 days', 'Live events that were sent; hosted Realtime drops them as early.')
on conflict (table_name, time_column) do update
set keep = excluded.keep,
    reason = excluded.reason;
