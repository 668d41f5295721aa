"""What becomes of a duplicate when it or the other one is deleted or corrected, or both are kept."""

import uuid
from collections.abc import Callable

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
    one_set,
    sign_up,
)
from tests.database.progress import State, differences, state
from tests.database.workouts.tellings import DAY, MINUTE, assert_true, counted, mark_of, told
from tests.database.workouts.verbs import fault, run, session_row

DELETE = "delete from public.workout_sessions where id = %s"
KEEP = "select private.keep_duplicate(%s, %s, %s)"


def outcome(athlete: Athlete, *happens: Callable[[], object]) -> State:
    """What is derived after these happened, which are then undone."""
    with athlete.sql.transaction(force_rollback=True):
        for happen in happens:
            happen()
        return state(athlete)


def keep(athlete: Athlete, session: str) -> Document:
    answer: Document = athlete.value(KEEP, athlete.id, session, NOON + DAY)
    return answer


@pytest.fixture
def pair(athlete: Athlete) -> tuple[Document, Document]:
    """A workout and its duplicate, of a watch that started five minutes later."""
    phone, watch = told(), told(5)
    athlete.log(phone)
    athlete.log(watch)
    return phone, watch


# Deleting


def test_deleting_the_counted_one_makes_its_duplicate_count(athlete: Athlete) -> None:
    phone, watch = told(), told(5)
    alone = outcome(athlete, lambda: athlete.log(watch))
    after = outcome(
        athlete,
        lambda: athlete.log(phone),
        lambda: athlete.log(watch),
        lambda: athlete.write(DELETE, phone["id"]),
    )
    assert not differences(after, alone)


def test_deleting_the_duplicate_just_removes_it(athlete: Athlete) -> None:
    phone, watch = told(), told(5)
    alone = outcome(athlete, lambda: athlete.log(phone))
    after = outcome(
        athlete,
        lambda: athlete.log(phone),
        lambda: athlete.log(watch),
        lambda: athlete.write(DELETE, watch["id"]),
    )
    assert not differences(after, alone)


@pytest.mark.parametrize("minutes", [(5, 10), (10, 5)])
def test_of_two_duplicates_the_one_told_earlier_counts_next(
    athlete: Athlete, minutes: tuple[int, int]
) -> None:
    first, second, third = told(), *(told(at) for at in minutes)
    for n, document in enumerate((first, second, third)):
        athlete.log(document, now=NOON + DAY + n * MINUTE)
    athlete.write(DELETE, first["id"])
    assert mark_of(athlete, second) == ("completed", None)
    assert mark_of(athlete, third) == ("duplicate", second["id"])
    assert_true(athlete)


def test_a_duplicate_of_two_goes_on_being_one_of_the_other(athlete: Athlete) -> None:
    early, late, both = told(0), told(40), told(20)
    for document in (early, late, both):
        athlete.log(document)
    assert mark_of(athlete, both) == ("duplicate", early["id"])
    athlete.write(DELETE, early["id"])
    assert mark_of(athlete, both) == ("duplicate", late["id"])
    athlete.write(DELETE, late["id"])
    assert mark_of(athlete, both) == ("completed", None)
    assert_true(athlete)


def test_both_can_go_at_once(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    ids = [document["id"] for document in pair]
    assert athlete.write("delete from public.workout_sessions where id = any(%s::uuid[])", ids) == 2
    assert athlete.xp() == 0
    assert_true(athlete)


def test_an_account_with_duplicates_can_be_deleted(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    assert athlete.rows("delete from auth.users where id = %s returning 1", athlete.id) == [(1,)]
    left = "select count(*) from public.workout_sessions where id = any(%s::uuid[])"
    assert athlete.value(left, [document["id"] for document in pair]) == 0


# Correcting


def test_a_corrected_duplicate_stays_one(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    phone, watch = pair
    earned = athlete.xp()
    heavier = [{**watch["sets"][0], "logged_weight_kg": 100}, *watch["sets"][1:], one_set(SQUAT, order=3)]
    answer = athlete.correct(watch | {"sets": heavier})
    assert (answer["duplicate_of"], answer["sets"], answer["total_volume_kg"]) == (phone["id"], 3, 1760)
    assert athlete.xp() == earned
    assert_true(athlete)


@pytest.mark.parametrize("change", ["time", "exercises"])
def test_a_duplicate_that_was_put_right_counts(
    athlete: Athlete, pair: tuple[Document, Document], change: str
) -> None:
    _, watch = pair
    right = told(1440) if change == "time" else told(5, 60, CURL)
    answer = athlete.correct(right | {"id": watch["id"]})
    assert (answer["duplicate_of"], len(counted(athlete)), answer["xp"]["gained"] > 0) == (None, 2, True)
    assert_true(athlete)


def test_a_workout_that_counts_is_not_marked_by_a_correction(athlete: Athlete) -> None:
    first, second = told(), told(1440)
    athlete.log(first)
    athlete.log(second)
    athlete.correct({**second, **{key: first[key] for key in ("started_at", "ended_at")}})
    assert len(counted(athlete)) == 2
    assert_true(athlete)


@pytest.mark.parametrize("change", ["time", "exercises"])
def test_correcting_the_counted_one_makes_its_duplicate_count(athlete: Athlete, change: str) -> None:
    """The training at that time happened, and now nothing else tells of it."""
    phone, watch = told(), told(5)
    right = (told(-1440) if change == "time" else told(0, 60, CURL)) | {"id": phone["id"]}
    apart = outcome(athlete, lambda: athlete.log(right), lambda: athlete.log(watch))
    after = outcome(
        athlete,
        lambda: athlete.log(phone),
        lambda: athlete.log(watch),
        lambda: athlete.correct(right),
    )
    assert not differences(after, apart)


def test_of_the_duplicates_it_leaves_the_one_told_earlier_counts(athlete: Athlete) -> None:
    first, second, third = (told(5 * n) for n in range(3))
    for n, document in enumerate((first, second, third)):
        athlete.log(document, now=NOON + DAY + n * MINUTE)
    athlete.correct(told(-1440) | {"id": first["id"]})
    assert mark_of(athlete, second) == ("completed", None)
    assert mark_of(athlete, third) == ("duplicate", second["id"])
    assert_true(athlete)


def test_a_duplicate_stays_one_of_what_is_still_like_it(
    athlete: Athlete, pair: tuple[Document, Document]
) -> None:
    phone, watch = pair
    earned = athlete.xp()
    athlete.correct(told(-10) | {"id": phone["id"], "notes": "Ten minutes earlier"})
    assert mark_of(athlete, watch) == ("duplicate", phone["id"])
    assert athlete.xp() == earned
    assert_true(athlete)


def test_its_sets_can_be_changed_one_by_one(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    _, watch = pair
    earned = athlete.xp()
    added = athlete.add_set(watch["id"], one_set(BENCH, 10, 100, order=9))
    assert session_row(athlete, watch["id"])["total_volume_kg"] == 1960
    athlete.write("update public.session_exercises set logged_reps = 1 where id = %s", added)
    assert session_row(athlete, watch["id"])["total_volume_kg"] == 1060
    assert_true(athlete)
    athlete.write("delete from public.session_exercises where id = %s", added)
    assert session_row(athlete, watch["id"])["total_volume_kg"] == 960
    assert athlete.xp() == earned
    assert_true(athlete)


def test_its_energy_and_volume_follow_body_weight(athlete: Athlete) -> None:
    for at in (0, 5):
        answer = athlete.log(told(at, 60, PUSH_UP))
    assert answer["duplicate_of"]
    athlete.weigh(100)
    documents = athlete.rows(
        "select id::text from public.workout_sessions where user_id = %s order by started_at", athlete.id
    )
    first, second = (
        athlete.value("select private.workout_summary(%s, %s, %s)", athlete.id, session, NOON + DAY)
        for [session] in documents
    )
    assert second["duplicate_of"]
    assert first["energy_kcal"] == second["energy_kcal"] > 0
    assert first["total_volume_with_body_kg"] == second["total_volume_with_body_kg"] > 0
    assert_true(athlete)


# Keeping both


def test_kept_it_counts_like_one_that_is_told_late(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    _, watch = pair
    earned = athlete.xp()
    answer = keep(athlete, watch["id"])
    assert (answer["duplicate_of"], answer["counts_reason"]) == (None, None)
    assert athlete.xp() == earned + answer["xp"]["gained"] > earned
    assert mark_of(athlete, watch) == ("completed", None)
    assert_true(athlete)
    assert keep(athlete, watch["id"]) == answer
    # However it is corrected or sent again.
    assert athlete.log(watch)["duplicate_of"] is None
    assert athlete.correct(watch | {"notes": "Both are real"})["duplicate_of"] is None
    assert_true(athlete)


def test_a_workout_that_counts_is_kept_already(athlete: Athlete, pair: tuple[Document, Document]) -> None:
    phone, watch = pair
    assert keep(athlete, phone["id"])["session_id"] == phone["id"]
    assert mark_of(athlete, watch) == ("duplicate", phone["id"])


def test_nobody_keeps_what_is_not_theirs(
    sql: Connection, athlete: Athlete, pair: tuple[Document, Document]
) -> None:
    for session in (pair[1]["id"], str(uuid.uuid4())):
        with pytest.raises(psycopg.Error) as refusal:
            keep(sign_up(sql), session)
        assert fault(refusal.value) == {"code": "PT404", "field": "p_session_id"}
    assert mark_of(athlete, pair[1])[0] == "duplicate"


@pytest.mark.parametrize("status", ["started", "canceled"])
def test_only_what_is_over_is_kept(athlete: Athlete, status: str) -> None:
    session = athlete.start(NOON)
    if status == "canceled":
        run(athlete, "cancel", session)
    with pytest.raises(psycopg.Error) as refusal:
        keep(athlete, session)
    assert fault(refusal.value) == {"code": "PT409", "status": status, "session_id": session}
