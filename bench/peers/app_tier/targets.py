"""Double progression: how a workout changes the targets of its plan."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Self
from uuid import UUID

from asyncpg import Record

from bench.facts import Json
from bench.peers.app_tier.document import LoggedSet
from bench.peers.app_tier.errors import NotCoveredError

_FAILURES = 3
_DELOAD = Decimal("0.9")
_MAX_KG = Decimal(2000)


@dataclass(frozen=True)
class Target:
    """A target."""

    sets: int
    reps: str
    weight_kg: Decimal | None

    @property
    def amount(self) -> int:
        """The minimum repetitions of a set."""
        return int(self.reps.split("-")[0])

    def document(self) -> dict[str, Json]:
        """Return it as in the API."""
        return {
            "sets": self.sets,
            "reps": self.reps,
            "weight_kg": None if self.weight_kg is None else float(self.weight_kg),
        }


@dataclass(frozen=True)
class Rules:
    """Reps increase to the ceiling, then the load increases by a step and reps start again."""

    ceiling: int
    step_kg: Decimal

    @classmethod
    def of(cls, written: str) -> Self:
        """Return the rules of a plan's line. Raises NotCoveredError for other rules."""
        match json.loads(written, parse_float=Decimal):
            case [
                {"axis": "reps", "step": 1, "ceiling": int(ceiling), "on_ceiling": "reset", **others},
                {"axis": "load", "step": int() | Decimal() as step, **more},
            ] if not others and not more:
                return cls(ceiling, Decimal(step))
        raise NotCoveredError("only double progression is covered")


_rules_of = lru_cache(1024)(Rules.of)


@dataclass(frozen=True)
class Step:
    """The change of a target, and its reason."""

    line: "Line"
    outcome: str
    reason: str
    rule: str | None
    old: Target
    new: Target
    failures: int
    inputs: Json


@dataclass(frozen=True)
class Line:
    """An exercise of a plan's day, and its current target."""

    id: UUID
    day_id: UUID
    day_name: str
    plan_id: UUID
    plan_name: str
    exercise_id: UUID
    exercise_name: str
    order: int
    section: str
    planned_sets: int
    planned_reps: str
    suggested_kg: Decimal | None
    judged: UUID
    base_reps: str
    rules: Rules
    target: Target
    failures: int

    @classmethod
    def of(cls, row: Record) -> Self:
        """Make it of a row. Raises NotCoveredError for other rules."""
        if row["is_assisted"] or row["target_rir"] is not None:
            raise NotCoveredError("assistance and repetitions in reserve are not covered")
        if row["new_target"]:
            standing = json.loads(row["new_target"], parse_float=Decimal)
            weight = standing["weight_kg"]
            target = Target(standing["sets"], standing["reps"], None if weight is None else Decimal(weight))
        else:
            target = Target(row["first_sets"], row["first_reps"], row["first_weight_kg"])
        return cls(
            row["id"],
            row["plan_workout_id"],
            row["day_name"],
            row["plan_id"],
            row["plan_name"],
            row["exercise_id"],
            row["exercise_name"],
            row["order_in_workout"],
            row["section"],
            row["target_sets"],
            row["target_reps"],
            row["current_suggested_weight_kg"],
            row["judged"],
            row["base_reps"],
            _rules_of(row["rules"]),
            target,
            row["failures"],
        )

    def step(self, sets: list[LoggedSet]) -> Step:
        """Apply one workout to the target: the sets of this line, in order."""
        target = self.target
        if target.weight_kg is None:
            target = replace(target, weight_kg=sets[0].logged_weight_kg)
        reps = [one.logged_reps for one in sets]
        load = min(one.logged_weight_kg for one in sets)
        efforts = [one.difficulty_rating for one in sets]
        inputs: dict[str, Json] = {
            "exercise_id": str(self.judged),
            "amounts": list(reps),
            "loads_kg": [float(one.logged_weight_kg) for one in sets],
        }
        if any(effort is not None for effort in efforts):
            inputs["rpe"] = [None if effort is None else float(effort) for effort in efforts]
        held = Step(self, "held", "below_target", None, target, target, self.failures, inputs)
        if target.weight_kg is not None and load < target.weight_kg:
            return held
        if len(reps) >= target.sets and all(done >= target.amount for done in reps[: target.sets]):
            return self._advance(held, min(reps[: target.sets]), load)
        return self._fall_back(held)

    def _advance(self, held: Step, least: int, load: Decimal) -> Step:
        done = replace(held, outcome="success", reason="held", failures=0)
        ceiling = self.rules.ceiling
        if least < ceiling:
            reps = f"{least + 1}-{ceiling}" if least + 1 < ceiling else str(ceiling)
            new = replace(held.old, reps=reps, weight_kg=load)
            return replace(done, reason="reps_up", rule="reps", new=new)
        heavier = min(load + self.rules.step_kg, max(load, _MAX_KG))
        if heavier == load:
            return done
        new = replace(held.old, reps=self.base_reps, weight_kg=heavier)
        return replace(done, reason="progressed", rule="load", new=new)

    def _fall_back(self, held: Step) -> Step:
        missed = replace(held, outcome="failure", reason="missed_reps", failures=held.failures + 1)
        if missed.failures < _FAILURES:
            return missed
        load = held.old.weight_kg
        if load:
            # Round down to a whole number of steps; below one step, to half kilograms.
            step = self.rules.step_kg
            load = load * _DELOAD // step * step or load * _DELOAD * 2 // 1 / 2 or load
        new = replace(held.old, reps=self.base_reps, weight_kg=load)
        return replace(missed, reason="repeated_failure", rule="deload", new=new, failures=0)


def meets(target: Target, one: LoggedSet) -> bool:
    """Whether the set met the target of its day."""
    return one.logged_weight_kg >= (target.weight_kg or 0) and one.logged_reps >= target.amount
