"""What can't be merged: workouts that aren't there, aren't over, or have nothing to do with each other."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.database.athlete import BENCH, CURL, NOON, Athlete, Connection, Document, line, one_set, sign_up
from tests.database.progress import state
from tests.database.workouts.merging import merge, statuses, told
from tests.database.workouts.tellings import assert_true
from tests.database.workouts.verbs import fault, run


def refusal_of(athlete: Athlete, keep: Document | str, other: Document | str) -> dict[str, Any]:
    before = state(athlete)
    with pytest.raises(psycopg.Error) as refusal:
        merge(athlete, keep, other)
    assert state(athlete) == before
    return fault(refusal.value)


def test_what_was_deleted_was_not_merged(athlete: Athlete) -> None:
    keep, other = told(0, one_set()), told(5, one_set())
    athlete.log(keep)
    athlete.log(other)
    athlete.write("delete from public.workout_sessions where id = %s", other["id"])
    assert refusal_of(athlete, keep, other) == {"code": "PT404", "field": "p_other"}


def test_workouts_of_others_are_not_found(sql: Connection, athlete: Athlete) -> None:
    mine, theirs = told(0, one_set()), told(0, one_set())
    athlete.log(mine)
    stranger = sign_up(sql)
    stranger.log(theirs)
    for keep, other, field in (
        (mine, theirs, "p_other"),
        (theirs, mine, "p_keep"),
        (str(uuid.uuid4()), mine, "p_keep"),
        (mine, str(uuid.uuid4()), "p_other"),
    ):
        assert refusal_of(athlete, keep, other) == {"code": "PT404", "field": field}
    assert statuses(stranger) == {theirs["id"]: ("completed", None)}


def test_no_workout_is_merged_with_itself(athlete: Athlete) -> None:
    only = told(0, one_set())
    athlete.log(only)
    assert refusal_of(athlete, only, only) == {"code": "PT422", "field": "p_other"}


def test_workouts_of_different_times_are_not_merged(athlete: Athlete) -> None:
    first, second = told(0, one_set()), told(61, one_set())
    athlete.log(first)
    athlete.log(second)
    expected = {"code": "PT422", "field": "p_other", "reason": "not_overlapping"}
    assert refusal_of(athlete, first, second) == refusal_of(athlete, second, first) == expected


def test_a_marked_one_is_merged_at_whatever_time(athlete: Athlete) -> None:
    """It follows the one that its original was merged into."""
    first = told(0, one_set())
    early, late = (told(at, one_set(), minutes=30) for at in (-15, 45))
    for document in (first, early, late):
        athlete.log(document)
    merge(athlete, early, first)
    assert statuses(athlete)[late["id"]] == ("duplicate", early["id"])
    merge(athlete, late, early)
    assert statuses(athlete) == {late["id"]: ("completed", None)}
    assert_true(athlete)


@pytest.mark.parametrize("status", ["started", "paused", "canceled", "skipped"])
def test_only_what_is_over_is_merged(athlete: Athlete, status: str) -> None:
    [day] = athlete.days_of(athlete.create_plan([line()]))
    done, session = told(0, one_set()), str(uuid.uuid4())
    athlete.log(done)
    if status == "skipped":
        run(athlete, "skip", session, day)
    else:
        athlete.start(NOON, None, session)
        if status != "started":
            run(athlete, {"paused": "pause", "canceled": "cancel"}[status], session)
    expected = {"code": "PT409", "status": status, "session_id": session}
    assert refusal_of(athlete, done, session) == refusal_of(athlete, session, done) == expected


def test_more_sets_than_a_workout_has_are_not_merged(athlete: Athlete) -> None:
    first = told(0, *[one_set(BENCH) for _ in range(300)])
    second = told(0, *[one_set(CURL) for _ in range(201)])
    athlete.log(first)
    athlete.log(second)
    assert refusal_of(athlete, first, second) == {"code": "PT422", "field": "sets", "max": 500}
    assert len(statuses(athlete)) == 2
