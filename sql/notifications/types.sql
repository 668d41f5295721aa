create type public.notification_category as enum ('training', 'progress', 'coach', 'account');
-- Each is declared in notification_types.sql.
create type public.notification_type as enum (
    'workout_due', 'week_empty', 'streak_at_risk', 'level_up', 'record', 'achievement', 'plan_ready', 'premium_started',
    'premium_ended'
);
-- Each has the channel push_<platform>, and a provider in functions/dispatch_notifications.
create type public.push_platform as enum ('fcm', 'expo');
create type public.message_channel as enum ('push_fcm', 'push_expo', 'email');
