-- Every category and type of notification, declared once. Functions and not tables: a migration is applied before the seed runs,
-- and notify must work in between.

create type private.notification_channels as (inbox boolean, push boolean, email boolean);

create function private.default_channels(p_category public.notification_category)
returns private.notification_channels
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    case p_category
        when 'training', 'progress', 'coach' then return (true, true, false)::private.notification_channels;
        when 'account' then return (true, true, true)::private.notification_channels;
        else raise exception 'notification category % is not declared in private.default_channels', p_category;
    end case;
end;
$$;
comment on function private.default_channels is
'The channels of a category for a user without a row in notification_preferences. Fails for a category that is not declared.';

create type private.notification_declaration as (
    category public.notification_category,
    is_reminder boolean,
    occasion text,
    data text
);
comment on type private.notification_declaration is
'is_reminder: private.reminders schedules it. occasion and data: when it is sent and the keys of its data, for docs/notifications.md.';

create function private.notification_declaration(p_type public.notification_type)
returns private.notification_declaration
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
    case p_type
        when 'workout_due' then
            return (
                'training', true, 'at the time of reminders, on a training day without training',
                '`plan_id`, `plan_workout_id`, `workout`'
            )::private.notification_declaration;
        when 'week_empty' then
            return (
                'training', true, 'on the fourth day of a week without training', '`week_start`, `days_left`'
            )::private.notification_declaration;
        when 'streak_at_risk' then
            return (
                'training', false, 'the coach nudges: the weekly streak is about to end',
                '`message_id`, `streak` (weeks), `count` (days missing)'
            )::private.notification_declaration;
        when 'level_up' then
            return (
                'progress', false, 'a level is reached, once per level', '`level`, `message_id`'
            )::private.notification_declaration;
        when 'record' then
            return (
                'progress', false, 'a workout set records that are announced, once per workout',
                '`record_id`, `exercise_id`, `exercise`, `record_type`, `value`, `count` (of how many exercises)'
            )::private.notification_declaration;
        when 'achievement' then
            return (
                'progress', false, 'an achievement is unlocked, once', '`achievement_id`, `slug`, `name`, `xp`'
            )::private.notification_declaration;
        when 'plan_ready' then
            return (
                'coach', false, 'a plan was generated or imported', '`plan_id`, `plan`'
            )::private.notification_declaration;
        when 'premium_started' then
            return ('account', false, 'paid access begins', '')::private.notification_declaration;
        when 'premium_ended' then
            return ('account', false, 'paid access ends', '')::private.notification_declaration;
        else
            raise exception 'notification type % is not declared in private.notification_declaration', p_type;
    end case;
end;
$$;
comment on function private.notification_declaration is
'What is declared of a type; its texts are in private.notification_templates. Fails for a type that is not declared.';

-- The schema can't be built with a value that is not declared.
do $$
begin
    perform private.default_channels((private.notification_declaration(t)).category)
    from unnest(enum_range(null::public.notification_type)) as t;
end
$$;
