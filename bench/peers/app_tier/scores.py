"""Scores of a workout's sets: volume, bests, records, marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from uuid import UUID

from bench.peers.app_tier.catalogue import Exercise
from bench.peers.app_tier.document import LoggedSet
from bench.peers.app_tier.estimates import confidence, effective_reps, estimated_1rm
from bench.peers.app_tier.lifts_read import Best

_CENT = Decimal("0.01")
# A record beats the best before by more than this: loads by kilograms, estimates and volumes by a factor.
_LOAD_TOLERANCE_KG = Decimal("0.06")
_BETTER = Decimal("1.0025")
_ANNOUNCED_EVERY_DAYS = 28


@dataclass(frozen=True)
class Scored:
    """A set with its score for each kind of record."""

    fact: LoggedSet
    volume_kg: Decimal
    load_kg: Decimal | None
    estimated_1rm_kg: Decimal | None
    effective_reps: Decimal

    @property
    def is_performed(self) -> bool:
        """Whether any repetition was done."""
        return self.fact.logged_reps > 0


@dataclass(frozen=True)
class Record:
    """An exercise's new best: the first one, or one that beat `previous`."""

    exercise_id: UUID
    kind: str
    value: Decimal
    previous: Decimal | None
    set_id: UUID
    confidence: str | None

    @property
    def improvement(self) -> Decimal | None:
        """The improvement over the previous one, in percent."""
        if not self.previous:
            return None
        return (100 * (self.value - self.previous) / self.previous).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Lift:
    """An exercise of a workout: its sets in order, their totals, and the previous bests."""

    exercise: Exercise
    sets: list[Scored]
    before: Best

    @cached_property
    def performed(self) -> list[Scored]:
        """Its working sets."""
        return [one for one in self.sets if one.is_performed]

    @cached_property
    def volume_kg(self) -> Decimal:
        """Load times reps of all sets."""
        return sum((one.volume_kg for one in self.sets), Decimal(0))

    @cached_property
    def load_kg(self) -> Decimal | None:
        """The heaviest."""
        return max((one.load_kg for one in self.sets if one.load_kg), default=None)

    @cached_property
    def best_estimate(self) -> Scored | None:
        """The set with the highest estimated 1RM; ties: the most reliable one."""
        rated = [one for one in self.sets if one.estimated_1rm_kg]
        return max(rated, key=lambda one: (one.estimated_1rm_kg or 0, -one.effective_reps), default=None)

    @cached_property
    def efforts(self) -> list[Decimal]:
        """The RPE of its working sets that have one."""
        return [one.fact.difficulty_rating for one in self.performed if one.fact.difficulty_rating]

    @cached_property
    def bests(self) -> list[Record]:
        """Return the new bests, in the order of kinds; without `previous` a best is a baseline."""
        found = []
        estimate = self.best_estimate
        load = self.load_kg
        if load and _is_heavier(load, self.before.load_kg):
            first = next(one for one in self.sets if one.load_kg == load)
            found.append(
                Record(self.exercise.id, "max_weight", load, self.before.load_kg, first.fact.id, None)
            )
        if self.volume_kg and _beats(self.volume_kg, self.before.volume_kg):
            # Volume is reached with the last set, anything else with the first set that has it.
            order = self.performed[-1].fact.set_order
            last = next(one for one in self.performed if one.fact.set_order == order)
            found.append(
                Record(
                    self.exercise.id, "max_volume", self.volume_kg, self.before.volume_kg, last.fact.id, None
                )
            )
        if estimate and estimate.estimated_1rm_kg:
            value = estimate.estimated_1rm_kg
            if _beats(value, self.before.estimated_1rm_kg):
                first = next(one for one in self.sets if one.estimated_1rm_kg == value)
                trust = confidence(estimate.effective_reps)
                found.append(
                    Record(
                        self.exercise.id,
                        "estimated_1rm",
                        value,
                        self.before.estimated_1rm_kg,
                        first.fact.id,
                        trust,
                    )
                )
        return found

    def announced(self, day: date) -> str | None:
        """Return the kind of its record that is announced, at most one in four weeks."""
        before = self.before.announced
        if before and (day - before).days < _ANNOUNCED_EVERY_DAYS:
            return None
        beaten = {record.kind for record in self.bests if record.previous is not None}
        return next((kind for kind in ("max_weight", "estimated_1rm") if kind in beaten), None)

    def record_sets(self) -> set[UUID]:
        """Return the sets that beat every earlier set; without any, the workout is the baseline."""
        marked = set()
        load, estimate = self.before.load_kg, self.before.estimated_1rm_kg
        for one in self.sets:
            if load and one.load_kg and _is_heavier(one.load_kg, load):
                load = one.load_kg
                marked.add(one.fact.id)
            if estimate and one.estimated_1rm_kg and _beats(one.estimated_1rm_kg, estimate):
                estimate = one.estimated_1rm_kg
                marked.add(one.fact.id)
        return marked


def scored(one: LoggedSet, exercise: Exercise) -> Scored:
    """Return a set with its scores."""
    load = one.logged_weight_kg or None if one.logged_reps else None
    return Scored(
        one,
        one.logged_weight_kg * one.logged_reps * (2 if exercise.is_unilateral else 1),
        load,
        estimated_1rm(load, one.logged_reps, one.difficulty_rating) if load else None,
        effective_reps(one.logged_reps, one.difficulty_rating),
    )


def mean(values: Iterable[Decimal]) -> Decimal | None:
    """Return the mean; None without values."""
    numbers = list(values)
    return sum(numbers, Decimal(0)) / len(numbers) if numbers else None


def _beats(value: Decimal, best: Decimal | None) -> bool:
    return best is None or value > _BETTER * best


def _is_heavier(load_kg: Decimal, best: Decimal | None) -> bool:
    return best is None or load_kg > best + _LOAD_TOLERANCE_KG
