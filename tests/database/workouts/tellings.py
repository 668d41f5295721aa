"""One training, told more than once."""

from datetime import timedelta

from tests.database.athlete import BENCH, NOON, SQUAT, Athlete, Document, one_set, workout
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.database.workouts.verbs import session_row

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def told(at: float = 0, minutes: int = 60, *exercises: str, day: str | None = None) -> Document:
    """A workout that begins so many minutes after noon: bench and squats unless told."""
    return workout(
        NOON + at * MINUTE, *[one_set(e) for e in exercises or (BENCH, SQUAT)], minutes=minutes, day=day
    )


def assert_true(athlete: Athlete) -> None:
    assert not differences(state(athlete), derived_anew(athlete))
    assert_ledger_is_sound(athlete)


def counted(athlete: Athlete) -> list[str]:
    query = "select id::text from public.workout_sessions where status = 'completed' and user_id = %s"
    return [row[0] for row in athlete.rows(query, athlete.id)]


def mark_of(athlete: Athlete, document: Document) -> tuple[str, str | None]:
    row = session_row(athlete, document["id"])
    return row["status"], row["duplicate_of"]
