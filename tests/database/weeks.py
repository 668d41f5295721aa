"""Training by the week, and changes of the time zone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.database.athlete import Athlete, Connection, one_set, workout

MONDAY = datetime(2026, 6, 8, 18, tzinfo=UTC)


WEEK = timedelta(days=7)


DAY = timedelta(days=1)
# A batch settles what is 35 days old. So much later it settles the days up to three before a moment.
LATER = 32 * DAY


def train(athlete: Athlete, *moments: datetime, zone: str | None = None, minutes: int = 30) -> None:
    for moment in moments:
        athlete.log(workout(moment, one_set(), minutes=minutes, timezone=zone))


def train_weeks(athlete: Athlete, *mondays: datetime, days: Sequence[int] = (0, 2, 4)) -> None:
    for monday in mondays:
        train(athlete, *[monday + day * DAY for day in days])


def aim_for(athlete: Athlete, days: int, since: date) -> None:
    """A weekly target with its date, as note_weekly_target keeps it."""
    athlete.sql.execute(
        "insert into private.weekly_targets (user_id, valid_from, target) values (%s, %s, %s)",
        [athlete.id, since, days],
    )
    athlete.value("select private.recompute_all_weeks(%s)::text", athlete.id)


def take_break(
    athlete: Athlete, kind: str, first: date, last: date | None, *, at: date | None = None
) -> None:
    """A break as a client enters it; on its first day unless told."""
    athlete.sql.execute(
        """
        insert into public.training_breaks (user_id, kind, starts_on, ends_on, created_at)
        values (%s, %s, %s, %s, %s)
        """,
        [athlete.id, kind, first, last, at or first],
    )


def history(athlete: Athlete, at: datetime, weeks: int = 520) -> list[str]:
    """What became of the weeks, the oldest first."""
    query = "select status::text from private.streak_history(%s, %s, %s) order by week_start"
    return [row[0] for row in athlete.rows(query, athlete.id, weeks, at)]


def freezes(athlete: Athlete, at: datetime) -> int:
    return int(
        athlete.value(
            """
            select freezes_available from private.streaks_at(%s, %s)
            where streak_type = 'weekly_workout_completion'
            """,
            athlete.id,
            at,
        )
    )


def moved(athlete: Athlete, zone: str, since: datetime) -> None:
    """A move in the past, as the trigger of profiles keeps it."""
    athlete.sql.execute(
        """
        insert into private.time_zone_changes (user_id, valid_from, timezone)
        select id, '-infinity', timezone from public.profiles where id = %(user)s
        union all select %(user)s, %(since)s, %(zone)s
        """,
        {"user": athlete.id, "since": since, "zone": zone},
    )


def settle(sql: Connection, at: datetime, limit: int = 50_000, after: str | None = None) -> dict[str, Any]:
    """Settle the days up to three before `at`."""
    row = sql.execute("select private.settle_streaks(%s, %s, %s)", [at + LATER, limit, after]).fetchone()
    assert row
    answer: dict[str, Any] = row[0]
    return answer
