-- Writing requests per user in 15 minutes (see docs/limits.md).
insert into private.write_limits (tier, writes)
values
('free', 100),
('premium', 500),
('admin', 1000)
on conflict (tier) do update
set writes = excluded.writes;

-- What one user's requests may occupy at a time.
insert into private.request_limits (tier, writes_at_once, write_ms, failed_writes, reads_at_once, reads_running, read_ms)
values
('free', 3, 2000, 150, 12, 2, 3000),
('premium', 3, 2000, 500, 16, 3, 5000),
('admin', 3, 2000, 1000, 16, 3, 8000)
on conflict (tier) do update
set writes_at_once = excluded.writes_at_once,
    write_ms = excluded.write_ms,
    failed_writes = excluded.failed_writes,
    reads_at_once = excluded.reads_at_once,
    reads_running = excluded.reads_running,
    read_ms = excluded.read_ms;

-- Rows a user may keep; for workout_sessions, per local day.
insert into private.row_limits (table_name, free, premium)
values
('body_measurements', 5000, 20000),
('coach_conversations', 1000, 5000),
('complaints', 500, 2000),
('exercises', 500, 2000),
('training_breaks', 500, 2000),
('user_goals', 500, 2000),
('workout_plans', 100, 1000),
('workout_sessions', 50, 50)
on conflict (table_name) do update
set free = excluded.free,
    premium = excluded.premium;

-- What a user may keep in total. free: ten years of training six days a week, and a photo of full size each week for a year.
insert into private.budgets (tier, bytes, rows, history_bytes, workouts, sets, plan_lines, messages, file_bytes, files)
values
('free', 67108864, 300000, 33554432, 10000, 150000, 20000, 20000, 629145600, 500),
('premium', 268435456, 1200000, 134217728, 30000, 600000, 80000, 80000, 5368709120, 5000),
('admin', 1073741824, 4800000, 536870912, 30000, 600000, 200000, 80000, 5368709120, 5000)
on conflict (tier) do update
set bytes = excluded.bytes,
    rows = excluded.rows,
    history_bytes = excluded.history_bytes,
    workouts = excluded.workouts,
    sets = excluded.sets,
    plan_lines = excluded.plan_lines,
    messages = excluded.messages,
    file_bytes = excluded.file_bytes,
    files = excluded.files;
