"""What the user wrote is read by rules, and heeded by the model's plan and the rules' alike."""

from typing import Any

import pytest

from tests.fakes.gemini.server import LocalGemini
from tests.functions.generate_plan.coach import Task, coach
from tests.functions.generate_plan.conftest import WISH, in_a_gym
from tests.functions.members import Member, NewMember

OVERDONE = "Knees, hips, shoulders, elbows and back hurt; neck, chest, wrists, ankles and ribs hurt, too"


@pytest.fixture
def by_rule(new_member: NewMember) -> Member:
    """Somebody in a full gym who gave their data to no model."""
    return in_a_gym(new_member(consents=False))


def remember(member: Member, injury: str) -> None:
    member.sql.execute(
        "insert into public.coach_memories (user_id, content, kind) values (%s, %s, 'injury')",
        [member.id, injury],
    )


def plan(member: Member, **wish: Any) -> dict[str, Any]:
    response = member.ask("generate-plan", WISH | wish)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def lines(member: Member, made: dict[str, Any]) -> list[dict[str, Any]]:
    """The exercises of a plan."""
    facts = {row["id"]: row for row in member.rows("exercises")}
    return [facts[line["exercise_id"]] for day in made["plan"]["days"] for line in day["exercises"]]


def slugs(member: Member, made: dict[str, Any]) -> str:
    return " ".join(exercise["slug"] for exercise in lines(member, made))


def muscles(member: Member, made: dict[str, Any]) -> set[str]:
    return {
        muscle
        for each in lines(member, made)
        if each["exercise_type"] == "strength"
        for muscle in (each["primary_muscle_group"], *each["secondary_muscle_groups"])
    }


def warnings(made: dict[str, Any]) -> str:
    return "\n".join(made["warnings"])


@pytest.mark.parametrize(
    "notes", ["No deadlifts, herniated disc", "Bandscheibenvorfall, kein Kreuzheben", "sans soulevé de terre"]
)
def test_a_movement_that_is_ruled_out_isnt_in_the_plan(by_rule: Member, notes: str) -> None:
    assert "deadlift" in slugs(by_rule, plan(by_rule))
    made = plan(by_rule, notes=notes)
    assert "deadlift" not in slugs(by_rule, made)
    assert "Read: " in warnings(made)


def test_an_operated_part_rests_and_the_plan_says_whom_to_ask(by_rule: Member) -> None:
    made = plan(by_rule, notes="Rotator cuff surgery last month")
    assert not muscles(by_rule, made) & {"front_delts", "side_delts", "rear_delts"}
    assert "nothing for the shoulder until your surgeon" in warnings(made)


def test_nobody_who_is_pregnant_jumps(by_rule: Member) -> None:
    made = plan(by_rule, notes="7 months pregnant", goal_type="lose_weight")
    assert not [each["slug"] for each in lines(by_rule, made) if each["has_impact"]]
    assert "ask your midwife" in warnings(made)


def test_what_is_a_doctors_is_refused_with_whom_to_see(by_rule: Member) -> None:
    refused = by_rule.ask("generate-plan", WISH | {"notes": "I get chest pain when I climb stairs"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert "doctor" in refused.json()["detail"]
    assert by_rule.rows("workout_plans") == []
    assert plan(by_rule, notes="heart attack two years ago, cleared by my cardiologist")


def test_what_cant_be_read_is_named(by_rule: Member) -> None:
    made = plan(by_rule, notes="Think of the sea. No burpees!")
    assert "Not understood: Think of the sea" in warnings(made)
    assert "Read: no burpees." in warnings(made)


def test_only_the_gear_that_is_named_is_used(new_member: NewMember) -> None:
    member = new_member(consents=False)
    made = plan(member, notes="Only resistance bands this week")
    slugs_of = {row["id"]: row["slug"] for row in member.rows("equipment")}
    used = {each["id"] for each in lines(member, made)}
    needs = member.rows("exercise_equipment")
    gear = {slugs_of[row["equipment_id"]] for row in needs if row["exercise_id"] in used}
    assert gear == {"resistance-band"}


def test_a_liked_exercise_is_offered_to_the_model(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    athlete.ask("generate-plan", WISH | {"notes": "No squats, but I love the leg press"})
    offered = [choice.pattern for choice in Task.of(gemini.generations[0].prompt).choices]
    assert offered.count("squat") == 1


def test_the_model_is_told_what_was_read(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    wish = WISH | {"notes": "Menisco roto, nada de zancadas", "weekdays": [1, 2, 4, 6]}
    made = athlete.ask("generate-plan", wish).json()
    task = Task.of(gemini.generations[0].prompt)
    assert (task.wish["complaints"], task.wish["weekdays"]) == (["knee: meniscus"], [1, 2, 4, 6])
    assert "lunge" not in {choice.pattern for choice in task.choices}
    assert made["engine"] == "gemini"
    assert "meniscus (knee)" in warnings(made)


def test_memories_preferences_and_breaks_are_read_too(by_rule: Member) -> None:
    remember(by_rule, "Injury, in the user's words: I had an operation on the knee two weeks ago")
    likes = {"user_id": by_rule.id, "notes": "No pull-ups."}
    by_rule.person.client.table("training_preferences").upsert(likes).execute()
    made = plan(by_rule)
    assert "quads" not in muscles(by_rule, made)
    assert "pull-up" not in slugs(by_rule, made)


def test_a_memory_that_names_only_a_part_is_of_pain(by_rule: Member) -> None:
    remember(by_rule, "Left shoulder, since September")
    assert "pain (shoulder)" in warnings(plan(by_rule))


def test_where_everything_hurts_there_is_a_plan(by_rule: Member) -> None:
    remember(by_rule, OVERDONE)
    assert "pain (knee)" in warnings(plan(by_rule))


def test_what_is_over_isnt_heeded(by_rule: Member) -> None:
    remember(by_rule, "My knee hurts")
    by_rule.sql.execute(
        "update public.coach_memories set expires_at = now() - interval '1 day' where user_id = %s",
        [by_rule.id],
    )
    assert "knee" not in warnings(plan(by_rule))
    assert "knee" not in warnings(plan(by_rule, notes="My knee is fine again"))


def test_a_plan_is_on_the_weekdays_that_were_named(by_rule: Member) -> None:
    made = plan(by_rule, days_per_week=3, weekdays=[2, 4, 6, 7])
    days = [day["day_of_week"] for day in made["plan"]["days"]]
    assert len(days) == 3
    assert set(days) <= {2, 4, 6, 7}


def test_weekdays_say_how_many_days(by_rule: Member) -> None:
    response = by_rule.ask("generate-plan", {"weekdays": [7, 3], "minutes_per_session": 45})
    assert response.status_code == 201, response.text
    assert [day["day_of_week"] for day in response.json()["plan"]["days"]] == [3, 7]


def test_what_hurts_at_the_moment_is_heeded(by_rule: Member) -> None:
    hurts = {"body_part": "shoulder", "since": "2026-01-05"}
    by_rule.person.client.table("complaints").insert(hurts).execute()
    assert "pain (shoulder)" in warnings(plan(by_rule))
