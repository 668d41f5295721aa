"""Merging two workouts of one person, at the level of SQL."""

from tests.database.athlete import NOON, Athlete, Document, workout
from tests.database.workouts.tellings import DAY, MINUTE


def told(at: float, *sets: Document, **rest: object) -> Document:
    return workout(NOON + at * MINUTE, *sets, **rest)  # type: ignore[arg-type]


def merge(athlete: Athlete, keep: Document | str, other: Document | str) -> Document:
    ids = [document if isinstance(document, str) else document["id"] for document in (keep, other)]
    answer: Document = athlete.value(
        "select private.merge_workouts(%s, %s, %s, %s)", athlete.id, *ids, NOON + 2 * DAY
    )
    return answer


def statuses(athlete: Athlete) -> dict[str, tuple[str, str | None]]:
    query = (
        "select id::text, status::text, duplicate_of::text from public.workout_sessions where user_id = %s"
    )
    return {row[0]: (row[1], row[2]) for row in athlete.rows(query, athlete.id)}
