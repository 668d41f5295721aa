-- How many requests to the AI functions a user may make (see docs/ai.md), per day and month in UTC; null: no limit.
-- Free users never get this far: premium is checked first. A canceled subscription is paid for until its period ends.
insert into private.quotas (feature, tier, per_day, per_month)
values
('generate_plan', 'free', 0, 0),
('generate_plan', 'trial', 3, 6),
('generate_plan', 'active', 6, 30),
('generate_plan', 'canceled', 6, 30),
('generate_plan', 'admin', null, null),
('import_plan', 'free', 0, 0),
('import_plan', 'trial', 5, 10),
('import_plan', 'active', 15, 60),
('import_plan', 'canceled', 15, 60),
('import_plan', 'admin', null, null),
('coach_chat', 'free', 0, 0),
('coach_chat', 'trial', 20, 100),
('coach_chat', 'active', 60, 600),
('coach_chat', 'canceled', 60, 600),
('coach_chat', 'admin', null, null)
on conflict (feature, tier) do update
set per_day = excluded.per_day,
    per_month = excluded.per_month;

-- Requests in five minutes, answered by the model or not.
insert into private.ai_rates (feature, requests)
values
('generate_plan', 15),
('import_plan', 20),
('coach_chat', 40)
on conflict (feature) do update
set requests = excluded.requests;
