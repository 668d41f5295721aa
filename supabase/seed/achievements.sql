-- The achievements. The id is derived from the slug. What counts (metric, parameters, target, xp) never changes: to change a
-- rule, retire its row and add another. First-time achievements are a welcome and earn no XP; XP rewards coming back week after
-- week, and variety: no rule asks for more than healthy training.
insert into public.achievements (slug, name, description, category, tier, metric, parameters, target, xp, sort_order)
values
('first-workout', 'Day one', 'Complete your first workout.', 'first_steps', 'bronze', 'workouts', '{}', 1, 0, 10),
('first-plan', 'A plan of your own', 'Create your first plan.', 'first_steps', 'bronze', 'plans', '{}', 1, 0, 11),
('first-check-in', 'How are you?', 'Check in for the first time.', 'first_steps', 'bronze', 'check_ins', '{}', 1, 0, 12),
('first-record', 'Better than before', 'Beat your personal best for the first time.', 'first_steps', 'bronze', 'records', '{}', 1, 0, 13),
(
    'first-week', 'On target', 'Meet your weekly target for the first time.',
    'first_steps', 'bronze', 'weeks_on_target', '{}', 1, 0, 14
),

('workouts-10', 'Getting into it', 'Complete 10 workouts.', 'consistency', 'bronze', 'workouts', '{}', 10, 50, 20),
('workouts-50', 'A regular', 'Complete 50 workouts.', 'consistency', 'silver', 'workouts', '{}', 50, 100, 21),
('workouts-100', 'One hundred', 'Complete 100 workouts.', 'consistency', 'gold', 'workouts', '{}', 100, 200, 22),
('workouts-250', 'A way of life', 'Complete 250 workouts.', 'consistency', 'gold', 'workouts', '{}', 250, 300, 23),
('workouts-500', 'Five hundred', 'Complete 500 workouts.', 'consistency', 'platinum', 'workouts', '{}', 500, 500, 24),
('workouts-1000', 'One thousand', 'Complete 1,000 workouts.', 'consistency', 'platinum', 'workouts', '{}', 1000, 1000, 25),
('planned-10', 'By the book', 'Complete 10 workouts from your plan.', 'consistency', 'bronze', 'workouts', '{"planned": true}', 10, 50, 26),
('planned-100', 'Promise kept', 'Complete 100 workouts from your plan.', 'consistency', 'gold', 'workouts', '{"planned": true}', 100, 200, 27),
('check-ins-7', 'Listening in', 'Check in on 7 days.', 'consistency', 'bronze', 'check_ins', '{}', 7, 25, 28),
('check-ins-30', 'Self-aware', 'Check in on 30 days.', 'consistency', 'silver', 'check_ins', '{}', 30, 50, 29),
('check-ins-100', 'In tune with yourself', 'Check in on 100 days.', 'consistency', 'gold', 'check_ins', '{}', 100, 100, 30),
('check-ins-365', 'A year of check-ins', 'Check in on 365 days.', 'consistency', 'platinum', 'check_ins', '{}', 365, 250, 31),

('streak-4', 'A good month', 'Meet your weekly target 4 weeks in a row.', 'streaks', 'bronze', 'weekly_streak', '{}', 4, 50, 40),
('streak-12', 'A season', 'Meet your weekly target 12 weeks in a row.', 'streaks', 'silver', 'weekly_streak', '{}', 12, 100, 41),
('streak-26', 'Half a year', 'Meet your weekly target 26 weeks in a row.', 'streaks', 'gold', 'weekly_streak', '{}', 26, 250, 42),
('streak-52', 'All year round', 'Meet your weekly target 52 weeks in a row.', 'streaks', 'platinum', 'weekly_streak', '{}', 52, 500, 43),
(
    'streak-104', 'Two years strong', 'Meet your weekly target 104 weeks in a row.',
    'streaks', 'platinum', 'weekly_streak', '{}', 104, 1000, 44
),
(
    'weeks-25', 'Again and again', 'Meet your weekly target in 25 weeks, in a row or not.',
    'streaks', 'silver', 'weeks_on_target', '{}', 25, 100, 45
),
(
    'weeks-100', 'A hundred weeks', 'Meet your weekly target in 100 weeks, in a row or not.',
    'streaks', 'gold', 'weeks_on_target', '{}', 100, 250, 46
),
(
    'weeks-250', 'Five years', 'Meet your weekly target in 250 weeks, in a row or not.',
    'streaks', 'platinum', 'weeks_on_target', '{}', 250, 500, 47
),

('sets-100', 'Set by set', 'Do 100 working sets.', 'work', 'bronze', 'sets', '{}', 100, 25, 60),
('sets-1000', 'A thousand sets', 'Do 1,000 working sets.', 'work', 'silver', 'sets', '{}', 1000, 100, 61),
('sets-10000', 'Ten thousand sets', 'Do 10,000 working sets.', 'work', 'platinum', 'sets', '{}', 10000, 500, 62),
('volume-10t', 'Truckload', 'Lift 10,000 kg in total.', 'work', 'bronze', 'volume_kg', '{}', 10000, 25, 63),
('volume-100t', 'Blue whale', 'Lift 100,000 kg in total.', 'work', 'silver', 'volume_kg', '{}', 100000, 50, 64),
('volume-500t', 'Full airliner', 'Lift 500,000 kg in total.', 'work', 'gold', 'volume_kg', '{}', 500000, 150, 65),
('volume-1000t', 'A thousand tonnes', 'Lift 1,000,000 kg in total.', 'work', 'gold', 'volume_kg', '{}', 1000000, 250, 66),
('volume-5000t', 'Moving mountains', 'Lift 5,000,000 kg in total.', 'work', 'platinum', 'volume_kg', '{}', 5000000, 500, 67),

('records-10', 'On the way up', 'Set 10 records.', 'progress', 'bronze', 'records', '{}', 10, 25, 80),
('records-50', 'Personal history', 'Set 50 records.', 'progress', 'silver', 'records', '{}', 50, 100, 81),
('records-250', 'Your own best rival', 'Set 250 records.', 'progress', 'gold', 'records', '{}', 250, 250, 82),

('exercises-10', 'Curious', 'Train 10 different exercises.', 'variety', 'bronze', 'exercises', '{}', 10, 25, 90),
('exercises-30', 'All-rounder', 'Train 30 different exercises.', 'variety', 'silver', 'exercises', '{}', 30, 50, 91),
('exercises-75', 'Walking encyclopedia', 'Train 75 different exercises.', 'variety', 'gold', 'exercises', '{}', 75, 100, 92),
(
    'whole-body-week', 'Head to toe', 'Train every muscle group in one week.',
    'variety', 'bronze', 'muscle_groups_in_week', '{"sets": 1}', 7, 25, 93
),
(
    'balanced-week', 'In balance', 'Do at least 4 sets for every muscle group in one week.',
    'variety', 'silver', 'muscle_groups_in_week', '{"sets": 4}', 7, 75, 94
),

(
    'early-bird-5', 'Early bird', 'Start 5 workouts before 7 a.m.',
    'time_of_day', 'bronze', 'workouts', '{"from": "04:00", "until": "07:00"}', 5, 25, 100
),
(
    'early-bird-50', 'First light', 'Start 50 workouts before 7 a.m.',
    'time_of_day', 'gold', 'workouts', '{"from": "04:00", "until": "07:00"}', 50, 100, 101
),
(
    'lunch-break-10', 'Lunch break', 'Start 10 workouts around noon.',
    'time_of_day', 'bronze', 'workouts', '{"from": "11:30", "until": "13:30"}', 10, 25, 102
),
(
    'night-owl-5', 'Night owl', 'Start 5 workouts after 9 p.m.',
    'time_of_day', 'bronze', 'workouts', '{"from": "21:00", "until": "02:00"}', 5, 25, 103
),
(
    'night-owl-50', 'Last one out', 'Start 50 workouts after 9 p.m.',
    'time_of_day', 'gold', 'workouts', '{"from": "21:00", "until": "02:00"}', 50, 100, 104
),
(
    'weekends-10', 'Weekend plans', 'Train 10 times on a Saturday or Sunday.',
    'time_of_day', 'bronze', 'workouts', '{"weekdays": [6, 7]}', 10, 25, 105
),
(
    'weekends-50', 'Weekends well spent', 'Train 50 times on a Saturday or Sunday.',
    'time_of_day', 'gold', 'workouts', '{"weekdays": [6, 7]}', 50, 100, 106
),

('return-14', 'Back again', 'Train again after two weeks away.', 'comeback', 'bronze', 'returns', '{"days": 14}', 1, 25, 120),
('return-30', 'Picking up again', 'Train again after a month away.', 'comeback', 'silver', 'returns', '{"days": 30}', 1, 50, 121),
('return-90', 'Never too late', 'Train again after three months away.', 'comeback', 'gold', 'returns', '{"days": 90}', 1, 100, 122),

('distance-10', 'Out the door', 'Cover 10 km.', 'endurance', 'bronze', 'distance_km', '{}', 10, 25, 140),
('distance-100', 'To the next town', 'Cover 100 km.', 'endurance', 'silver', 'distance_km', '{}', 100, 100, 141),
('distance-1000', 'Across the country', 'Cover 1,000 km.', 'endurance', 'platinum', 'distance_km', '{}', 1000, 500, 142),
(
    'cardio-150', 'Heart at work', 'Do 150 minutes of cardio, the amount recommended per week.',
    'endurance', 'bronze', 'cardio_minutes', '{}', 150, 25, 143
),
('cardio-1000', 'Staying power', 'Do 1,000 minutes of cardio.', 'endurance', 'silver', 'cardio_minutes', '{}', 1000, 100, 144),
('cardio-5000', 'Engine', 'Do 5,000 minutes of cardio.', 'endurance', 'gold', 'cardio_minutes', '{}', 5000, 250, 145)
on conflict (slug) do update
set
    name = excluded.name,
    description = excluded.description,
    category = excluded.category,
    tier = excluded.tier,
    sort_order = excluded.sort_order
where (achievements.name, achievements.description, achievements.category, achievements.tier, achievements.sort_order)
    is distinct from (excluded.name, excluded.description, excluded.category, excluded.tier, excluded.sort_order);
