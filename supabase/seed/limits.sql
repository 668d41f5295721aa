-- Writing requests per user in 15 minutes (see docs/limits.md); reading is not limited.
insert into private.write_limits (tier, writes)
values
('free', 100),
('premium', 500),
('admin', 1000)
on conflict (tier) do update
set writes = excluded.writes;

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
