-- What runs when, in UTC (see docs/jobs.md). Who takes one away from here deletes its row, too.
insert into private.jobs (name, schedule, batch_function, batch_size, description)
values
-- Every night, and again until everybody is settled: a round that is done takes nothing.
('settle_streaks', '7 1-5 * * *', 'private.settle_streaks_batch', 5000, 'Moves everybody''s streaks on, so that they are quick to read.'),
(
    'settle_achievements', '23 * * * *', 'private.settle_next_achievements', 100,
    'Counts achievements anew for whom it wasn''t done since their rules changed.'
),
('refresh_cohorts', '40 1-5 * * *', 'private.refresh_cohorts', 500, 'Draws the distributions that rankings compare with.'),
(
    'end_forgotten_workouts', '*/10 * * * *', 'private.end_forgotten_workouts', 100,
    'Completes workouts that have run for 24 hours; those without a working set are abandoned.'
),
(
    'expire_ai_records', '*/5 * * * *', 'private.expire_ai_records', 1000,
    'Gives back the quota of AI requests that died; forgets answers after 24 hours and quota windows after two months.'
),
('forget_expired_memories', '50 * * * *', 'private.forget_expired_memories', 1000, 'Deletes what the coach needn''t remember any more.'),
(
    'purge_expired', '25 6 * * *', 'private.purge_expired', 5000,
    'Deletes rows that have had their time by private.retention: old events, tombstones, usage.'
),
(
    'process_billing_events', '* * * * *', 'private.process_billing_events', 100,
    'Processes what is stored of a billing provider''s events and wasn''t processed at once, or failed.'
),
('expire_subscriptions', '*/5 * * * *', 'private.expire_subscriptions', 200, 'Shows subscriptions as expired whose access has ended.'),
(
    'send_reminders', '*/5 * * * *', 'private.send_reminders', 500,
    'Reminds those for whom it is time on their own clock: a workout is due, or the week is still empty.'
),
(
    'purge_notifications', '30 6 * * *', 'private.purge_notifications', 5000,
    'Deletes notifications that were read after 90 days, others after a year, and settled messages after 30 days.'
),
(
    'forget_billing_events', '10 6 * * *', 'private.forget_billing_events', 1000,
    'Deletes billing events that counted for nobody for 400 days.'
),
('purge_job_runs', '15 6 * * *', 'private.purge_job_runs', 5000, 'Deletes the records of runs after 30 days.'),
('purge_cron_runs', '20 6 * * *', 'private.purge_cron_runs', 5000, 'Deletes what pg_cron notes of its runs after 7 days.')
on conflict (name) do update
set schedule = excluded.schedule,
    batch_function = excluded.batch_function,
    batch_size = excluded.batch_size,
    description = excluded.description;

-- Started by EventBridge Scheduler.
insert into private.jobs (name, schedule, batch_function, batch_size, description, runs_in)
values
-- Every hour, because it is morning somewhere.
(
    'reset_streaks', '5 * * * *', 'private.reset_streaks', 2000,
    'Settles what is left of the day''s round and tells those whose weekly streak is about to end.', 'lambda'
),
-- Twice in the hour within which the files of a deleted account have to be gone, and once more.
(
    'delete_files', '*/15 * * * *', 'private.sweep_file_deletions', 1000,
    'Removes the files of deleted accounts, and forgets the folders that are empty.', 'lambda'
),
(
    'dispatch_notifications', '* * * * *', 'private.close_receipts', 1000,
    'Sends the messages that are due, by push and mail, and asks what came of those that were sent.', 'lambda'
)
on conflict (name) do update
set schedule = excluded.schedule,
    batch_function = excluded.batch_function,
    batch_size = excluded.batch_size,
    description = excluded.description,
    runs_in = excluded.runs_in;
