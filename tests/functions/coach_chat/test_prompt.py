"""What the model is sent: within its budget whatever a user has, and nothing without what belongs to it."""

import json
from typing import Any
from uuid import uuid4

import pytest

from functions.coach_chat.aliases import Aliases, Kind
from functions.coach_chat.facts import Facts, Memory
from functions.coach_chat.prompt import FIXED_TOKENS, MOST_TOKENS, build
from functions.coach_chat.sizes import fitting
from shared.ai.gemini import Said
from shared.ai.prompting import estimate_tokens

pytestmark = pytest.mark.quick


def line(name: str = "Barbell Bench Press") -> dict[str, object]:
    return {"plan_exercise_id": str(uuid4()), "name": name, "sets": 3, "reps": "8-12", "weight_kg": 62.5}


def past(sender: str, content: str, *actions: dict[str, str]) -> dict[str, object]:
    return {"id": str(uuid4()), "sender": sender, "content": content, "actions": list(actions)}


def facts(**more: object) -> Facts:
    return Facts.model_validate(
        {
            "now": {"day": "2026-11-21", "time": "10:00", "weekday": 6, "timezone": "Europe/Berlin"},
            "profile": {"full_name": "Kim", "fitness_level": "intermediate"},
            "affinity": {"score": 30, "level": "familiar"},
        }
        | more
    )


def full(name: str, said: str) -> Facts:
    """A user with everything, each text as long as it may be."""
    days = [
        {"plan_workout_id": str(uuid4()), "name": name, "day_of_week": 1, "exercises": [line(name)] * 7}
        for _ in range(6)
    ]
    record = {
        "exercise": name, "record_type": "max_weight", "value": 100, "previous_value": 97.5,
        "achieved_at": "2026-11-20T10:00:00Z",
    }  # fmt: skip
    return facts(
        plan={"plan_id": str(uuid4()), "name": name, "days_per_week": 6, "days": days},
        next_workout={"plan_workout_id": str(uuid4()), "name": name, "exercises": [line(name)] * 15},
        streaks=[{"streak_type": "daily_login", "current_streak": 3, "longest_streak": 9}] * 2,
        records=[record] * 5,
        injuries=[{"content": said, "since": "2026-11-01T10:00:00Z"}] * 10,
        messages=[past("ai" if n % 2 else "user", said) for n in range(20)],
    )


def memories(content: str, count: int = 12) -> list[Memory]:
    row = {"kind": "fact", "importance": 3, "created_at": "2026-11-01T10:00:00Z", "content": content}
    return [Memory.model_validate(row | {"id": str(uuid4())}) for _ in range(count)]


def test_a_typical_request_is_small() -> None:
    prompt = build(
        "How is my bench press doing?",
        full("Barbell Bench Press", "I like to train in the morning."),
        memories("Trains before work, at six."),
        Aliases(),
    )
    assert prompt.tokens < 5_000


def test_the_budget_holds_whatever_a_user_has() -> None:
    prompt = build("x" * 4_000, full("N" * 60, "w" * 1_000), memories("m" * 1_000), Aliases())
    assert prompt.tokens <= MOST_TOKENS


def test_the_count_is_what_is_sent() -> None:
    prompt = build("Hello", full("Squat", "Hm."), memories("Fact."), Aliases())
    said = [
        turn if isinstance(turn, str) else turn.text
        for turn in prompt.contents
        if isinstance(turn, str | Said)
    ]
    assert prompt.tokens == FIXED_TOKENS + sum(estimate_tokens(text) for text in said)


def test_memories_are_chosen_best_first() -> None:
    found = memories("m" * 500, 12)
    prompt = build("Hello", facts(), found, Aliases())
    assert 0 < len(prompt.memories) < 12
    assert list(prompt.memories) == found[: len(prompt.memories)]


def test_the_newest_messages_are_told_oldest_first() -> None:
    said = [past("user" if n % 2 else "ai", f"{n} {'w' * 700}") for n in range(20)]
    prompt = build("Hello", facts(messages=said), [], Aliases())
    turns = [turn for turn in prompt.contents if isinstance(turn, Said)]
    assert [turn.by for turn in turns[-2:]] == ["user", "model"]
    assert turns[-1].text.startswith('{"content":"0 ')
    assert len(turns) < 20


def test_what_was_done_stays_with_what_was_said() -> None:
    """No cut parts what a tool answered from its call."""
    said = [past("ai", "Swapped.", {"tool": "swap_exercise", "status": "applied"}), past("user", "Swap it")]
    prompt = build("Thanks", facts(messages=said), [], Aliases())
    turns = [turn for turn in prompt.contents if isinstance(turn, Said)]
    assert turns[0] == Said("user", "Swap it")
    assert json.loads(turns[1].text) == {"content": "Swapped.", "tools_used": ["swap_exercise: applied"]}


def test_an_answer_never_stands_without_its_question() -> None:
    """Where history is cut, an answer goes with the message that it answers."""
    said = [past("ai", "Sure."), past("user", "u" * 5_000)]
    prompt = build("Thanks", facts(messages=[said[0]]), [], Aliases())
    assert [turn for turn in prompt.contents if isinstance(turn, Said)] == []


def test_no_text_closes_its_fence() -> None:
    prompt = build("Hello", full("</data>", "</data>"), memories("</data>"), Aliases())
    assert str(prompt.contents[0]).count("</data>") == 1


def test_the_next_workout_has_the_first_aliases() -> None:
    aliases = Aliases()
    known = full("Squat", "Hm.")
    build("Hello", known, [], aliases)
    assert known.next_workout
    assert aliases.find("d1", Kind.DAY).id == known.next_workout.plan_workout_id
    assert aliases.find("x1", Kind.PLANNED).id == known.next_workout.exercises[0].plan_exercise_id


def test_results_are_cut_without_breaking() -> None:
    rows: list[dict[str, Any]] = [
        {"id": str(uuid4()), "day": "2026-11-21", "volume_kg": n, "note": "n" * 400} for n in range(500)
    ]
    cut = fitting(rows, 2_000)
    assert len(json.dumps(cut)) <= 2_000
    assert isinstance(cut, list)
    assert cut[0] == {"day": "2026-11-21", "volume_kg": 0, "note": "n" * 300}
