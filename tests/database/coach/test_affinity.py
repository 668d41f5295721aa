"""Affinity: points by day with a half-life of sixty days, calculated by hand."""

import math
import uuid
from datetime import datetime, timedelta

import pytest

from tests.database.athlete import NOON, Athlete, Connection, one_set, sign_up, workout
from tests.database.coach.talking import answered, said


def affinity(athlete: Athlete, at: datetime = NOON) -> tuple[int, str]:
    [found] = athlete.rows("select score, level from private.affinity_at(%s, %s)", athlete.id, at)
    return found[0], found[1]


def train(athlete: Athlete, at: datetime) -> None:
    athlete.log(workout(at - timedelta(hours=1), one_set()), now=at)


def chat(athlete: Athlete, *moments: datetime) -> None:
    for at in moments:
        said(athlete, "Hello", at=at)


def test_strangers_are_new_to_each_other(athlete: Athlete) -> None:
    assert affinity(athlete) == (0, "new")


@pytest.mark.parametrize(
    ("points", "score"),
    [
        (5, 3),  # 100 (1 - e^(-5/150)) = 3.28
        (7, 5),  # 4.56
        (8, 5),  # 5.19
    ],
)
def test_a_days_points_add_up_to_eight_at_most(athlete: Athlete, points: int, score: int) -> None:
    train(athlete, NOON)
    if points > 5:
        athlete.check_in(NOON)
        athlete.sql.execute(
            "update public.check_ins set created_at = %s where user_id = %s", [NOON, athlete.id]
        )
    if points > 7:
        chat(athlete, *[NOON - timedelta(minutes=n) for n in range(9)])
    assert affinity(athlete)[0] == score == round(100 * (1 - math.exp(-points / 150)))


def test_the_fourth_message_of_a_day_counts_no_more(athlete: Athlete) -> None:
    days = [NOON - timedelta(days=n) for n in range(20)]
    chat(athlete, *[at - timedelta(minutes=n) for at in days for n in range(3)])
    three_a_day = affinity(athlete)
    chat(athlete, *[at - timedelta(minutes=n) for at in days for n in range(3, 6)])
    assert affinity(athlete) == three_a_day


def test_a_second_workout_on_a_day_counts_no_more(athlete: Athlete) -> None:
    for hours in (1, 4):
        train(athlete, NOON - timedelta(hours=hours))
    assert affinity(athlete)[0] == 3


def test_a_message_counts_to_the_day_where_the_user_is(sql: Connection) -> None:
    """10:30 and 09:30 UTC are two days on Kiritimati, 14 hours ahead: three messages in each count."""
    islander = sign_up(sql, zone="Pacific/Kiritimati")
    for hour in (9, 10):
        chat(islander, *[NOON.replace(hour=hour, minute=30 + n) for n in range(3)])
    # Three today and three yesterday, 3 + 3 x 0.5^(1/60) = 5.97: 100 (1 - e^(-5.97/150)) = 3.90
    assert affinity(islander)[0] == 4


def test_sixty_days_halve_it(athlete: Athlete) -> None:
    for n in range(60):
        train(athlete, NOON - timedelta(days=n))
    # 5 x (1 - 0.5) / (1 - 0.5^(1/60)) = 217.65: 100 (1 - e^(-217.65/150)) = 76.57
    assert affinity(athlete) == (77, "close")
    # 108.83: 51.59
    assert affinity(athlete, NOON + timedelta(days=60)) == (52, "close")
    # 54.41: 30.42
    assert affinity(athlete, NOON + timedelta(days=120)) == (30, "familiar")
    # Seven half-lives after the last there is nothing left to count.
    assert affinity(athlete, NOON + timedelta(days=421)) == (0, "new")


def test_a_workout_that_is_deleted_is_counted_no_more(athlete: Athlete) -> None:
    train(athlete, NOON)
    athlete.write("delete from public.workout_sessions where user_id = %s", athlete.id)
    assert affinity(athlete) == (0, "new")


def test_the_profile_shows_the_score_after_an_answer(athlete: Athlete) -> None:
    train(athlete, NOON)
    answer = answered(athlete, said(athlete, "Done!")["session_id"])
    assert answer["affinity"] == {"score": 4, "level": "new"}  # 6 points: 3.92
    assert athlete.value("select affinity_score from public.profiles where id = %s", athlete.id) == 4


def test_the_order_in_which_facts_arrive_decides_nothing(athlete: Athlete) -> None:
    twin = sign_up(athlete.sql, user=str(uuid.uuid4()))
    days = [NOON - timedelta(days=n) for n in (0, 3, 3, 40)]
    for at in days:
        train(athlete, at)
    chat(athlete, *days)
    chat(twin, *reversed(days))
    for at in reversed(days):
        train(twin, at)
    assert affinity(athlete) == affinity(twin)
