"""Cohorts: only users who consented, and none of them identifiable."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import psycopg
import pytest

from tests.database.athlete import NOON, Connection
from tests.database.statistics.lifters import RankedAthlete, join

# A band of bodyweight for each test: nobody of another test is in its cohort.
_bands = count(200, 10)


@pytest.fixture
def kg() -> float:
    return next(_bands) + 5


def refresh(sql: Connection, at: datetime = NOON) -> int:
    """Until everybody is up to date; returns how many people were looked at."""
    looked_at = 0
    while batch := sql.execute("select private.refresh_cohorts(%s)", [at]).fetchone():
        if batch[0] == 0:
            break
        looked_at += batch[0]
    return looked_at


def crowd(sql: Connection, size: int, kg: float) -> list[RankedAthlete]:
    """People of a cohort, who deadlift 1, 2, 3 … percent of their bodyweight more than it."""
    people = []
    for n in range(1, size + 1):
        person = join(sql, "male", kg)
        person.lift(deadlift=kg * (100 + n) / 100)
        person.consent()
        people.append(person)
    refresh(sql)
    return people


def told(person: RankedAthlete, lift: str = "deadlift") -> tuple[float | None, int | None, str | None]:
    row = person.ranked(lift)
    return row["cohort_percentile"], row["cohort_people"], row["cohort_reason"]


def test_19_people_are_too_few_and_20_are_enough(sql: Connection, kg: float) -> None:
    people = crowd(sql, 19, kg)
    assert told(people[9]) == (None, None, "cohort_too_small")
    crowd(sql, 1, kg)
    # Ratios 1.01 twice, then 1.02 to 1.19: the tenth of them, 1.10, is at 10 / 19 of the way through: 52.6 %.
    assert told(people[9])[1:] == (20, None)
    assert told(people[9])[0] == pytest.approx(52.6, abs=0.1)


def test_who_hasnt_agreed_is_not_counted(sql: Connection, kg: float) -> None:
    people = crowd(sql, 19, kg)
    silent = join(sql, "male", kg)
    silent.lift(deadlift=kg)
    refresh(sql, NOON + timedelta(days=1))
    assert told(silent) == (None, None, "cohort_too_small")
    assert told(people[0]) == (None, None, "cohort_too_small")


def test_a_no_is_not_counted_either(sql: Connection, kg: float) -> None:
    crowd(sql, 19, kg)
    unwilling = join(sql, "male", kg)
    unwilling.lift(deadlift=kg)
    unwilling.consent(granted=False)
    refresh(sql, NOON + timedelta(days=1))
    assert told(unwilling) == (None, None, "cohort_too_small")


def test_a_withdrawal_takes_effect_at_once(sql: Connection, kg: float) -> None:
    people = crowd(sql, 21, kg)
    assert told(people[0])[1] == 21
    people[20].consent(granted=False)
    assert told(people[0])[1] == 20
    people[19].write("delete from public.user_consents where purpose = 'cohort_statistics'")
    assert told(people[0]) == (None, None, "cohort_too_small")


def test_what_was_withdrawn_is_kept_nowhere(sql: Connection, kg: float) -> None:
    [person] = crowd(sql, 1, kg)
    person.consent(granted=False)
    query = """
        select (select count(*) from private.cohort_members where user_id = %s),
            (select count(*) from private.cohort_lifts where user_id = %s)
    """
    assert person.rows(query, person.id, person.id) == [(0, 0)]


def test_who_agrees_again_is_counted_again(sql: Connection, kg: float) -> None:
    people = crowd(sql, 20, kg)
    people[4].consent(granted=False)
    people[4].consent()
    assert told(people[0]) == (None, None, "cohort_too_small")
    refresh(sql)
    assert told(people[0])[1] == 20


def test_a_deleted_account_leaves_its_cohort(sql: Connection, kg: float) -> None:
    people = crowd(sql, 20, kg)
    sql.execute("delete from auth.users where id = %s", [people[7].id])
    assert told(people[0]) == (None, None, "cohort_too_small")


@pytest.mark.parametrize(
    ("sex", "kg_more", "born"),
    [("female", 0, "1996-01-01"), ("male", 10, "1996-01-01"), ("male", 0, "1986-01-01")],
)
def test_other_people_are_another_cohort(
    sql: Connection, kg: float, sex: str, kg_more: float, born: str
) -> None:
    """A decade of age, ten kilograms, the same sex."""
    next(_bands)
    crowd(sql, 20, kg)
    other = join(sql, sex, kg + kg_more, born)
    other.lift(deadlift=kg)
    assert told(other) == (None, None, "cohort_too_small")


@pytest.mark.parametrize(
    ("sex", "kg", "born", "reason"),
    [
        (None, 80, "1996-01-01", "sex_unknown"),
        ("male", 80, None, "age_unknown"),
        ("male", None, "1996-01-01", "no_recent_bodyweight"),
    ],
)
def test_who_isnt_known_well_enough_has_no_cohort(
    sql: Connection, sex: str | None, kg: float | None, born: str | None, reason: str
) -> None:
    lifter = join(sql, sex, kg, born)
    lifter.lift(deadlift=100)
    assert told(lifter) == (None, None, reason)


def test_a_sex_without_standards_still_has_its_cohort(sql: Connection, kg: float) -> None:
    for n in range(20):
        person = join(sql, "other", kg)
        person.lift(deadlift=kg + n)
        person.consent()
    refresh(sql)
    assert told(person)[1] == 20


def test_a_small_cohort_cant_even_be_stored(sql: Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="nobody_is_told_apart"):
        sql.execute(
            "insert into private.cohort_distributions"
            " (lift, sex, age_from, bodyweight_from_kg, people, ratios)"
            " values ('squat', 'male', 20, 80, 19, '{1}')"
        )


def test_a_second_refresh_has_nothing_to_do(sql: Connection, kg: float) -> None:
    crowd(sql, 2, kg)
    assert refresh(sql) == 0
    assert refresh(sql, NOON + timedelta(hours=19)) == 0


def test_a_refresh_is_cut_into_batches(sql: Connection, kg: float) -> None:
    crowd(sql, 5, kg)
    later = NOON + timedelta(days=2)
    [first] = sql.execute("select private.refresh_cohorts(%s, 3)", [later]).fetchone() or []
    assert first == 3
    assert refresh(sql, later) >= 2


def test_a_refresh_follows_what_people_lift_now(sql: Connection, kg: float) -> None:
    people = crowd(sql, 20, kg)
    people[0].lift(NOON - timedelta(hours=1), deadlift=kg * 3)
    refresh(sql, NOON + timedelta(days=1))
    [top] = people[0].rows(
        "select ratio from private.cohort_lifts where user_id = %s and lift = 'deadlift'", people[0].id
    )
    assert top == (3,)


def test_who_changes_the_cohort_leaves_the_old_one(sql: Connection, kg: float) -> None:
    next(_bands)
    people = crowd(sql, 20, kg)
    people[0].weigh(kg + 10, NOON + timedelta(hours=20))
    refresh(sql, NOON + timedelta(days=1))
    assert told(people[1]) == (None, None, "cohort_too_small")


def test_who_no_longer_trains_a_lift_leaves_its_cohort(sql: Connection, kg: float) -> None:
    people = crowd(sql, 20, kg)
    people[0].write("delete from public.workout_sessions")
    refresh(sql, NOON + timedelta(days=1))
    assert told(people[1]) == (None, None, "cohort_too_small")


@pytest.mark.parametrize(
    ("born", "band"), [("2020-01-01", 10), ("1996-06-11", 20), ("1996-06-10", 30), ("1930-01-01", 70)]
)
def test_an_age_band_begins_on_the_birthday(sql: Connection, born: str, band: int) -> None:
    assert sql.execute("select private.age_band(%s, %s)", [born, NOON.date()]).fetchone() == (band,)


def wait_for(sql: Connection, blocker: int) -> None:
    """Until somebody waits for this connection."""
    query = "select count(*) from pg_stat_activity where %s = any(pg_blocking_pids(pid))"
    deadline = time.monotonic() + 60
    while sql.execute(query, [blocker]).fetchone() != (1,):
        assert time.monotonic() < deadline, "nobody waits"
        time.sleep(0.02)


def test_two_who_withdraw_at_the_same_time_are_both_out(sql: Connection, database: str, kg: float) -> None:
    """The second waits for the first, and then draws without it."""
    people = crowd(sql, 22, kg)
    withdraw = "update public.user_consents set granted = false where user_id = %s"
    with (
        psycopg.connect(database) as one,
        psycopg.connect(database, autocommit=True) as two,
        ThreadPoolExecutor(1) as pool,
    ):
        one.execute(withdraw, [people[0].id])
        second = pool.submit(two.execute, withdraw, [people[1].id])
        wait_for(sql, one.info.backend_pid)
        one.commit()
        second.result()
    assert told(people[2])[1] == 20


def test_who_withdraws_during_a_refresh_is_out_after_it(sql: Connection, database: str, kg: float) -> None:
    people = crowd(sql, 21, kg)
    with (
        psycopg.connect(database) as job,
        psycopg.connect(database, autocommit=True) as phone,
        ThreadPoolExecutor(1) as pool,
    ):
        job.execute("select private.refresh_cohorts(%s, 100000)", [NOON + timedelta(days=1)])
        withdrawal = pool.submit(
            phone.execute, "delete from public.user_consents where user_id = %s", [people[0].id]
        )
        wait_for(sql, job.info.backend_pid)
        job.commit()
        withdrawal.result()
    assert told(people[1])[1] == 20


def test_a_refresh_passes_over_who_is_leaving(sql: Connection, database: str, kg: float) -> None:
    """It neither waits for them nor counts them again."""
    people = crowd(sql, 21, kg)
    with psycopg.connect(database) as phone:
        # Held at its first step: the consent is withdrawn, its cohorts aren't drawn yet.
        phone.execute("select from private.cohort_members where user_id = %s for update", [people[0].id])
        refresh(sql, NOON + timedelta(days=1))
    query = "select refreshed_at from private.cohort_members where user_id = %s"
    assert people[0].rows(query, people[0].id) == [(NOON,)]
    assert people[1].rows(query, people[1].id) == [(NOON + timedelta(days=1),)]
