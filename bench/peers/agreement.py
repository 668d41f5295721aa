"""Checking that two databases have the same workouts and the same derived data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import psycopg

from bench.laboratory import Laboratory
from local.postgres import SUPERUSER

# The columns to compare. Left out: random ids and times of writing; hashes of documents, which each side
# computes differently; and notifications (live updates, inbox), which the peer omits.
COMPARED: Mapping[str, tuple[str, ...]] = {
    "public.workout_sessions": (
        "id", "user_id", "plan_workout_id", "started_at", "ended_at", "status", "timezone", "day", "name",
        "planned", "total_volume_kg", "total_sets", "energy_kcal", "duplicate_of",
    ),
    "public.session_exercises": (
        "id", "user_id", "workout_session_id", "exercise_id", "workout_plan_exercise_id", "set_order",
        "logged_reps", "logged_weight_kg", "logged_at", "difficulty_rating", "rest_seconds", "set_type",
        "was_successful_for_progression", "is_personal_record",
    ),
    "private.exercise_sessions": (
        "user_id", "exercise_id", "session_id", "started_at", "day", "working_sets", "volume_kg",
        "load_score", "reps_score", "estimated_1rm_kg", "best_reps", "estimated_1rm_reps", "rated_sets",
        "rpe_sum",
        "prior_volume_kg", "prior_load_score", "prior_estimated_1rm_kg", "announced_before", "records",
    ),
    "public.personal_records": (
        "id", "user_id", "exercise_id", "record_type", "value", "previous_value", "improvement_percentage",
        "set_id", "achieved_at", "confidence",
    ),
    "public.prescriptions": (
        "user_id", "target_id", "plan_exercise_id", "session_id", "effective_at", "rule", "reason_code",
        "outcome", "failures", "inputs", "old_target", "new_target", "state", "superseded_at",
    ),
    "public.workout_plan_day_exercises": ("user_id", "id", "current_suggested_weight_kg"),
    "private.training_weeks": ("user_id", "week_start", "training_days", "target", "met_at"),
    "private.streak_changes": ("user_id",),
    "private.workout_requests": ("user_id", "session_id"),
    "public.xp_events": (
        "user_id", "source_id", "event_type", "source_type", "xp", "rule_version", "reverses_id",
    ),
    "public.profiles": ("id", "experience_points", "level"),
    "private.achievement_totals": (
        "user_id", "rules_version", "counted", "last_started_at", "(t.streak).settled_until",
        "(t.streak).current_streak", "(t.streak).longest_streak", "(t.streak).freezes_available",
        "(t.streak).last_kept", "last_met_at",
    ),
    "private.achievement_awards": ("user_id", "achievement_id", "unlocked_at", "session_id"),
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A row that only one side has."""

    table: str
    ours: tuple[Any, ...] | None
    theirs: tuple[Any, ...] | None


class DisagreementError(RuntimeError):
    """Both sides didn't do the same work, so comparing their times would be meaningless."""

    def __init__(self, differences: list[Difference]) -> None:
        first = differences[0]
        super().__init__(
            f"{len(differences)} rows differ, first in {first.table}:\n"
            f"ours:   {first.ours}\ntheirs: {first.theirs}"
        )


def refuse_difference(place: Laboratory, peer: str) -> int:
    """Compare the database with the peer's; return how many rows agree. Raises DisagreementError."""
    with (
        psycopg.connect(place.url(SUPERUSER)) as ours,
        psycopg.connect(place.url(SUPERUSER, peer)) as theirs,
    ):
        return agreeing(ours, theirs)


def agreeing(ours: psycopg.Connection, theirs: psycopg.Connection) -> int:
    """Return the number of rows, if all are the same. Raises DisagreementError."""
    number = 0
    differences: list[Difference] = []
    for table in COMPARED:
        for one, other in zip_longest(_rows(ours, table), _rows(theirs, table)):
            if one == other:
                number += 1
            else:
                differences.append(Difference(table, one, other))
    if differences:
        raise DisagreementError(differences)
    return number


def _rows(connection: psycopg.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(column if "." in column else f"t.{column}" for column in COMPARED[table])
    # Four columns identify a row, except for repeated entries of a user in streak_changes.
    keys = ", ".join(f"t.{column}" for column in COMPARED[table][:4] if "." not in column)
    query = f"select {columns} from {table} as t order by {keys}"  # noqa: S608 - our own names
    return iter(connection.execute(query.encode()).fetchall())
