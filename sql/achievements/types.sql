create type public.achievement_metric as enum (
    'workouts', 'sets', 'volume_kg', 'records', 'exercises', 'returns', 'muscle_groups_in_week', 'distance_km',
    'cardio_minutes', 'weeks_on_target', 'weekly_streak', 'check_ins', 'plans'
);
create type public.achievement_category as enum (
    'first_steps', 'consistency', 'streaks', 'work', 'progress', 'variety', 'time_of_day', 'comeback', 'endurance'
);
create type public.achievement_tier as enum ('bronze', 'silver', 'gold', 'platinum');
comment on type public.achievement_metric is
'What an achievement counts, see docs/progression.md. muscle_groups_in_week and weekly_streak take the best value, the others add up.';
create type private.settling as (week_start date, started_before timestamptz);
