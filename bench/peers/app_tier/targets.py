"""Double progression: how a workout changes the targets of its plan."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import Self
from uuid import UUID

from asyncpg import Record

from bench.facts import Json
from bench.peers.app_tier.document import LoggedSet
from bench.peers.app_tier.errors import NotCoveredError
from bench.peers.app_tier.estimates import estimated_1rm

_FAILURES = 3
_MAX_KG = Decimal(2000)
# As private.bounded_step and private.reps_before_load.
_TOLERANCE_KG, _FAR_HEAVIER = Decimal("0.06"), Decimal("1.25")
_USUAL_KG, _PERCENT_A_REP, _MOST_REPS = Decimal("2.5"), Decimal("2.6"), 30
# As private.was_missed_near and private.on_the_way.
_NEAR, _TRIES = Decimal("0.95"), 2

State = Mapping[str, int | float]


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
    # The largest step in percent of the load, if there is one.
    most_percent: Decimal | None

    @classmethod
    def of(cls, written: str) -> Self:
        """Return the rules of a plan's line. Raises NotCoveredError for other rules."""
        match json.loads(written, parse_float=Decimal):
            case [
                {"axis": "reps", "step": 1, "ceiling": int(ceiling), "on_ceiling": "reset", **others},
                {"axis": "load", "step": int() | Decimal() as step, **more},
            ] if not others and more.keys() <= {"most_percent", "floor"}:
                most = more.get("most_percent")
                return cls(ceiling, Decimal(step), None if most is None else Decimal(str(most)))
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
    # What the rules remember.
    state: State = field(default_factory=dict)


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
    state: State
    shared_with: list[str]

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
            json.loads(row["state"]),
            row["shared_with"],
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
        held = Step(self, "held", "below_target", None, target, target, self.failures, inputs, self.state)
        if target.weight_kg is not None and load < target.weight_kg:
            return held
        if len(reps) != target.sets or len({one.logged_weight_kg for one in sets}) > 1:
            raise NotCoveredError("only the planned sets, all with one load, are covered")
        if min(reps) >= target.amount:
            return self._advance(held, min(reps), load)
        if target.weight_kg is not None and load > target.weight_kg + _TOLERANCE_KG:
            return self._heavier(held, reps, load)
        if min(reps) >= int(self.base_reps.split("-")[0]):
            return self._on_the_way(held, min(reps))
        return self._fall_back(held)

    def _advance(self, held: Step, least: int, load: Decimal) -> Step:
        done = replace(held, outcome="success", reason="held", failures=0)
        ceiling = self.rules.ceiling
        # What was done once is asked for once more.
        aim = least + (0 if least > held.old.amount or not self.state.get("done") else 1)
        if least < ceiling:
            return self._aimed(done, _range(aim, ceiling), "reps", least, load)
        most = self.rules.most_percent
        step = self.rules.step_kg
        if most is not None:
            step = min(step, max(load * most / 100 // _USUAL_KG * _USUAL_KG, min(step, _USUAL_KG)))
        heavier = min(load + step, max(load, _MAX_KG))
        near = load >= Decimal(str(self.state.get("missed_kg", _MAX_KG * 2))) * _NEAR
        base = int(self.base_reps.split("-")[0])
        if near:
            most = min(most or _PERCENT_A_REP, _PERCENT_A_REP)
        percent = (heavier / load - 1) * 100 if load else Decimal(0)
        enough = min(base + ceil(percent / _PERCENT_A_REP), max(_MOST_REPS, base))
        if most is not None and percent > most and least < enough:
            # Repetitions prepare a large step, and one that was missed.
            rule = "reps_after_miss" if near else "reps_before_load"
            return self._aimed(done, _range(aim, max(enough, ceiling)), rule, least, load)
        if heavier == load:
            return done
        new = replace(held.old, reps=self.base_reps, weight_kg=heavier)
        return replace(
            done, reason="progressed", rule="load", new=new, state=self._without("done", "reached", "tries")
        )

    def _aimed(self, done: Step, reps: str, rule: str, least: int, load: Decimal) -> Step:
        state = self._without("done")
        if least <= done.old.amount and not self.state.get("done"):
            state["done"] = 1
        if least > state.get("reached", 0):
            state["reached"] = least
            state.pop("tries", None)
        new = replace(done.old, reps=reps, weight_kg=load)
        if reps == done.old.reps:
            return replace(done, rule="once_more", new=new, state=state)
        return replace(done, reason="reps_up", rule=rule, new=new, state=state)

    def _without(self, *names: str) -> dict[str, int | float]:
        return {name: value for name, value in self.state.items() if name not in names}

    def _heavier(self, held: Step, reps: list[int], load: Decimal) -> Step:
        """Judge fewer repetitions with more load by the estimated 1RM."""
        target = held.old
        wanted = estimated_1rm(target.weight_kg or Decimal(0), target.amount, None)
        comparable = wanted is not None and load <= (target.weight_kg or 0) * _FAR_HEAVIER
        worth = [
            done if done >= target.amount or not comparable or not (one := estimated_1rm(load, done, None))
            or one < (wanted or 0) else target.amount
            for done in reps
        ]  # fmt: skip
        if min(worth) >= target.amount:
            return self._advance(held, min(worth), target.weight_kg or load)
        if min(reps) > 0:
            return replace(held, reason="held", rule="heavier")
        return self._fall_back(held)

    def _on_the_way(self, held: Step, least: int) -> Step:
        reached = self.state.get("reached")
        tries = 1 if reached is None or least > reached else int(self.state.get("tries", 0)) + 1
        state = self._without("done") | {"reached": max(least, reached or 0), "tries": tries % _TRIES}
        reps = held.old.reps
        if least < held.old.amount:
            top = reps.split("-")[1] if "-" in reps else self.rules.ceiling
            reps = f"{least}-{top}"
        rule = "stuck" if tries >= _TRIES else "on_the_way"
        return replace(
            held, reason="held", rule=rule, failures=0, new=replace(held.old, reps=reps), state=state
        )

    def _fall_back(self, held: Step) -> Step:
        state = self._without("done")
        if self.rules.most_percent is not None and held.old.weight_kg:
            state["missed_kg"] = float(held.old.weight_kg)
        new = held.old
        if new.amount > int(self.base_reps.split("-")[0]):
            new = replace(new, reps=self.base_reps)
        missed = replace(
            held, outcome="failure", reason="missed_reps", failures=held.failures + 1, new=new, state=state
        )
        if missed.failures < _FAILURES:
            return missed
        raise NotCoveredError("a third failure in a row is not covered")


def _range(least: int, most: int) -> str:
    return f"{least}-{most}" if least < most else str(most)


def meets(target: Target, one: LoggedSet) -> bool:
    """Whether the set met the target of its day."""
    return one.logged_weight_kg >= (target.weight_kg or 0) and one.logged_reps >= target.amount
