"""The same training told by two devices, with two ids, counts once: the later one is kept as a duplicate."""

from typing import Any

import psycopg
import pytest

from tests.database.athlete import (
    BENCH,
    CURL,
    NOON,
    PUSH_UP,
    SQUAT,
    Athlete,
    Connection,
    Document,
    line,
    one_set,
    sign_up,
    workout,
)
from tests.database.weeks import aim_for
from tests.database.workouts.tellings import DAY, MINUTE, assert_true, counted, mark_of, told
from tests.database.workouts.verbs import fault, session_row


@pytest.fixture
def pair(athlete: Athlete) -> tuple[Document, Document]:
    """A workout and its duplicate, of a watch that started five minutes later."""
    phone, watch = told(), told(5)
    athlete.log(phone)
    athlete.log(watch)
    return phone, watch


def test_the_same_training_counts_once(athlete: Athlete) -> None:
    phone, watch = told(), told(5)
    first = athlete.log(phone)
    second = athlete.log(watch)
    assert (first["duplicate_of"], first["duplicate_text"]) == (None, None)
    assert (second["duplicate_of"], second["counts_for"], second["counts_reason"]) == (
        phone["id"], [], "duplicate",
    )  # fmt: skip
    assert "merge them, or keep both" in second["duplicate_text"]
    assert (second["sets"], second["total_volume_kg"]) == (2, 960)
    assert second["xp"]["gained"] == 0 < first["xp"]["gained"] == second["xp"]["total"] == athlete.xp()
    assert (second["records"], second["achievements"], second["progression"]) == ([], [], [])
    assert mark_of(athlete, watch) == ("duplicate", phone["id"])
    overview = athlete.value("select private.training_overview(%s, %s)", athlete.id, NOON + DAY)
    assert overview["totals"]["workouts"] == 1
    assert_true(athlete)


def test_the_week_is_earned_once(athlete: Athlete) -> None:
    aim_for(athlete, 1, NOON.date() - 30 * DAY)
    first, second = athlete.log(told()), athlete.log(told())
    assert "streak_kept" in {event["event_type"] for event in first["xp"]["events"]}
    assert (second["counts_reason"], second["xp"]["events"], second["xp"]["gained"]) == ("duplicate", [], 0)
    assert athlete.weeks(NOON) == (1, 1)
    assert_true(athlete)


def test_whoever_tells_first_counts(athlete: Athlete) -> None:
    """The plan's targets move by the one that counts, and not twice."""
    plan = athlete.create_plan(
        [line(on_success_weight_increase_kg=2.5, current_suggested_weight_kg=60, target_sets=1)]
    )
    [day] = athlete.days_of(plan)
    by_plan, free = (told(0, 60, BENCH, day=d) for d in (day, None))

    def load() -> Any:
        return athlete.value(
            "select current_suggested_weight_kg from public.workout_plan_day_exercises where user_id = %s",
            athlete.id,
        )

    with athlete.sql.transaction(force_rollback=True):
        athlete.log(by_plan)
        athlete.log(free)
        assert (load(), counted(athlete)) == (62.5, [by_plan["id"]])
        assert_true(athlete)
    athlete.log(free)
    assert athlete.log(by_plan)["progression"] == []
    assert (load(), counted(athlete)) == (60, [free["id"]])
    assert_true(athlete)


@pytest.mark.parametrize(
    ("at", "minutes", "is_one"),
    [
        (0, 60, True),
        (30, 60, True),
        (31, 60, False),
        (-30, 60, True),
        (-31, 60, False),
        (45, 30, True),
        (46, 30, False),
        (50, 20, False),
        (20, 15, True),
        (20, 14, False),
        (-60, 240, True),
        (-60, 241, False),
        (60, 60, False),
        (1440, 60, False),
    ],
)
def test_half_of_the_shorter_one_is_shared_and_a_quarter_of_the_longer(
    athlete: Athlete, at: float, minutes: int, is_one: object
) -> None:
    first = told()
    athlete.log(first)
    second = athlete.log(told(at, minutes), now=NOON + 3 * DAY)
    assert (second["duplicate_of"] == first["id"]) is is_one


@pytest.mark.parametrize("first", ["forgotten", "real"])
def test_a_forgotten_workout_swallows_none(athlete: Athlete, first: str) -> None:
    """Nobody stopped it for four hours, and another one was half an hour of them."""
    forgotten, real = told(0, 240), told(150, 30, BENCH)
    for document in (forgotten, real) if first == "forgotten" else (real, forgotten):
        assert athlete.log(document)["duplicate_of"] is None
    assert_true(athlete)


@pytest.mark.parametrize(
    "times", [((0, 0), (0, 0)), ((0, 0), (0, 60)), ((0, 60), (0, 0)), ((30, 0), (0, 60)), ((0, 60), (30, 0))]
)
def test_without_a_duration_no_time_is_shared(
    athlete: Athlete, times: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    """Imports that know only the day date all of its workouts at one moment."""
    for at, minutes in times:
        assert athlete.log(told(at, minutes))["duplicate_of"] is None


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ((BENCH,), (BENCH,), True),
        ((BENCH, SQUAT), (SQUAT, BENCH, BENCH), True),
        ((BENCH, SQUAT), (BENCH,), True),
        ((BENCH,), (BENCH, SQUAT), True),
        ((BENCH, SQUAT, CURL), (BENCH,), False),
        ((BENCH,), (BENCH, SQUAT, CURL), False),
        ((BENCH, SQUAT, CURL), (BENCH, SQUAT), True),
        ((BENCH, SQUAT, CURL), (BENCH, SQUAT, PUSH_UP), False),
        ((BENCH,), (SQUAT,), False),
    ],
)
def test_the_exercises_of_one_are_in_the_other(
    athlete: Athlete, first: tuple[str, ...], second: tuple[str, ...], is_one: object
) -> None:
    one = told(0, 60, *first)
    athlete.log(one)
    assert (athlete.log(told(0, 60, *second))["duplicate_of"] == one["id"]) is is_one


def test_nothing_done_is_nobody_s_duplicate(athlete: Athlete) -> None:
    for sets in ([], [one_set()], []):
        assert athlete.log(workout(NOON, *sets))["duplicate_of"] is None


def test_a_workout_of_somebody_else_is_none(sql: Connection, athlete: Athlete) -> None:
    sign_up(sql).log(told())
    assert athlete.log(told())["duplicate_of"] is None


def test_of_several_it_is_the_one_that_shares_most(athlete: Athlete) -> None:
    early, late = told(0), told(40)
    athlete.log(early)
    athlete.log(late)
    assert athlete.log(told(25))["duplicate_of"] == late["id"]
    assert athlete.log(told(15))["duplicate_of"] == early["id"]


def test_a_duplicate_has_no_duplicates(athlete: Athlete) -> None:
    athlete.log(told(0, 60, BENCH, SQUAT))
    assert athlete.log(told(0, 60, BENCH, SQUAT, CURL, PUSH_UP))["duplicate_of"]
    assert athlete.log(told(0, 60, CURL, PUSH_UP))["duplicate_of"] is None


@pytest.mark.parametrize("end", ["finish", "forget"])
def test_a_workout_that_is_finished_may_be_one(athlete: Athlete, end: str) -> None:
    session = athlete.start(NOON)
    for exercise in (BENCH, SQUAT):
        athlete.add_set(session, one_set(exercise, logged_at=NOON + 55 * MINUTE))
    watch = told()
    athlete.log(watch)
    earned = athlete.xp()
    if end == "finish":
        answer = athlete.finish(session, NOON + 62 * MINUTE)
        assert answer == athlete.finish(session, NOON + 62 * MINUTE)
        assert (answer["duplicate_of"], answer["sets"], answer["xp"]["gained"]) == (watch["id"], 2, 0)
    else:
        athlete.value("select private.end_forgotten_workouts(%s, 1000)", NOON + 2 * DAY)
    row = session_row(athlete, session)
    assert (row["status"], row["duplicate_of"], row["total_sets"]) == ("duplicate", watch["id"], 2)
    assert athlete.xp() == earned
    assert_true(athlete)


def test_history_is_marked_too(athlete: Athlete) -> None:
    first, second = told(), told(3)
    assert athlete.log(first, now=NOON + 60 * DAY)["counts_reason"] == "told_late"
    again = athlete.log(second, now=NOON + 60 * DAY)
    assert (again["duplicate_of"], again["counts_for"]) == (first["id"], [])
    assert_true(athlete)


def test_sent_again_it_answers_the_same(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    phone, watch = pair
    before = athlete.rows("select w.* from public.workout_sessions as w order by id")
    answer = athlete.log(watch)
    assert answer == athlete.log(watch)
    assert (answer["duplicate_of"], answer["xp"]["gained"]) == (phone["id"], 0)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(watch | {"notes": "other"})
    assert fault(refusal.value) == {"code": "PT409", "session_id": watch["id"]}
    # Also where only the stored content tells.
    athlete.rows("delete from private.workout_requests where user_id = %s returning 1", athlete.id)
    assert athlete.log(watch) == answer
    assert athlete.rows("select w.* from public.workout_sessions as w order by id") == before


def test_the_day_s_limit_counts_them(athlete: Athlete) -> None:
    for _ in range(50):
        athlete.log(told())
    assert len(counted(athlete)) == 1
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(told())
    assert fault(refusal.value)["reason"] == "row_limit"


def test_its_owner_reads_it(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    phone, watch = pair
    with athlete.signed_in() as sql:
        listed = sql.execute(
            "select id::text, duplicate_of::text from public.workout_sessions where status = 'duplicate'"
        ).fetchall()
        exported = sql.execute("select public.export_my_data('workout_sessions')").fetchone()
    assert listed == [(watch["id"], phone["id"])]
    assert exported is not None
    told_of = {row["id"]: row["duplicate_of"] for row in exported[0]["sections"]["workout_sessions"]}
    assert told_of == {phone["id"]: None, watch["id"]: phone["id"]}
    calendar = athlete.rows(
        "select sessions from private.training_calendar(%s, %s, %s, %s)",
        athlete.id, NOON.date(), NOON.date(), NOON,
    )  # fmt: skip
    assert [one["session_id"] for [day] in calendar for one in day] == [phone["id"]]


def test_the_plan_goes_on_where_only_the_duplicate_names_its_day(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(BENCH)], [line(SQUAT)])
    first, second = athlete.days_of(plan)
    athlete.activate(plan, NOON - DAY)
    athlete.log(told(0, 60, BENCH))
    assert athlete.log(told(0, 60, BENCH, day=first))["duplicate_of"]
    following = athlete.value("select private.next_workout(%s, %s)", athlete.id, NOON + DAY)
    assert following["plan_workout_id"] == second
