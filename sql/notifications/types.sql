create type public.notification_category as enum ('training', 'progress', 'coach', 'account');
create type public.notification_type as enum (
    'workout_due', 'week_empty', 'streak_at_risk', 'level_up', 'record', 'achievement', 'plan_ready', 'premium_started',
    'premium_ended'
);
create type public.push_platform as enum ('fcm', 'expo');
create type public.message_channel as enum ('push_fcm', 'push_expo', 'email');

create function private.notification_category(p_type public.notification_type)
returns public.notification_category
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    return case p_type
        when 'workout_due' then 'training'
        when 'week_empty' then 'training'
        when 'streak_at_risk' then 'training'
        when 'level_up' then 'progress'
        when 'record' then 'progress'
        when 'achievement' then 'progress'
        when 'plan_ready' then 'coach'
        else 'account'
    end::public.notification_category;
end;
$$;
comment on function private.notification_category is 'The one of the four categories that a type of notification belongs to.';
