-- The jobs and their schedules, in UTC (see docs/jobs.md). To remove one, delete it here and its row in the database.
insert into private.jobs (name, schedule, batch_function, batch_size, description)
values
-- Several times a night until all users are settled: once the round is done, a run has nothing to do.
('settle_streaks', '7 1-5 * * *', 'private.settle_streaks_batch', 5000, 'Settles all users'' streaks, so that they are fast to read.'),
(
    'settle_achievements', '23 * * * *', 'private.settle_next_achievements', 100,
    'Recounts achievements of users not yet recounted since the rules changed.'
),
('refresh_cohorts', '40 1-5 * * *', 'private.refresh_cohorts', 500, 'Refreshes what the members of cohorts lift.'),
('publish_cohorts', '10 6 * * 1', 'private.publish_cohorts', 1000, 'Publishes the cohorts that rankings compare with, once a week.'),
('compare_with_cohorts', '40 6-9 * * *', 'private.compare_with_cohorts', 200, 'Compares subscribers with the cohorts, once a snapshot.'),
(
    'end_forgotten_workouts', '*/10 * * * *', 'private.end_forgotten_workouts', 100,
    'Ends workouts left running for 24 hours: completed if they have a working set, otherwise abandoned.'
),
(
    'expire_ai_records', '*/5 * * * *', 'private.expire_ai_records', 1000,
    'Gives back the quota of AI requests that died; deletes answers after 24 hours and quota windows after two months.'
),
('forget_expired_memories', '50 * * * *', 'private.forget_expired_memories', 1000, 'Deletes the coach''s expired memories.'),
(
    'purge_expired', '25 6 * * *', 'private.purge_expired', 5000,
    'Deletes rows whose retention period (private.retention) has ended: old events, tombstones, usage.'
),
(
    'process_billing_events', '* * * * *', 'private.process_billing_events', 100,
    'Processes stored billing events that were not processed at once, or failed.'
),
('expire_subscriptions', '*/5 * * * *', 'private.expire_subscriptions', 200, 'Marks subscriptions whose access has ended as expired.'),
(
    'send_reminders', '*/5 * * * *', 'private.send_reminders', 500,
    'Sends reminders at each user''s local time: a workout is due, or the week is still empty.'
),
(
    'purge_notifications', '30 6 * * *', 'private.purge_notifications', 5000,
    'Deletes read notifications after 90 days, unread ones after a year, and settled messages after 30 days.'
),
(
    'forget_billing_events', '10 6 * * *', 'private.forget_billing_events', 1000,
    'Deletes billing events that have belonged to no user for 400 days.'
),
(
    'recount_accounts', '45 1-5 * * *', 'private.recount_accounts', 5,
    'Counts anew what accounts keep, each that wrote once in 30 days, so that no error of the running count lasts.'
),
('purge_job_runs', '15 6 * * *', 'private.purge_job_runs', 5000, 'Deletes the records of job runs after 30 days.'),
('purge_cron_runs', '20 6 * * *', 'private.purge_cron_runs', 5000, 'Deletes pg_cron''s records of its runs after 7 days.')
on conflict (name) do update
set schedule = excluded.schedule,
    batch_function = excluded.batch_function,
    batch_size = excluded.batch_size,
    description = excluded.description;

-- Started by EventBridge Scheduler.
insert into private.jobs (name, schedule, batch_function, batch_size, description, runs_in)
values
-- Every hour, because it is always morning somewhere.
(
    'reset_streaks', '5 * * * *', 'private.reset_streaks', 2000,
    'Settles the rest of the day''s round of streaks and nudges users whose weekly streak is about to end.', 'lambda'
),
-- Often enough for several attempts within the hour in which the files of a deleted account must be deleted.
(
    'delete_files', '*/15 * * * *', 'private.sweep_file_deletions', 1000,
    'Deletes the files of deleted accounts and removes empty folders from the queue.', 'lambda'
),
(
    'dispatch_notifications', '* * * * *', 'private.close_receipts', 1000,
    'Sends due messages by push and email and fetches receipts for those already sent.', 'lambda'
)
on conflict (name) do update
set schedule = excluded.schedule,
    batch_function = excluded.batch_function,
    batch_size = excluded.batch_size,
    description = excluded.description,
    runs_in = excluded.runs_in;
