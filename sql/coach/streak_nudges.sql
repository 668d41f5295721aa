-- "Your streak ends on Sunday": at most one message a week, while the days left are just enough.
create table private.streak_nudges (
    user_id uuid not null references public.profiles (id) on delete cascade,
    week_start date not null,
    nudged_at timestamptz not null,
    primary key (user_id, week_start)
);
comment on table private.streak_nudges is
'The weeks in which a user was told that the weekly streak is about to end. Kept when the user deletes the message, so that it isn''t
sent again.';

create function private.streaks_at_risk(p_users uuid[], p_now timestamptz)
returns table (user_id uuid, week_start date, current_streak integer, days_needed integer, days_left integer)
language plpgsql
stable
set search_path = ''
-- A generic plan made for few users is slow for many.
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    v_days date[];
    v_next_weeks date[];
begin
    select
        array_agg(d.day order by u.number),
        array_agg(private.week_start(d.day, p.week_starts_on) + 7 order by u.number)
    into v_days, v_next_weeks
    from unnest(p_users) with ordinality as u (user_id, number)
    inner join public.profiles as p on u.user_id = p.id
    cross join lateral private.local_day(p.id, p_now) as d (day);

    return query
    select s.user_id, w.week_start, s.current_streak, n.days_needed, n.days_left
    from private.weekly_streaks(p_users, v_days, false) as s
    -- The streak next week if nothing more happens, freezes and pauses included.
    inner join private.weekly_streaks(p_users, v_next_weeks, false) as f on s.user_id = f.user_id
    inner join unnest(p_users, v_days, v_next_weeks) as u (user_id, day, next_week) on s.user_id = u.user_id
    cross join lateral (select u.next_week - 7) as w (week_start)
    left join private.training_weeks as t on t.user_id = s.user_id and t.week_start = w.week_start
    cross join lateral (
        select
            coalesce(t.target, private.weekly_target_at(s.user_id, w.week_start + 6)) - coalesce(t.training_days, 0),
            -- Today is no day left once it was trained on.
            u.next_week - u.day - exists (
                select from public.workout_sessions as o
                where o.user_id = s.user_id and o.day = u.day and o.status = 'completed' and o.total_sets > 0
            )::integer
    ) as n (days_needed, days_left)
    where s.current_streak > 0 and f.current_streak = 0;
end;
$$;
comment on function private.streaks_at_risk is
'The users whose weekly streak will break at the end of this week: on how many more days they have to train, and how many days
are left, including today unless they trained. Every user must have a profile.';

create function private.write_nudges(p_users uuid[], p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with at_risk as materialized (
        select r.*
        from private.streaks_at_risk(p_users, p_now) as r
        -- At most one day to spare; no message if the week can't be saved any more.
        where r.days_left - r.days_needed between 0 and 1
    ),

    here as (
        -- Skips users who are deleting their account.
        select p.id from public.profiles as p
        where p.id in (select r.user_id from at_risk as r)
        for key share skip locked
    ),

    nudged as (
        insert into private.streak_nudges (user_id, week_start, nudged_at)
        select r.user_id, r.week_start, p_now
        from at_risk as r
        inner join here as p on r.user_id = p.id
        on conflict do nothing
        returning user_id
    ),

    inboxes as (
        insert into public.coach_conversations (id, user_id, title)
        select n.user_id, n.user_id, 'News' from nudged as n
        on conflict do nothing
    )

    insert into public.ai_coach_messages (user_id, session_id, sender, content, kind, engine, created_at)
    select
        r.user_id,
        r.user_id,
        'ai',
        format(
            'Your streak of %s ends %s: %s %s it.',
            case r.current_streak when 1 then '1 week' else r.current_streak || ' weeks' end,
            case
                when r.week_start + 6 = private.local_day(r.user_id, p_now) then 'today'
                else 'on ' || to_char(r.week_start + 6, 'FMDay')
            end,
            case r.days_needed when 1 then 'one more day of training' else r.days_needed || ' more days of training' end,
            case r.days_needed when 1 then 'keeps' else 'keep' end
        ),
        'nudge',
        'rules',
        p_now
    from nudged as n
    inner join at_risk as r on n.user_id = r.user_id;
end;
$$;
comment on function private.write_nudges is
'Adds one unread nudge a week to the inbox of each of these users whose weekly streak is about to end but can be saved.';
