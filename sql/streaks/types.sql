create type public.streak_type as enum ('weekly_workout_completion', 'daily_login');
create type public.week_status as enum ('met', 'missed', 'frozen', 'paused', 'running');
