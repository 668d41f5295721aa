-- Each user's totals, so that a workout can be added without recounting years.
create table private.achievement_totals (
    user_id uuid primary key references public.profiles (id) on delete cascade,
    rules_version integer not null,
    counted numeric [] not null,
    last_started_at timestamptz,
    streak private.settled_streaks not null,
    last_met_at timestamptz,
    -- All null or none: the point from which a recount of the last weeks may begin.
    settled_week date,
    settled_before timestamptz,
    settled_counted numeric [],
    settled_streak private.settled_streaks
)
-- Updated with every workout: free space on the page lets HOT updates leave the index alone.
with (fillfactor = 70);
comment on table private.achievement_totals is 'The value of every counter, indexed by its id and capped at its goal. Derived.';
comment on column private.achievement_totals.rules_version is 'The version of achievement_rules it was counted by; if outdated, recount.';
comment on column private.achievement_totals.last_started_at is
'The start of the latest workout counted, null without one: a later workout is added, anything else is recounted.';
comment on column private.achievement_totals.streak is 'The weekly streak after the last week that met its target.';
comment on column private.achievement_totals.last_met_at is 'When that week met its target; null without one.';
comment on column private.achievement_totals.settled_week is
'The first day of a week some time ago: a change from then on needs no recount of anything before it.';
comment on column private.achievement_totals.settled_before is
'Exactly the workouts of the days before settled_week started before this moment.';
comment on column private.achievement_totals.settled_counted is
'The values of the counters of workouts and weeks at that moment, not capped at their goal.';
comment on column private.achievement_totals.settled_streak is 'The weekly streak after the last met week before settled_week.';

create table private.achievement_awards (
    user_id uuid not null references public.profiles (id) on delete cascade,
    achievement_id uuid not null references public.achievements (id),
    unlocked_at timestamptz not null,
    session_id uuid,
    primary key (user_id, achievement_id)
);
comment on table private.achievement_awards is 'What each user has achieved. Derived: it is removed when the facts behind it are.';
comment on column private.achievement_awards.unlocked_at is
'When the fact that reached the target happened, not when it arrived: the start of the workout, else the time of check-in or plan.';
comment on column private.achievement_awards.session_id is
'The workout that reached it; null for other facts. No foreign key: recomputed whenever workouts change.';
create index achievement_awards_achievement_id_idx on private.achievement_awards (achievement_id);
