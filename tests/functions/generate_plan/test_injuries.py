"""Rules avoid injured muscles, too: they know them from the coach's memories."""

from typing import Any

import pytest

from functions.generate_plan.injuries import spared
from shared.planner.terms import Muscle
from tests.functions.generate_plan.conftest import WISH, in_a_gym
from tests.functions.members import Member, NewMember

SHOULDER = {Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.REAR_DELTS}


@pytest.mark.parametrize(
    ("said", "muscles"),
    [
        ("Pain, in the user's words: my left knee hurts when I squat", {Muscle.QUADS}),
        ("Mein Rücken tut weh", {Muscle.LOWER_BACK}),
        ("Me duele el hombro derecho", SHOULDER),
        ("Tore the rotator cuff; elbows are sore", SHOULDER | {Muscle.BICEPS, Muscle.TRICEPS}),
        ("Tiene una lesión de tobillo", {Muscle.CALVES}),
        ("Had a bad cold", set()),
    ],
)
def test_the_part_that_is_named_is_spared(said: str, muscles: set[Muscle]) -> None:
    assert spared([said]) == muscles


@pytest.fixture
def by_rule(new_member: NewMember) -> Member:
    """Somebody in a full gym who gave their data to no model."""
    return in_a_gym(new_member(consents=False))


def remember(member: Member, *injuries: str) -> None:
    for injury in injuries:
        member.sql.execute(
            "insert into public.coach_memories (user_id, content, kind) values (%s, %s, 'injury')",
            [member.id, injury],
        )


def plan(member: Member) -> dict[str, Any]:
    response = member.ask("generate-plan", WISH)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def worked(member: Member, made: dict[str, Any]) -> set[str]:
    """Every muscle that works in the main exercises of a plan."""
    facts = {row["id"]: row for row in member.rows("exercises")}
    used = [
        facts[line["exercise_id"]]
        for day in made["plan"]["days"]
        for line in day["exercises"]
        if line["section"] == "main"
    ]
    return {muscle for e in used for muscle in (e["primary_muscle_group"], *e["secondary_muscle_groups"])}


def test_a_plan_by_rule_spares_what_the_coach_remembers(by_rule: Member) -> None:
    assert "quads" in worked(by_rule, plan(by_rule))
    remember(by_rule, "Injury, in the user's words: I tore my meniscus")
    made = plan(by_rule)
    assert "quads" not in worked(by_rule, made)
    assert "Avoids quads: " in made["warnings"][1]


def test_where_everything_hurts_there_is_a_plan_that_says_so(by_rule: Member) -> None:
    remember(
        by_rule,
        "Knees, hips, shoulders, elbows and back hurt",
        "Neck, chest, wrists, ankles, ribs and hamstrings, too",
    )
    assert "couldn't avoid: check" in plan(by_rule)["warnings"][1]


def test_what_is_over_is_not_spared(by_rule: Member) -> None:
    remember(by_rule, "My knee hurts")
    by_rule.sql.execute(
        "update public.coach_memories set expires_at = now() - interval '1 day' where user_id = %s",
        [by_rule.id],
    )
    assert "quads" in worked(by_rule, plan(by_rule))
