"""The coach without a model: facts, in the language of the question."""

import pytest

from functions.coach_chat.consent import agrees
from functions.coach_chat.facts import Facts
from functions.coach_chat.models import Action, Status
from functions.coach_chat.rules import Intent, answer, intents_of, unapplied
from tests.functions.coach_chat.test_prompt import facts, line

pytestmark = pytest.mark.quick

STREAK = {
    "streak_type": "weekly_workout_completion", "current_streak": 4, "longest_streak": 9,
    "this_period_count": 2, "this_period_target": 3,
}  # fmt: skip
RECORD = {
    "exercise": "Bench", "record_type": "max_weight", "value": 100, "previous_value": 95,
    "achieved_at": "2026-11-20T10:00:00Z",
}  # fmt: skip


def known(**more: object) -> Facts:
    workout = {
        "plan_workout_id": "0b1e3a20-843d-45f8-84d0-2aca9b6f0f01",
        "name": "Push",
        "exercises": [line()],
    }
    last = {"day": "2026-11-20", "sets": 18, "volume_kg": 5400}
    return facts(
        **({"next_workout": workout, "streaks": [STREAK], "records": [RECORD], "last_workout": last} | more)
    )


@pytest.mark.parametrize(
    ("message", "intents"),
    [
        ("What's my next workout?", [Intent.NEXT]),
        ("Was steht heute an?", [Intent.NEXT]),
        ("¿Qué toca hoy?", [Intent.NEXT]),
        ("Did I get stronger?", [Intent.PROGRESS]),
        ("Zeig mir meine Rekorde", [Intent.PROGRESS]),
        ("¿Cómo va mi progreso?", [Intent.PROGRESS]),
        ("How is my streak?", [Intent.STREAK]),
        ("¿Y mi racha?", [Intent.STREAK]),
        ("Should I rest? I'm tired", [Intent.READINESS]),
        ("Hilfe", [Intent.HELP]),
        ("My next workout and my streak, please", [Intent.NEXT, Intent.STREAK]),
        ("Tell me a joke", []),
    ],
)
def test_questions_are_known_by_their_words(message: str, intents: list[Intent]) -> None:
    assert intents_of(message) == intents


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("What's my next workout?", "Next up: Push\n- Barbell Bench Press: 3 x 8-12, 62.5 kg"),
        ("Was steht heute an?", "Als Nächstes kommt Push:"),
        ("How is my streak?", "4 weeks in a row; your best is 9. Training days this week: 2 of 3."),
        ("Show my progress", "Record in Bench: weight 100 kg (2026-11-20)."),
        ("Show my progress", "Your last workout, on 2026-11-20: 18 sets, 5400 kg in total."),
        ("Tell me a joke", "your message is saved"),
        ("Am I ready?", "You haven't checked in today."),
    ],
)
def test_answers_are_facts(message: str, part: str) -> None:
    assert part in answer(message, known(), []).content


def test_one_is_no_plural() -> None:
    week = STREAK | {"current_streak": 1, "longest_streak": 1}
    last = {"day": "2026-11-20", "sets": 1, "volume_kg": 60}
    content = answer("my streak and my progress", known(streaks=[week], last_workout=last), []).content
    assert "1 week in a row; your best is 1." in content
    assert "2026-11-20: 1 set, 60 kg in total." in content


def test_pounds_for_those_who_think_in_them() -> None:
    # 62.5 / 0.45359237 = 137.79
    content = answer("next workout", known(profile={"preferred_unit": "imperial"}), []).content
    assert "138 lb" in content


@pytest.mark.parametrize(
    ("check_in", "part"),
    [
        ({"sleep": 2}, "take it easy"),
        ({"soreness": 4}, "take it easy"),
        ({"energy": 8, "sleep": 4}, "no reason not to train"),
    ],
)
def test_readiness_follows_the_check_in(check_in: dict[str, int], part: str) -> None:
    assert part in answer("Am I ready?", known(check_in=check_in), []).content


def test_without_a_plan_it_says_so() -> None:
    assert "no active plan" in answer("next workout?", known(next_workout=None), []).content


def test_proposals_are_named_as_what_they_are() -> None:
    action = Action(
        tool="remove_day", arguments={}, status=Status.PROPOSED, result={"summary": "Day Pull taken out"}
    )
    assert unapplied("remove the pull day", [action]).startswith(
        "Not changed yet, only proposed: Day Pull taken out"
    )
    assert unapplied("remove the pull day", []) == ""


@pytest.mark.parametrize(
    ("message", "is_yes"),
    [
        ("Yes, do it!", True),
        ("ok", True),
        ("Ja, mach das", True),
        ("Sí, hazlo", True),
        ("No, leave it", False),
        ("Yes... no, wait", False),
        ("Nein danke", False),
        ("What would that change?", False),
        ("¿Qué pasa si cambio el plan?", False),
    ],
)
def test_consent_is_said(message: str, *, is_yes: bool) -> None:
    assert agrees(message) is is_yes
