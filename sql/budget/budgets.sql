-- What an account may keep. Rows are data: supabase/seed/limits.sql.
create table private.budgets (
    tier text primary key check (tier in ('free', 'premium', 'admin')),
    bytes bigint not null check (bytes > 0),
    rows bigint not null check (rows > 0),
    history_bytes bigint not null check (history_bytes > 0),
    workouts bigint not null check (workouts > 0),
    sets bigint not null check (sets > 0),
    plan_lines bigint not null check (plan_lines > 0),
    messages bigint not null check (messages > 0),
    file_bytes bigint not null check (file_bytes > 0),
    files bigint not null check (files > 0)
);
comment on table private.budgets is
'What an account may keep in total. Seeded. A tier without a row has no limit: a missing seed must not stop the app. Who is over, from
an earlier subscription, keeps everything. Workouts have a reserve, see private.check_budget.';
comment on column private.budgets.tier is 'As in private.limit_tier. No tier has less than free.';
comment on column private.budgets.bytes is 'Of all rows but the history, before compression and without indexes.';
comment on column private.budgets.history_bytes is
'Of what the server keeps for a time, such as the tombstones of deleted rows: the end of writing and deleting again and again.';
comment on column private.budgets.plan_lines is 'Exercises in the days of all plans.';
comment on column private.budgets.messages is 'Of all conversations with the coach, of both sides.';
comment on column private.budgets.file_bytes is 'In all buckets.';
