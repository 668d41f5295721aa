"""Cohorts: only eligible users who consented, published by the week, and none of them identifiable."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import psycopg
import pytest

from tests.database.athlete import NOON, Connection
from tests.database.statistics.cohort_ratios import place
from tests.database.statistics.crowds import (
    BORN,
    STRONGEST,
    THEN,
    TODAY,
    WEAKEST,
    WEEK,
    agree,
    asker,
    crowd,
    lifts_now,
    night,
    refresh,
    trained,
    verify,
)
from tests.database.statistics.lifters import RankedAthlete, join
from tests.people import insert_user

# A band of bodyweight for each test: nobody of another test is in its cohort.
_bands = count(80, 10)


@pytest.fixture
def kg() -> float:
    return next(_bands) + 5


@pytest.fixture(autouse=True)
def undone(sql: Connection) -> Iterator[None]:
    """Each test begins without a snapshot."""
    with sql.transaction(force_rollback=True):
        yield


def told(person: RankedAthlete, at: datetime = THEN) -> tuple[float | None, int | None, str | None]:
    row = person.ranked("deadlift", at)
    return row["cohort_percentile"], row["cohort_people"], row["cohort_reason"]


def published(sql: Connection, kg: float) -> list[tuple[int, list[float]]]:
    """What of this cohort is published."""
    return sql.execute(
        "select people, ratios from private.cohort_distributions where bodyweight_from_kg = %s", [kg - 5]
    ).fetchall()


@pytest.mark.attack("cohorts-1")
def test_49_people_are_too_few_and_50_are_enough(sql: Connection, kg: float) -> None:
    person = asker(sql, kg, 1.25)
    crowd(sql, 49, kg)
    night(sql)
    assert told(person) == (None, None, "cohort_too_small")
    crowd(sql, 1, kg)
    night(sql, THEN + WEEK)
    assert told(person, THEN + WEEK)[1:] == (50, None)


@pytest.mark.attack("cohorts-1")
def test_a_small_cohort_cant_even_be_stored(sql: Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="nobody_is_told_apart"), sql.transaction():
        sql.execute(
            "insert into private.cohort_distributions"
            " (lift, sex, age_from, bodyweight_from_kg, people, ratios, published_at)"
            " values ('squat', 'male', 20, 80, 49, '{1, 1, 1, 1, 1}', now())"
        )


@pytest.mark.attack("cohorts-2")
@pytest.mark.parametrize(
    "lacks",
    ["days", "workouts", "weeks", "prompt", "moved", "age", "address", "account", "history", "plausible",
     "consent"],
)  # fmt: skip
def test_who_isnt_eligible_doesnt_count(sql: Connection, kg: float, lacks: str) -> None:
    """49 real members and one who is made up show nothing of the 49."""
    crowd(sql, 49, kg)
    fake = insert_user(sql)
    born = (THEN - timedelta(days=365 * 17)).date() if lacks == "age" else BORN
    if lacks == "age":
        # The decade of the youngest has people of age as well.
        sql.execute(
            "update public.profiles set date_of_birth = %s"
            " where id in (select user_id from private.cohort_members)",
            [(THEN - timedelta(days=int(365.25 * 18.5))).date()],
        )
    sql.execute("update public.profiles set sex = 'male', date_of_birth = %s where id = %s", [born, fake])
    if lacks != "address":
        verify(sql, [fake])
    trained(
        sql, [fake], kg, [9.0 if lacks == "plausible" else 1.2],
        workouts=23 if lacks == "workouts" else 24,
        # 16 days in 43 are in seven weeks, whatever day it is.
        days={"days": 15, "weeks": 16}.get(lacks, 24),
        apart={"days": 4, "weeks": 2.8}.get(lacks, 2.5),
        late=timedelta(days=7, minutes=1) if lacks == "prompt" else timedelta(hours=1),
        # All told on one day, and spread over the weeks afterwards.
        told=THEN - timedelta(days=65) if lacks == "moved" else None,
        until=THEN - timedelta(days=90) if lacks == "history" else THEN,
    )  # fmt: skip
    if lacks != "consent":
        agree(sql, [fake])
    at = TODAY + timedelta(days=59) if lacks == "account" else THEN
    night(sql, at)
    assert sql.execute("select count(*) from private.cohort_lifts where user_id = %s", [fake]).fetchone() == (
        0,
    )
    assert published(sql, kg) == []


def test_who_is_eligible_counts(sql: Connection, kg: float) -> None:
    """The same as above, with nothing lacking: 16 days in 50 are in eight weeks at least."""
    crowd(sql, 49, kg)
    real = insert_user(sql)
    sql.execute("update public.profiles set sex = 'male', date_of_birth = %s where id = %s", [BORN, real])
    verify(sql, [real])
    trained(sql, [real], kg, [1.2], days=16, apart=49 / 15, late=timedelta(days=7))
    agree(sql, [real])
    night(sql)
    assert [people for people, _ in published(sql, kg)] == [50]


@pytest.mark.attack("cohorts-3")
def test_sybils_who_were_made_today_show_nothing_of_their_victim(sql: Connection, kg: float) -> None:
    """49 scripted accounts around one real member, each with a history that was imported."""
    crowd(sql, 1, kg)
    sybils = [insert_user(sql, at=TODAY) for _ in range(49)]
    sql.execute(
        "update public.profiles set sex = 'male', date_of_birth = %s where id = any(%s)", [BORN, sybils]
    )
    verify(sql, sybils)
    trained(sql, sybils, kg, [n / 50 for n in range(1, 50)], until=TODAY, told=TODAY)
    agree(sql, sybils)
    spy = asker(sql, kg, 1.1)
    for days in (1, 8, 70):
        night(sql, TODAY + timedelta(days=days))
        assert published(sql, kg) == []
        assert told(spy, THEN)[0] is None


@pytest.mark.attack("cohorts-4")
def test_moving_ones_own_facts_is_no_oracle(sql: Connection, kg: float) -> None:
    """However strong, heavy or old the asker becomes, there is one answer from one distribution."""
    crowd(sql, 50, kg)
    spy = asker(sql, kg, WEAKEST)
    night(sql)
    first = told(spy)
    assert first[0] == 0
    seen = {first}
    for step in range(30):
        lifts_now(sql, [spy.id], kg, 0.9 + step / 40)
        if step % 5 == 0:
            spy.weigh(kg + step / 10, THEN - timedelta(hours=40 - step))
        night(sql, THEN + timedelta(hours=step))
        seen.add(told(spy, THEN + timedelta(hours=step)))
    assert seen == {first}
    lifts_now(sql, [spy.id], kg, STRONGEST)
    night(sql, THEN + WEEK)
    assert told(spy, THEN + WEEK) == first


@pytest.mark.attack("cohorts-5")
@pytest.mark.parametrize("what", ["join", "withdrawal", "deleted account", "another lift"])
def test_before_and_after_one_person_nothing_differs(sql: Connection, kg: float, what: str) -> None:
    """Neither at once nor by the next snapshot."""
    people = crowd(sql, 55, kg)
    night(sql)
    before = published(sql, kg)
    assert before[0][0] == 55
    match what:
        case "join":
            crowd(sql, 1, kg, [2.0])
        case "withdrawal":
            agree(sql, [people[-1]], granted=False)
        case "deleted account":
            sql.execute("delete from auth.users where id = %s", [people[-1]])
        case _:
            lifts_now(sql, people[:1], kg, 2)
    assert published(sql, kg) == before
    refresh(sql, THEN + timedelta(days=1))
    assert published(sql, kg) == before
    night(sql, THEN + WEEK)
    assert published(sql, kg) == before


@pytest.mark.attack("cohorts-5")
def test_five_changes_are_published(sql: Connection, kg: float) -> None:
    people = crowd(sql, 60, kg)
    night(sql)
    agree(sql, people[-4:], granted=False)
    night(sql, THEN + WEEK)
    assert published(sql, kg)[0][0] == 60
    agree(sql, people[-5:-4], granted=False)
    night(sql, THEN + 2 * WEEK)
    assert published(sql, kg)[0][0] == 55


def test_a_cohort_that_has_become_too_small_is_gone(sql: Connection, kg: float) -> None:
    people = crowd(sql, 52, kg)
    night(sql)
    agree(sql, people[:5], granted=False)
    assert len(published(sql, kg)) == 1
    night(sql, THEN + WEEK)
    assert published(sql, kg) == []


@pytest.mark.attack("cohorts-6")
def test_a_withdrawal_deletes_what_is_kept_at_once(sql: Connection, kg: float) -> None:
    [person, *_] = crowd(sql, 50, kg)
    night(sql)
    kept = " + ".join(
        f"(select count(*) from private.{table} where user_id = %(user)s)"
        for table in ("cohort_members", "cohort_lifts", "cohort_places")
    )
    assert sql.execute(f"select {kept}".encode(), {"user": person}).fetchone() == (3,)
    agree(sql, [person], granted=False)
    assert sql.execute(f"select {kept}".encode(), {"user": person}).fetchone() == (0,)


@pytest.mark.attack("cohorts-7")
def test_a_place_is_told_in_steps_of_five(sql: Connection, kg: float) -> None:
    crowd(sql, 53, kg)
    # Never halfway between two steps: it matters how that is rounded.
    spies = [asker(sql, kg, 0.9007 + n / 20) for n in range(16)]
    night(sql)
    answers = [told(spy) for spy in spies]
    assert {people for _, people, _ in answers} == {50}
    assert all(percentile is not None and percentile % 5 == 0 for percentile, _, _ in answers)
    [(_, ratios)] = published(sql, kg)
    assert [float(answer[0] or 0) for answer in answers] == [
        place(0.9007 + n / 20, [float(ratio) for ratio in ratios]) for n in range(16)
    ]


def test_within_a_week_nothing_is_published(sql: Connection, kg: float) -> None:
    night(sql)
    crowd(sql, 50, kg)
    night(sql, THEN + timedelta(days=5))
    assert published(sql, kg) == []
    night(sql, THEN + WEEK)
    assert len(published(sql, kg)) == 1


def test_who_subscribes_later_is_compared_the_next_night(sql: Connection, kg: float) -> None:
    crowd(sql, 50, kg)
    night(sql)
    late = asker(sql, kg, 1.25)
    assert told(late) == (None, None, "not_compared_yet")
    night(sql, THEN + timedelta(days=1))
    assert told(late)[2] is None


@pytest.mark.parametrize(
    ("sex", "kg_more", "born"),
    [("female", 0, BORN), ("male", 10, BORN), ("male", 0, "1986-01-01")],
)
def test_other_people_are_another_cohort(
    sql: Connection, kg: float, sex: str, kg_more: float, born: str
) -> None:
    """A decade of age, ten kilograms, the same sex."""
    next(_bands)
    crowd(sql, 50, kg)
    other = asker(sql, kg + kg_more, 1.2, born, sex)
    night(sql)
    assert told(other) == (None, None, "cohort_too_small")


@pytest.mark.parametrize(
    ("sex", "kg", "born", "reason"),
    [
        (None, 80, BORN, "sex_unknown"),
        ("male", 80, None, "age_unknown"),
        ("male", None, BORN, "no_recent_bodyweight"),
    ],
)
def test_who_isnt_known_well_enough_has_no_cohort(
    sql: Connection, sex: str | None, kg: float | None, born: str | None, reason: str
) -> None:
    lifter = join(sql, sex, kg, born)
    lifter.lift(deadlift=100)
    assert told(lifter, NOON) == (None, None, reason)


def test_a_sex_without_standards_still_has_its_cohort(sql: Connection, kg: float) -> None:
    crowd(sql, 50, kg, sex="other")
    person = asker(sql, kg, 1.2, sex="other")
    night(sql)
    assert told(person)[1] == 50


def test_a_second_refresh_has_nothing_to_do(sql: Connection, kg: float) -> None:
    crowd(sql, 2, kg)
    refresh(sql)
    assert sql.execute("select private.refresh_cohorts(%s)", [THEN + timedelta(hours=19)]).fetchone() == (0,)


def test_a_refresh_is_cut_into_batches(sql: Connection, kg: float) -> None:
    crowd(sql, 5, kg)
    assert sql.execute("select private.refresh_cohorts(%s, 3)", [THEN]).fetchone() == (3,)
    assert sql.execute("select private.refresh_cohorts(%s, 3)", [THEN]).fetchone() != (0,)


@pytest.mark.parametrize(
    ("born", "band"), [("2020-01-01", 10), ("1996-06-11", 20), ("1996-06-10", 30), ("1930-01-01", 70)]
)
def test_an_age_band_begins_on_the_birthday(sql: Connection, born: str, band: int) -> None:
    assert sql.execute("select private.age_band(%s, %s)", [born, NOON.date()]).fetchone() == (band,)


@pytest.mark.usefixtures("sql")
def test_a_snapshot_passes_over_who_is_leaving(database: str, kg: float) -> None:
    """It neither waits for them nor counts them."""
    with psycopg.connect(database, autocommit=True) as job, psycopg.connect(database) as phone:
        people = crowd(job, 51, kg)
        refresh(job)
        phone.execute("delete from public.user_consents where user_id = %s", [people[0]])
        with job.transaction(force_rollback=True):
            job.execute("select private.publish_cohorts(%s)", [THEN])
            assert [people for people, _ in published(job, kg)] == [50]
        phone.rollback()
        job.execute("delete from auth.users where id = any(%s)", [people])


@pytest.mark.usefixtures("sql")
def test_who_withdraws_during_a_snapshot_is_kept_nowhere_after_it(database: str, kg: float) -> None:
    with psycopg.connect(database, autocommit=True) as phone, psycopg.connect(database) as job:
        people = crowd(phone, 50, kg)
        refresh(phone)
        job.execute("select private.publish_cohorts(%s)", [THEN])
        withdrawn = threading.Thread(target=agree, args=(phone, people[:1]), kwargs={"granted": False})
        withdrawn.start()
        job.commit()
        withdrawn.join()
        kept = "select count(*) from private.cohort_places where user_id = %s"
        assert job.execute(kept, [people[0]]).fetchone() == (0,)
        job.rollback()
        phone.execute("delete from private.cohort_snapshots")
        phone.execute("delete from private.cohort_distributions")
        phone.execute("delete from auth.users where id = any(%s)", [people])
