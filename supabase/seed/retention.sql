-- Retention periods of rows that aren't kept for good. Seed again to roll out a change; docs/privacy.md has the same table.
insert into private.retention (table_name, time_column, keep, reason)
values
('auth.audit_log_entries', 'created_at', '90 days', 'Supabase Auth''s own log of sign-ins, to investigate a stolen account.'),
('private.abuse_signals', 'starts_at', '30 days', 'Who was refused how often, to see a pattern over weeks.'),
('private.account_deletions', 'deleted_at', '3 years', 'Proof that an account was deleted, until claims about it expire.'),
('private.job_faults', 'failed_at', '30 days', 'For whom a job failed, until somebody has looked why.'),
('private.tombstones', 'deleted_at', '180 days', 'A device that was offline for longer syncs everything again.'),
('public.ai_usage', 'created_at', '400 days', 'What the models cost, comparable with the previous year.'),
('public.audit_events', 'created_at', '2 years', 'What was done to an account, for its owner to see.'),
('realtime.messages', 'inserted_at', '3 days', 'Live events that were sent; hosted Realtime drops them just as early.')
on conflict (table_name, time_column) do update
set keep = excluded.keep,
    reason = excluded.reason;
