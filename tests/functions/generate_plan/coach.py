"""A realistic model: it reads the task in the prompt, and proposes a week that keeps the rules.

It knows what a coach knows (which muscles belong together, what opposes what) and nothing of our code.
"""

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply, answer, ground

RATIONALE = "Each muscle twice a week, compounds first, built on what you train already."
PAGES = (("https://example.com/volume", "How many sets a week"),)
_GROUPS = {
    "lats": "back", "upper_back": "back", "traps": "back", "front_delts": "shoulders",
    "side_delts": "shoulders", "rear_delts": "shoulders", "obliques": "abs",
}  # fmt: skip
_SIDES = {
    "horizontal_push": "push", "vertical_push": "push", "horizontal_pull": "pull", "vertical_pull": "pull",
    "squat": "knee", "lunge": "knee", "hinge": "hip", "quads": "knee", "hamstrings": "hip", "glutes": "hip",
}  # fmt: skip
_OPPOSITE = {"push": "pull", "pull": "push", "knee": "hip", "hip": "knee"}
_MOST_EXERCISES, _MOST_SETS = 9, 5


@dataclass(frozen=True)
class Choice:
    """An exercise that may be proposed."""

    alias: str
    pattern: str
    target: str
    helpers: frozenset[str]
    traits: str

    @property
    def reps(self) -> str:
        if able := re.search(r"\[([0-9]+(?:-[0-9]+)?) reps\]", self.traits):
            return able[1]
        return "30s" if "seconds" in self.traits else "8-12"

    @property
    def side(self) -> str | None:
        return _SIDES.get(self.target if self.pattern == "isolation" else self.pattern)

    def seconds(self, sets: int) -> float:
        sides = 2 if "one-sided" in self.traits else 1
        getting_ready = re.search(r"\[set-up ([0-9]+) s\]", self.traits)
        setup = int(getting_ready[1]) if getting_ready else 60
        reps = 10 if self.reps.endswith("s") else int(self.reps.split("-")[-1])
        return sets * (reps * 3.5 * sides + 90) + (setup if sets else 0)

    def credit(self, group: str) -> float:
        return 1.0 if group == self.target else 0.5 if group in self.helpers else 0.0


@dataclass(frozen=True)
class Task:
    """What a request asks for."""

    wish: dict[str, Any]
    person: dict[str, Any]
    rules: dict[str, Any]
    choices: list[Choice]

    @classmethod
    def of(cls, prompt: str) -> "Task":
        choices = [
            _choice(alias, pattern, text)
            for pattern, listed in _fenced(prompt, "exercises").items()
            # Sets of a bike train no muscle.
            if pattern != "locomotion"
            for alias, text in listed.items()
        ]
        return cls(_fenced(prompt, "wish"), _fenced(prompt, "person"), _fenced(prompt, "rules"), choices)


@dataclass
class _Day:
    sets: Counter[Choice] = field(default_factory=Counter)
    volume: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    seconds: float = 0.0


@dataclass
class _Week:
    """The week as it grows."""

    task: Task
    days: list[_Day]
    volume: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    sides: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, day: _Day, choice: Choice, sets: int) -> None:
        day.seconds += choice.seconds(day.sets[choice] + sets) - choice.seconds(day.sets[choice])
        day.sets[choice] += sets
        for group in (choice.target, *choice.helpers):
            day.volume[group] += choice.credit(group) * sets
            self.volume[group] += choice.credit(group) * sets
        if choice.side:
            self.sides[choice.side] += sets

    def gain(self, day: _Day, choice: Choice, sets: int) -> float:
        """What these sets do for the week, by the second; 0 when they may not be."""
        rules = self.task.rules
        seconds = choice.seconds(day.sets[choice] + sets) - choice.seconds(day.sets[choice])
        if (
            day.seconds + seconds > rules["minutes_for_exercises"] * 60
            or sum(day.sets.values()) + sets > rules["most_sets_per_session"]
            or (choice not in day.sets and len(day.sets) == _MOST_EXERCISES)
            or day.sets[choice] + sets > _MOST_SETS
            or (choice.side and self.sides[choice.side] + sets > 1.5 * self.sides[_OPPOSITE[choice.side]] + 3)
        ):
            return 0.0
        total = 0.0
        for group, (low, aim, high) in rules["weekly_sets_low_aim_high"].items():
            credit, have = choice.credit(group) * sets, self.volume[group]
            if not credit:
                continue
            if have + credit > high or day.volume[group] + credit > 8:
                return 0.0
            total += 4 * min(credit, max(0.0, low - have)) + min(credit, max(0.0, aim - have))
            # A second day for a muscle is worth more than a longer first one.
            total += credit if not day.volume[group] else 0
        return total / seconds


def week(task: Task) -> dict[str, Any]:
    """A proposal that keeps the rules of the task: the step that does most for the week, until none does."""
    plan = _Week(task, [_Day() for _ in range(task.wish["days_per_week"])])
    while True:
        # The emptiest day first where steps are worth the same.
        _, _, _, day, choice, sets = best = max(
            (
                (plan.gain(day, choice, sets), -day.seconds, choice.alias, day, choice, sets)
                for day in plan.days
                for choice in task.choices
                for sets in ((1,) if choice in day.sets else (2,))
            ),
            key=lambda step: step[:3],
        )
        if best[0] <= 0:
            return _proposal([day.sets for day in plan.days])
        plan.add(day, choice, sets)


def coach(received: Received) -> Reply | None:
    """The brain: a grounded remark when it may search, else a week by the schema."""
    if received.is_search:
        return ground("Ten sets a week for each muscle do well.", *PAGES)
    if received.schema is None:
        return None
    return answer(week(Task.of(received.prompt)))


def _proposal(days: list[Counter[Choice]]) -> dict[str, Any]:
    return {
        "name": "Strong and simple",
        "description": "The whole body on every day.",
        "rationale": RATIONALE,
        "days": [
            {
                "name": f"Day {number}",
                "focus": "full_body",
                "exercises": [
                    line(choice.alias, choice.reps, sets)
                    for choice, sets in sorted(
                        day.items(), key=lambda each: (each[0].pattern == "isolation", each[0].alias)
                    )
                    if sets
                ],
            }
            for number, day in enumerate(days, 1)
        ],
    }


def line(alias: str, reps: str = "8-12", sets: int = 3, rest_seconds: int = 90) -> dict[str, Any]:
    """An exercise as it is proposed."""
    rir = None if reps.endswith("s") else 2
    return {
        "exercise": alias, "sets": sets, "reps": reps, "rest_seconds": rest_seconds, "rir": rir, "note": "",
    }  # fmt: skip


def _choice(alias: str, pattern: str, text: str) -> Choice:
    found = re.fullmatch(r".* \(([a-z_]+)(?:; ([a-z_,]+))?\)((?: \[[^]]+\])*)", text)
    assert found, text
    helpers = frozenset(_GROUPS.get(muscle, muscle) for muscle in (found[2] or "").split(","))
    return Choice(alias, pattern, _GROUPS.get(found[1], found[1]), helpers, found[3])


def _fenced(prompt: str, name: str) -> dict[str, Any]:
    found = re.search(rf"^<{name}>\n(.*)\n</{name}>$", prompt, re.MULTILINE)
    assert found, f"no {name} in the prompt"
    value: dict[str, Any] = json.loads(found[1])
    return value
