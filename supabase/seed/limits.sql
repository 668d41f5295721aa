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
('exercises', 500, 2000),
('training_breaks', 500, 2000),
('user_goals', 500, 2000),
('workout_plans', 100, 1000),
('workout_sessions', 50, 50)
on conflict (table_name) do update
set free = excluded.free,
    premium = excluded.premium;
