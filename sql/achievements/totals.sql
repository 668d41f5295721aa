-- How far each user is, so that a workout adds to it and years need not be counted again.
create table private.achievement_totals (
    user_id uuid primary key references public.profiles (id) on delete cascade,
    rules_version integer not null,
    counted numeric [] not null,
    last_started_at timestamptz,
    streak private.settled_streaks not null,
    last_met_at timestamptz,
    -- All null, or none: where a recount of the last weeks may begin.
    settled_week date,
    settled_before timestamptz,
    settled_counted numeric [],
    settled_streak private.settled_streaks
)
-- Written with every workout: room on the page keeps it off the index.
with (fillfactor = 70);
comment on table private.achievement_totals is 'What every counter stands at, by its id and up to its goal. Derived.';
comment on column private.achievement_totals.rules_version is 'Of achievement_rules when it was counted; another one: count anew.';
comment on column private.achievement_totals.last_started_at is
'The start of the latest workout that was counted, null without one: what started later is added, all else counted anew.';
comment on column private.achievement_totals.streak is 'The weekly streak as it stood after the last week that met its target.';
comment on column private.achievement_totals.last_met_at is 'When that week met it; null without one.';
comment on column private.achievement_totals.settled_week is
'The first day of a week some time ago: a change of nothing before it needs no recount of anything before it.';
comment on column private.achievement_totals.settled_before is
'Every workout of the days before settled_week started before this moment, and every other one not.';
comment on column private.achievement_totals.settled_counted is
'What the counters of workouts and weeks stood at then, whatever their goal.';
comment on column private.achievement_totals.settled_streak is 'The weekly streak after the last week before that met its target.';

create table private.achievement_awards (
    user_id uuid not null references public.profiles (id) on delete cascade,
    achievement_id uuid not null references public.achievements (id),
    unlocked_at timestamptz not null,
    session_id uuid,
    primary key (user_id, achievement_id)
);
comment on table private.achievement_awards is 'What each user has achieved. Derived, like all else: with its facts it goes.';
comment on column private.achievement_awards.unlocked_at is
'When what reached the target happened, not when it arrived: the start of the workout, else the time of the check-in or plan.';
comment on column private.achievement_awards.session_id is
'The workout that reached it; null for others. No foreign key: derived anew whenever workouts change.';
create index achievement_awards_achievement_id_idx on private.achievement_awards (achievement_id);
