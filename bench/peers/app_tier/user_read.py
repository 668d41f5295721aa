"""The first read: the user and their progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from asyncpg import Record

from bench.peers.app_tier.catalogue import Catalogue, Session
from bench.peers.app_tier.document import LoggedWorkout
from bench.peers.app_tier.errors import NotFoundError
from bench.peers.app_tier.streaks import Streak

# Lock before reading, so that the reads see concurrent writes of the user's other devices.
_LOCK = """
select p.week_starts_on, p.timezone, p.experience_points, now()
from public.profiles as p where p.id = $1 for no key update
"""
_USER = """
with noted as materialized (
    select $5 or exists (select from private.streak_changes as c where c.user_id = $1) as is_noted
),
weekly as materialized (
    select s.* from private.settled_streaks as s, noted as n
    where s.user_id = $1 and s.streak_type = 'weekly_workout_completion' and not n.is_noted
),
daily as materialized (
    select s.* from private.settled_streaks as s, noted as n
    where s.user_id = $1 and s.streak_type = 'daily_login' and not n.is_noted
),
weeks as materialized (
    select t.* from private.training_weeks as t
    where t.user_id = $1
        and t.week_start >= coalesce(
            (
                select least(w.settled_until, (a.streak).settled_until, $4::date - 8)
                from weekly as w, private.achievement_totals as a where a.user_id = $1
            ),
            '-infinity'
        )
    order by t.week_start
),
targets as materialized (
    select t.valid_from, t.target from private.weekly_targets as t
    where t.user_id = $1 order by t.valid_from desc
),
recent as materialized (
    select w.id, w.started_at, w.day from public.workout_sessions as w
    where w.user_id = $1 and w.status = 'completed' and w.total_sets > 0
        and w.started_at >= $4 - interval '8 days'
    order by w.started_at
),
muscles as materialized (
    select array_agg(x.session_id) as sessions, array_agg(x.exercise_id) as exercises,
        array_agg(x.working_sets) as sets
    from recent as r
    inner join private.exercise_sessions as x on x.user_id = $1 and x.session_id = r.id
    where exists (
        select from private.achievement_totals as t, unnest($6::integer[], $7::numeric[]) as c (id, goal)
        where t.user_id = $1 and t.counted[c.id] < c.goal
    )
),
kept as materialized (
    select w.day from public.workout_sessions as w
    where w.user_id = $1 and w.status = 'completed' and w.total_sets > 0
        and w.day >= coalesce((select d.settled_until from daily as d), '-infinity')
    union
    select c.day from public.check_ins as c
    where c.user_id = $1 and c.day >= coalesce((select d.settled_until from daily as d), '-infinity')
)
select
    exists (
        select from private.workout_requests as r
        where r.user_id = $1 and r.session_id = $2 and r.content_hash = $3
    ) as is_known,
    exists (select from public.workout_sessions as w where w.id = $2) as is_taken,
    exists (
        select from public.workout_sessions as w
        where w.user_id = $1 and w.status = 'completed' and w.ended_at > $4 and w.started_at < $8
            and w.started_at > $4 - interval '24 hours'
    ) as is_beside,
    (
        select c.timezone from private.time_zone_changes as c
        where c.user_id = $1 and c.valid_from <= $4 order by c.valid_from desc limit 1
    ) as zone_then,
    (
        select c.timezone from private.time_zone_changes as c
        where c.user_id = $1 and c.valid_from <= now() order by c.valid_from desc limit 1
    ) as zone_now,
    (
        select m.weight_kg from (
            (
                select b.logged_at as at, b.weight_kg from public.body_measurements as b
                where b.user_id = $1 and b.logged_at <= $4 and b.weight_kg is not null
                order by b.logged_at desc, b.id desc limit 1
            )
            union all
            (
                select c.day::timestamp at time zone c.timezone, c.weight_kg from public.check_ins as c
                where c.user_id = $1 and c.weight_kg is not null
                    and c.day <= ($4 at time zone c.timezone)::date
                order by c.day desc limit 1
            )
        ) as m order by m.at desc limit 1
    ) as weight_kg,
    array(select t.valid_from from targets as t) as target_days,
    array(select t.target from targets as t) as targets,
    array(select w.week_start from weeks as w) as weeks,
    array(select w.training_days from weeks as w) as week_days,
    array(select w.met_at from weeks as w) as weeks_met,
    array(select o.week_start from private.paused_weeks as o where o.user_id = $1 order by 1) as paused,
    array(select k.day from kept as k order by 1) as kept,
    exists (
        select from public.training_breaks as b where b.user_id = $1 and b.kind <> 'deload'
    ) as has_breaks,
    (select w.settled_until from weekly as w) as weekly_until,
    (select w.current_streak from weekly as w) as weekly_current,
    (select w.longest_streak from weekly as w) as weekly_longest,
    (select w.freezes_available from weekly as w) as weekly_freezes,
    (select w.last_kept from weekly as w) as weekly_last,
    (select d.settled_until from daily as d) as daily_until,
    (select d.current_streak from daily as d) as daily_current,
    (select d.longest_streak from daily as d) as daily_longest,
    (select d.last_kept from daily as d) as daily_last,
    array(select r.id from recent as r) as recent,
    array(select r.started_at from recent as r) as recent_starts,
    array(select r.day from recent as r) as recent_days,
    array(
        select (select sum(x.xp) from public.xp_events as x where x.user_id = $1 and x.source_id = r.id)
        from recent as r
    ) as recent_xp,
    m.sessions as muscle_sessions, m.exercises as muscle_exercises, m.sets as muscle_sets,
    (
        select w.day from public.workout_sessions as w
        where w.user_id = $1 and w.status = 'completed' and w.total_sets > 0 and w.started_at < $4
        order by w.started_at desc limit 1
    ) as day_before,
    t.rules_version, t.counted, t.last_started_at, t.last_met_at,
    (t.streak).settled_until, (t.streak).current_streak, (t.streak).longest_streak,
    (t.streak).freezes_available, (t.streak).last_kept
from muscles as m
left join private.achievement_totals as t on t.user_id = $1
"""
# A day may be settled once it is five weeks old, counted from tomorrow.
_UNSETTLED = timedelta(days=34)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Earlier:
    """A workout of the last eight days."""

    id: UUID
    started_at: datetime
    day: date
    xp: int


@dataclass(frozen=True)
class Week:
    """A week with a workout."""

    first: date
    days: int
    met_at: datetime | None


@dataclass(frozen=True)
class Totals:
    """The state of all achievement counters, and the last counted workout."""

    rules_version: int
    counted: Sequence[Decimal]
    last_started_at: datetime | None
    last_met_at: datetime | None
    streak: Streak


@dataclass(frozen=True)
class User:
    """The user who logs a workout, and their progress."""

    id: UUID
    now: datetime
    week_starts_on: int
    xp: int
    is_known: bool
    is_taken: bool
    is_beside: bool
    """Whether another workout took place at the same time, of which it may be a duplicate."""
    zone_then: str
    zone_now: str
    weight_kg: Decimal | None
    targets: Sequence[tuple[date, int]]
    weeks: Sequence[Week]
    paused: Sequence[date]
    kept: Sequence[date]
    has_breaks: bool
    weekly: Streak
    daily: Streak
    recent: Sequence[Earlier]
    worked: Sequence[tuple[UUID, UUID, int]]
    """Session, exercise and working sets of the recent workouts, as long as they can still count."""
    day_before: date | None
    totals: Totals | None

    def target_at(self, day: date) -> int:
        """Return the weekly target of training days on a given day."""
        return next((target for since, target in self.targets if since <= day), 3)


def is_settled(day: date, now: datetime) -> bool:
    """Return whether the nightly job may have settled this day already."""
    return day < now.astimezone(UTC).date() - _UNSETTLED


async def read_user(connection: Session, user: UUID, workout: LoggedWorkout, catalogue: Catalogue) -> User:
    """Lock the user, then read. Raises NotFoundError if the account no longer exists."""
    profile = await connection.fetchrow(_LOCK, user)
    if profile is None:
        raise NotFoundError("account not found")
    starts_on, timezone, xp, now = profile
    muscles = [one for one in catalogue.counters if one.halves]
    row = await connection.fetchrow(
        _USER,
        user,
        workout.id,
        workout.content_hash,
        workout.started_at,
        # In some time zone the day may be the previous one.
        is_settled(workout.started_at.astimezone(UTC).date() - _DAY, now),
        [one.id for one in muscles],
        [one.goal for one in muscles],
        workout.ended_at,
    )
    if row is None:
        raise NotFoundError("account not found")
    return User(
        id=user,
        now=now,
        week_starts_on=starts_on,
        xp=xp,
        is_known=row["is_known"],
        is_taken=row["is_taken"],
        is_beside=row["is_beside"],
        zone_then=row["zone_then"] or timezone,
        zone_now=row["zone_now"] or timezone,
        weight_kg=row["weight_kg"],
        targets=list(zip(row["target_days"], row["targets"], strict=True)),
        weeks=[Week(*one) for one in zip(row["weeks"], row["week_days"], row["weeks_met"], strict=True)],
        paused=row["paused"],
        kept=row["kept"],
        has_breaks=row["has_breaks"],
        weekly=Streak(
            row["weekly_until"],
            row["weekly_current"] or 0,
            row["weekly_longest"] or 0,
            row["weekly_freezes"] or 0,
            row["weekly_last"],
        ),
        daily=Streak(
            row["daily_until"], row["daily_current"] or 0, row["daily_longest"] or 0, 0, row["daily_last"]
        ),
        recent=[
            Earlier(one, began, day, earned or 0)
            for one, began, day, earned in zip(
                row["recent"], row["recent_starts"], row["recent_days"], row["recent_xp"], strict=True
            )
        ],
        worked=list(
            zip(
                row["muscle_sessions"] or (),
                row["muscle_exercises"] or (),
                row["muscle_sets"] or (),
                strict=True,
            )
        ),
        day_before=row["day_before"],
        totals=_totals(row),
    )


def _totals(row: Record) -> Totals | None:
    if row["rules_version"] is None:
        return None
    streak = Streak(
        row["settled_until"],
        row["current_streak"],
        row["longest_streak"],
        row["freezes_available"],
        row["last_kept"],
    )
    return Totals(row["rules_version"], row["counted"], row["last_started_at"], row["last_met_at"], streak)
