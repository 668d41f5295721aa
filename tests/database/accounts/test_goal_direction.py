"""A goal leads the way that its name says."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.database.athlete import Athlete, Document

WRONG: list[tuple[Document, str]] = [
    ({"goal_type": "lose_weight", "target_weight_kg": 90}, "target_weight_kg"),
    ({"goal_type": "lose_weight", "target_weight_kg": 80}, "target_weight_kg"),
    ({"goal_type": "gain_muscle", "target_weight_kg": 75}, "target_weight_kg"),
    ({"goal_type": "gain_muscle", "target_weight_kg": 80}, "target_weight_kg"),
]
NO_MUSCLE: tuple[Document, str] = ({"goal_type": "gain_muscle", "target_muscle_kg": 0}, "target_muscle_kg")
RIGHT: list[Document] = [
    {"goal_type": "lose_weight", "target_weight_kg": 79.9},
    {"goal_type": "gain_muscle", "target_weight_kg": 80.1},
    # Without a target, or without a direction.
    {"goal_type": "lose_weight"},
    {"goal_type": "gain_muscle"},
    {"goal_type": "maintain", "target_weight_kg": 90},
    {"goal_type": "improve_strength", "target_weight_kg": 70},
    {"goal_type": "endurance", "target_weight_kg": 90},
]


@pytest.fixture
def eighty(athlete: Athlete) -> Athlete:
    """A person of 80 kg."""
    athlete.weigh(80, datetime.now(UTC) - timedelta(days=1))
    return athlete


def insert(athlete: Athlete, goal: Document) -> None:
    athlete.write(
        f"insert into public.user_goals ({', '.join(goal)}) values ({', '.join(['%s'] * len(goal))})",
        *goal.values(),
    )


def onboard(athlete: Athlete, goal: Document) -> None:
    athlete.value(
        "select private.complete_onboarding(%s, '{}', %s, null, now())", athlete.id, json.dumps(goal)
    )


def by_the_coach(athlete: Athlete, goal: Document) -> None:
    operation = json.dumps({"op": "set_goal", **goal})
    athlete.value("select private.run_operation(%s, %s, 'operations[0]', now())", athlete.id, operation)


Way = Callable[[Athlete, Document], None]
WAYS: list[tuple[Way, str]] = [(insert, ""), (onboard, "p_goal."), (by_the_coach, "operations[0].")]


def refused(act: Callable[[], object]) -> tuple[str | None, Document]:
    with pytest.raises(psycopg.Error) as error:
        act()
    return error.value.sqlstate, json.loads(error.value.diag.message_detail or "{}")


def goals(athlete: Athlete) -> list[tuple[Any, ...]]:
    return athlete.rows(
        "select goal_type::text, target_weight_kg from public.user_goals where user_id = %s", athlete.id
    )


@pytest.mark.parametrize(("way", "path"), WAYS, ids=[way.__name__ for way, _ in WAYS])
@pytest.mark.parametrize(("goal", "field"), WRONG)
def test_a_goal_in_the_wrong_direction_is_refused_with_its_field(
    eighty: Athlete, goal: Document, field: str, way: Way, path: str
) -> None:
    assert refused(lambda: way(eighty, goal)) == ("PT422", {"field": path + field, "weight_kg": 80})
    assert goals(eighty) == []


@pytest.mark.parametrize(("way", "path"), WAYS[:2], ids=["insert", "onboard"])
def test_no_muscle_is_no_goal(eighty: Athlete, way: Way, path: str) -> None:
    goal, field = NO_MUSCLE
    assert refused(lambda: way(eighty, goal))[1]["field"] == path + field


@pytest.mark.parametrize(("way", "path"), WAYS, ids=[way.__name__ for way, _ in WAYS])
@pytest.mark.parametrize("goal", RIGHT)
def test_other_goals_are_taken(eighty: Athlete, goal: Document, way: Way, path: str) -> None:
    way(eighty, goal)
    assert len(goals(eighty)) == 1, path


@pytest.mark.parametrize(("goal", "field"), WRONG)
def test_without_a_body_weight_nothing_is_known(athlete: Athlete, goal: Document, field: str) -> None:
    insert(athlete, goal)
    assert len(goals(athlete)) == 1, field


def test_the_weight_of_onboarding_counts(athlete: Athlete) -> None:
    goal = json.dumps({"goal_type": "lose_weight", "target_weight_kg": 90})
    error = refused(
        lambda: athlete.value(
            "select private.complete_onboarding(%s, '{\"weight_kg\": 80}', %s, null, now())", athlete.id, goal
        )
    )
    assert error == ("PT422", {"field": "p_goal.target_weight_kg", "weight_kg": 80})


def test_a_goal_that_was_reached_stays_and_can_be_sent_again(eighty: Athlete) -> None:
    goal = {"id": "5f9c1f0e-8f0d-4d54-9a6b-1d5a55a5d001", "goal_type": "lose_weight", "target_weight_kg": 75}
    insert(eighty, goal)
    eighty.weigh(74, datetime.now(UTC))
    upsert = """
        insert into public.user_goals (id, goal_type, target_weight_kg) values (%s, %s, %s)
        on conflict (id) do update
        set goal_type = excluded.goal_type, target_weight_kg = excluded.target_weight_kg
    """
    eighty.write(upsert, *goal.values())
    onboard(eighty, goal)
    eighty.write("update public.user_goals set target_date = current_date + 10")
    eighty.write("update public.user_goals set is_active = false")
    assert len(goals(eighty)) == 1


def test_a_change_that_turns_a_goal_round_is_refused(eighty: Athlete) -> None:
    insert(eighty, {"goal_type": "lose_weight", "target_weight_kg": 75})
    for change in ("target_weight_kg = 90", "goal_type = 'gain_muscle'"):
        code, details = refused(lambda change=change: eighty.write(f"update public.user_goals set {change}"))  # type: ignore[misc]
        assert (code, details["field"]) == ("PT422", "target_weight_kg")


def test_a_goal_of_the_past_is_measured_by_the_weight_of_its_time(eighty: Athlete) -> None:
    """From 90 kg to 85, entered when 80 are reached."""
    day = datetime.now(UTC) - timedelta(days=100)
    eighty.weigh(90, day)
    past = {"goal_type": "lose_weight", "target_weight_kg": 85, "start_date": day.date(), "is_active": False}
    insert(eighty, past)
    assert len(goals(eighty)) == 1
    wrong = {"goal_type": "gain_muscle", "target_weight_kg": 85, "start_date": day.date()}
    assert refused(lambda: insert(eighty, wrong))[1]["weight_kg"] == 90
