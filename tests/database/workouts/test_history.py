"""History: what was trained before sign-up, or told more than 35 days late, is shown and worth nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.database.achievements.awards import awards, progress
from tests.database.athlete import (
    BENCH,
    NOON,
    SQUAT,
    Athlete,
    Connection,
    Document,
    one_set,
    sign_up,
    workout,
)
from tests.database.notifications.messages import inbox
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.database.weeks import DAY, WEEK

ALL = ["records", "statistics", "xp", "streak", "achievements"]
HOUR = timedelta(hours=1)
# Of a workout with a working set of one exercise.
WORTH = 55


@pytest.fixture
def newcomer(sql: Connection) -> Athlete:
    """Somebody who signs up at noon."""
    return sign_up(sql, at=NOON)


def bench(at: datetime, load: float = 60, *, zone: str | None = None, minutes: int = 60) -> Document:
    return workout(at, one_set(BENCH, 5, load), minutes=minutes, timezone=zone)


def assert_worth_nothing(athlete: Athlete, at: datetime) -> None:
    assert athlete.xp() == 0
    assert athlete.weeks(at) == (0, 0)
    assert athlete.streak("daily_login", at) == (0, 0)
    assert awards(athlete) == {}
    assert_true(athlete)


def assert_true(athlete: Athlete) -> None:
    """What stands is what the facts alone make."""
    assert not differences(state(athlete), derived_anew(athlete))
    assert_ledger_is_sound(athlete)


def is_history(athlete: Athlete, document: Document) -> bool:
    query = "select is_history from public.workout_sessions where id = %s"
    return bool(athlete.value(query, document["id"]))


@pytest.mark.attack("past-2")
def test_training_before_sign_up_sets_records_and_earns_nothing(newcomer: Athlete) -> None:
    for n in range(40):
        told = newcomer.log(bench(NOON - (40 - n) * DAY, 40 + n), now=NOON + n * timedelta(minutes=1))
        assert told["counts_for"] == ["records", "statistics"]
        assert told["counts_reason"] == "before_sign_up"
        assert (told["xp"]["gained"], told["xp"]["events"], told["achievements"]) == (0, [], [])
    assert_worth_nothing(newcomer, NOON)
    assert {r["record_type"] for r in told["records"]} == {"max_weight", "max_volume", "estimated_1rm"}
    query = "select value, previous_value from public.personal_records where record_type = 'max_weight'"
    assert newcomer.rows(f"{query} and user_id = %s", newcomer.id) == [(79, 78)]


@pytest.mark.attack("past-3")
def test_what_is_told_more_than_35_days_late_earns_nothing(sql: Connection) -> None:
    for late, counts in ((35 * DAY, True), (35 * DAY + timedelta(seconds=1), False), (400 * DAY, False)):
        athlete = sign_up(sql)
        told = athlete.log(bench(NOON), now=NOON + late)
        assert told["xp"]["gained"] == (WORTH if counts else 0)
        assert told["counts_for"] == (ALL if counts else ["records", "statistics"])
        assert told["counts_reason"] == (None if counts else "told_late")
        if not counts:
            assert_worth_nothing(athlete, NOON)


def test_a_phone_that_was_offline_for_a_month_loses_nothing(sql: Connection) -> None:
    online, offline = sign_up(sql), sign_up(sql)
    for n in range(30):
        online.log(bench(NOON + n * DAY, 40 + n))
        offline.log(bench(NOON + n * DAY, 40 + n), now=NOON + 31 * DAY)
    end = NOON + 31 * DAY
    assert offline.xp() == online.xp()
    assert offline.weeks(end) == online.weeks(end)
    assert awards(offline) == awards(online)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"])
def test_the_day_of_sign_up_counts_in_the_zone_of_the_workout(sql: Connection, zone: str) -> None:
    """The zone of the profile is a guess until onboarding."""
    signed_up = datetime(2026, 6, 10, 12, tzinfo=UTC)
    midnight = datetime.fromisoformat(
        str(
            sql.execute(
                "select date_trunc('day', %s at time zone %s) at time zone %s", [signed_up, zone, zone]
            ).fetchone()[0]  # type: ignore[index]
        )
    )
    athlete = sign_up(sql, at=signed_up)
    assert athlete.log(bench(midnight, zone=zone), now=signed_up + HOUR)["counts_for"] == ALL
    # Without a duration, so that it is no duplicate of the other.
    before = athlete.log(bench(midnight - timedelta(seconds=1), zone=zone, minutes=0), now=signed_up + HOUR)
    assert before["counts_reason"] == "before_sign_up"


@pytest.mark.attack("past-4")
def test_a_workout_that_is_moved_is_judged_by_its_new_time(newcomer: Athlete) -> None:
    document = bench(NOON + HOUR)
    newcomer.log(document)
    assert newcomer.xp() == WORTH
    earlier = bench(NOON - 3 * DAY) | {"id": document["id"]}
    assert newcomer.correct(earlier, now=NOON + 2 * DAY)["xp"]["gained"] == 0
    assert_worth_nothing(newcomer, NOON + 2 * DAY)
    newcomer.correct(bench(NOON + DAY) | {"id": document["id"]}, now=NOON + 2 * DAY)
    assert newcomer.xp() == WORTH
    assert_true(newcomer)


@pytest.mark.attack("past-4")
def test_workouts_stored_up_can_not_be_moved_to_days_long_gone(sql: Connection) -> None:
    """They were told early enough for any later day: what is told then is the move."""
    sleeper = sign_up(sql)
    stored = [bench(NOON) for _ in range(12)]
    for document in stored:
        sleeper.log(document)
    before = sleeper.xp()
    for n, document in enumerate(stored):
        moved = bench(NOON + (30 + 7 * n) * DAY) | {"id": document["id"]}
        told = sleeper.correct(moved, now=NOON + 300 * DAY)
        assert (told["counts_reason"], told["xp"]["gained"]) == ("told_late", 0)
    assert sleeper.xp() < before
    assert_worth_nothing(sleeper, NOON + 300 * DAY)


def test_corrections_long_after_cost_nothing(sql: Connection) -> None:
    """Of the load, a set forgotten, the hour."""
    athlete = sign_up(sql)
    session = athlete.start(NOON)
    athlete.add_set(session, one_set())
    athlete.finish(session, NOON + HOUR)
    assert athlete.xp() == WORTH
    later = NOON + 200 * DAY
    heavier = workout(NOON, one_set(load=65), one_set()) | {"id": session}
    assert athlete.correct(heavier, now=later)["counts_for"] == ALL
    an_hour_later = workout(NOON + HOUR, one_set(load=65)) | {"id": session}
    assert athlete.correct(an_hour_later, now=later)["counts_for"] == ALL
    assert athlete.xp() == WORTH
    assert athlete.value("select created_at from public.workout_sessions where id = %s", session) == NOON


@pytest.mark.attack("past-5")
def test_sets_added_to_history_earn_nothing(newcomer: Athlete) -> None:
    document = bench(NOON - DAY)
    newcomer.log(document, now=NOON)
    newcomer.add_set(document["id"], one_set(SQUAT, order=2))
    newcomer.correct(
        workout(NOON - DAY, *[one_set(e) for e in (BENCH, SQUAT)]) | {"id": document["id"]}, now=NOON
    )
    assert_worth_nothing(newcomer, NOON)


@pytest.mark.attack("past-5")
def test_deleted_and_told_again_it_is_told_when_it_is_told_again(sql: Connection) -> None:
    athlete = sign_up(sql)
    document = bench(NOON)
    athlete.log(document)
    assert athlete.xp() == WORTH
    assert athlete.log(document, now=NOON + 100 * DAY)["counts_for"] == ALL  # a repeat
    athlete.write("delete from public.workout_sessions where id = %s", document["id"])
    again = athlete.log(document | {"restore": True}, now=NOON + 100 * DAY)
    assert again["counts_reason"] == "told_late"
    assert_worth_nothing(athlete, NOON + 100 * DAY)


@pytest.mark.attack("past-6")
def test_a_light_past_makes_no_record_of_a_first_workout(newcomer: Athlete) -> None:
    """It is shown as one, and earns nothing: without the past it would be a baseline."""
    first = bench(NOON + HOUR)
    newcomer.log(first)
    counted = newcomer.xp(), awards(newcomer)
    newcomer.log(bench(NOON - 5 * DAY, 1), now=NOON + 2 * HOUR)
    assert (newcomer.xp(), awards(newcomer)) == counted
    assert len(newcomer.log(first)["records"]) == 3
    assert_true(newcomer)
    # One more, over a workout that counts, is worth what any record is.
    told = newcomer.log(bench(NOON + DAY, 65))
    assert {"event_type": "personal_record", "xp": 60} in told["xp"]["events"]
    assert_true(newcomer)


@pytest.mark.attack("past-6")
def test_a_record_earns_as_long_as_it_beats_a_workout_that_counts(newcomer: Athlete) -> None:
    """What was best before never changes here, only whether what gave it counts."""
    newcomer.log(bench(NOON - DAY, 60), now=NOON)
    first = bench(NOON + HOUR, 60)
    newcomer.log(first)
    newcomer.log(bench(NOON + DAY, 70))
    both = newcomer.xp()
    assert both == 2 * WORTH + 60
    newcomer.correct(bench(NOON - 2 * DAY, 60) | {"id": first["id"]}, now=NOON + DAY)
    assert newcomer.xp() == WORTH
    assert_true(newcomer)
    newcomer.correct(first, now=NOON + DAY)
    assert newcomer.xp() == both
    newcomer.write("delete from public.workout_sessions where id = %s", first["id"])
    assert newcomer.xp() == WORTH
    newcomer.log(first | {"restore": True})
    assert newcomer.xp() == both
    assert_true(newcomer)


def test_the_last_history_that_comes_to_count_pays_the_records_over_it(newcomer: Athlete) -> None:
    past = bench(NOON - DAY, 60)
    newcomer.log(past, now=NOON)
    newcomer.log(bench(NOON + DAY, 70))
    assert newcomer.xp() == WORTH
    newcomer.correct(bench(NOON + HOUR, 60) | {"id": past["id"]}, now=NOON + DAY)
    assert newcomer.xp() == 2 * WORTH + 60
    assert_true(newcomer)


@pytest.mark.attack("past-6")
def test_after_a_made_up_past_nobody_comes_back(newcomer: Athlete) -> None:
    newcomer.log(bench(NOON - 300 * DAY), now=NOON)
    newcomer.log(bench(NOON + HOUR))
    assert set(awards(newcomer)) == {"first-workout"}
    assert_true(newcomer)


def test_exercises_of_the_past_are_new_when_they_first_count(newcomer: Athlete, sql: Connection) -> None:
    newcomer.log(bench(NOON - DAY), now=NOON)
    newcomer.log(workout(NOON + HOUR, one_set(BENCH, 5), one_set(SQUAT, 5)))
    newcomer.log(workout(NOON + DAY, one_set(BENCH, 5), one_set(SQUAT, 5)))
    other = sign_up(sql)
    other.log(workout(NOON + HOUR, one_set(BENCH, 5), one_set(SQUAT, 5)))
    other.log(workout(NOON + DAY, one_set(BENCH, 5), one_set(SQUAT, 5)))
    assert progress(newcomer, "exercises-10") == progress(other, "exercises-10") == 2
    assert_true(newcomer)


@pytest.mark.attack("past-2")
def test_days_before_sign_up_fill_no_week(newcomer: Athlete) -> None:
    """Noon is a Wednesday: two of three days were trained in the same week, before it."""
    for days in (-2, -1):
        newcomer.log(bench(NOON + days * DAY), now=NOON)
    newcomer.log(bench(NOON + HOUR))
    assert newcomer.weeks(NOON + 2 * HOUR) == (0, 0)
    assert newcomer.streak("daily_login", NOON + 2 * HOUR) == (1, 1)
    for days in (1, 2):
        newcomer.log(bench(NOON + days * DAY))
    assert newcomer.weeks(NOON + 2 * DAY) == (1, 1)
    assert newcomer.weeks(NOON + WEEK) == (1, 1)
    assert_true(newcomer)


@pytest.mark.attack("past-7")
def test_history_is_no_news(sql: Connection) -> None:
    """Not even records of the days just before sign-up."""
    now = datetime.now(UTC)
    newcomer, veteran = sign_up(sql, at=now), sign_up(sql)
    for athlete in (newcomer, veteran):
        for hours, load in ((47, 60), (36, 70), (30, 80)):
            athlete.log(bench(now - hours * HOUR, load), now=now)
    records = "select count(*) from realtime.messages where event = 'record.achieved' and topic like %s"
    affinity = "select score from private.affinity_at(%s, %s)"
    news = [
        [
            len(inbox(a)),
            a.value(records, f"%{a.id}%"),
            a.value(affinity, a.id, now),
        ]
        for a in (newcomer, veteran)
    ]
    assert news[0] == [0, 0, 0]
    assert all(news[1])
