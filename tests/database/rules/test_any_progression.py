"""Properties of any valid progression with any sets, calling the evaluator directly."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database import progressions
from tests.database.athlete import ASSISTED_DIP, CURL, Connection, Document

EXAMPLES = int(os.environ.get("SPOTTER_EXAMPLES", "60"))
PATIENT = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
GRAM = Decimal("0.001")

# Loads that a gym can have; none said: any goes.
GYMS = st.sampled_from([None, [20, 22.5, 30, 60, 61.25, 62.5, 100], [4, 10], [0, 61.235, 63.503, 65.771]])
REPS = st.sampled_from([0, 1, 3, 5, 6, 8, 12, 13, 30, 999, 1000])
LOADS = st.sampled_from([None, 0, 2.5, 15, 60, 61.3, 62.5, 100, 1999, 2000])
EFFORTS = st.sampled_from([None, None, 1, 6, 8, 9.5, 10])


@dataclass(frozen=True)
class Workout:
    """What was done, by set; None is as much as was asked for."""

    reps: Sequence[int | None]
    loads: Sequence[float | None]
    as_asked: bool
    efforts: Sequence[float | None]


@st.composite
def workouts(draw: st.DrawFn) -> Workout:
    if draw(st.booleans()):
        effort = draw(EFFORTS)
        return Workout([None] * 7, [None] * 7, as_asked=True, efforts=[effort] * 7)
    count = draw(st.integers(0, 7))

    def by_set(one: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(one, min_size=count, max_size=count))

    return Workout(by_set(st.none() | REPS), by_set(LOADS), draw(st.booleans()), by_set(EFFORTS))


class Line:
    """A line of a plan outside of any: its target, and what the evaluator makes of it."""

    def __init__(self, sql: Connection, spec: Document, buildable: Sequence[float] | None) -> None:
        self.sql = sql
        self.spec = spec
        self.buildable = buildable and numbers(buildable)
        self.is_assisted = spec["exercise_id"] == ASSISTED_DIP
        self.ask("select private.check_progression(%s, 'progression')", as_json(spec["progression"]))
        self.rules = self.ask(
            "select private.rules_of(%s, %s::numeric, %s, %s::public.mechanic)",
            as_json(spec["progression"]),
            spec["on_success_weight_increase_kg"],
            spec["target_reps"],
            "isolation" if spec["exercise_id"] == CURL else "compound",
        )
        written = {
            "sets": spec["target_sets"],
            "reps": spec["target_reps"],
            "weight_kg": spec["current_suggested_weight_kg"],
        }
        fact = self.ask(
            """
            select to_jsonb(private.initial_target(
                (
                    gen_random_uuid(), gen_random_uuid(), '-infinity'::timestamptz, true, %s::uuid,
                    private.target_of(%s), %s::jsonb, %s, %s::numeric, '{}'::jsonb, null::uuid,
                    null::private.target, 0::smallint, null::timestamptz
                )::private.target_facts,
                %s
            ))
            """,
            spec["exercise_id"], as_json(written), as_json(self.rules), self.is_assisted, spec["target_rir"],
            self.buildable,
        )  # fmt: skip
        self.base = self.target = fact["target"]
        self.state = fact["state"]
        self.failures = 0

    def ask(self, query: str, *arguments: object) -> Any:
        row = self.sql.execute(query.encode(), arguments).fetchone()
        assert row
        return row[0]

    def do(self, workout: Workout) -> Document:
        """The evaluation of a workout, from which the line goes on."""
        asked = [
            self.ask("select private.target_amount(%s, %s)", self.target["reps"], place)
            for place in range(1, len(workout.reps) + 1)
        ]
        self.done = [
            wanted if reps is None else reps for reps, wanted in zip(workout.reps, asked, strict=True)
        ]
        self.lifted = list(workout.loads)
        if workout.as_asked:
            by_set = self.target["loads_kg"] or []
            self.lifted = [*by_set, *[self.target["weight_kg"]] * 7][: len(asked)]
        result: Document = self.ask(
            """
            select to_jsonb(e) from private.evaluate(
                private.target_of(%s), %s, %s,
                (%s::jsonb, private.target_of(%s), %s, %s, %s)::private.terms, %s::integer[], %s, %s
            ) as e
            """,
            target_json(self.target), self.failures, as_json(self.state), as_json(self.rules),
            target_json(self.base), self.is_assisted, self.spec["target_rir"], self.buildable,
            self.done, numbers(self.lifted), numbers(workout.efforts),
        )  # fmt: skip
        self.before, self.target = self.target, result["new_target"]
        self.failures, self.state = result["failures"], result["state"]
        return result


def numbers(values: Sequence[float | None]) -> list[Decimal | None]:
    return [None if value is None else Decimal(str(value)) for value in values]


def as_json(value: object) -> str | None:
    return None if value is None else json.dumps(value, default=float)


def target_json(target: Document) -> str:
    """As private.target_of takes it: no loads by set is no key."""
    return json.dumps({key: value for key, value in target.items() if value is not None or key != "loads_kg"})


def amounts(reps: str) -> list[int]:
    """The least of each set that is written, once where all are the same."""
    if reps == "AMRAP":
        return [1]
    return [int(part) for part in reps.rstrip("+sm").partition("-")[0].split(",")]


def rule_list(rules: Any) -> list[Document]:
    found: list[Document] = rules if isinstance(rules, list) else rules.get("rules", [])
    return found


def kilograms(load: object) -> Decimal:
    return Decimal(str(load)).quantize(GRAM)


def lives(data: st.DataObject, sql: Connection) -> Any:
    """A line through up to eight workouts: (line, evaluation) after each."""
    line = Line(sql, data.draw(progressions.lines()), data.draw(GYMS))
    for workout in data.draw(st.lists(workouts(), min_size=1, max_size=8)):
        yield line, line.do(workout)


@PATIENT
@given(data=st.data())
def test_a_target_is_always_one_that_can_be_written(sql: Connection, data: st.DataObject) -> None:
    for line, _ in lives(data, sql):
        target = line.target
        assert 1 <= target["sets"] <= 50
        assert line.ask("select private.is_target_reps(%s)", target["reps"])
        loads = [load for load in [target["weight_kg"], *(target["loads_kg"] or [])] if load is not None]
        assert all(0 <= load <= 2000 for load in loads)
        if target["loads_kg"] is not None:
            assert len(target["loads_kg"]) == target["sets"]
            assert max(target["loads_kg"]) == target["weight_kg"]


@PATIENT
@given(data=st.data())
def test_a_new_load_can_be_built(sql: Connection, data: st.DataObject) -> None:
    for line, _ in lives(data, sql):
        if line.buildable is not None and line.target["weight_kg"] != line.before["weight_kg"]:
            new = [line.target["weight_kg"], *(line.target["loads_kg"] or [])]
            assert {kilograms(load) for load in new} <= {kilograms(load) for load in line.buildable}


@PATIENT
@given(data=st.data())
def test_a_load_goes_up_by_two_steps_at_most_or_one_of_the_gym(sql: Connection, data: st.DataObject) -> None:
    """From one that was lifted; and for help, down."""
    for line, result in lives(data, sql):
        if result["reason_code"] != "progressed" or result["rule"] != "load":
            continue
        sign = -1 if line.is_assisted else 1
        # Further sets may have been lighter: of those lifted, the heaviest that isn't above.
        lifted = max(
            (
                kilograms(load)
                for load in [*line.lifted, line.before["weight_kg"]]
                if load is not None and kilograms(load) * sign < kilograms(line.target["weight_kg"]) * sign
            ),
            key=lambda load: load * sign,
        )
        gain = (kilograms(line.target["weight_kg"]) - lifted) * sign
        steps = [
            # Percents come in half kilograms, one at least.
            max(lifted * kilograms(rule["step"]) * 2 / 100 + Decimal("0.25"), Decimal("0.5"))
            if rule.get("step_unit") == "%"
            else kilograms(rule["step"]) * 2
            for rule in rule_list(line.rules)
            if rule["axis"] == "load"
        ]
        of_the_gym = sorted(
            (kilograms(load) - lifted) * sign
            for load in line.buildable or []
            if (kilograms(load) - lifted) * sign > 2 * GRAM
        )
        assert 0 < gain <= max([*steps, *of_the_gym[:1]]) + 2 * GRAM
        ends = [
            rule.get("ceiling", 0 if line.is_assisted else 2000)
            for rule in rule_list(line.rules)
            if rule["axis"] == "load"
        ]
        assert any(line.target["weight_kg"] * sign <= end * sign for end in ends)


@PATIENT
@given(data=st.data())
def test_repetitions_go_up_by_two_steps_at_most_and_sets_by_one(sql: Connection, data: st.DataObject) -> None:
    """Two are for a workout that left more in reserve than planned."""
    for line, result in lives(data, sql):
        steps = [rule["step"] for rule in rule_list(line.rules) if rule["axis"] == result["rule"]]
        if result["reason_code"] == "reps_up":
            new, written = amounts(line.target["reps"]), amounts(line.before["reps"])
            was = written if "," in line.before["reps"] else result["amounts"]
            # Before a large step of the load repetitions go up one by one.
            allowed = 2 * max(steps, default=1)
            if len(new) == 1:
                # To the ceiling at most, however many more were done.
                assert written[0] < new[0] <= min(was) + allowed
            else:
                # A list written for more or fewer sets goes on with its last number.
                was = [*was, *[was[-1]] * len(new)]
                assert all(one <= before + allowed for one, before in zip(new, was, strict=False))
                assert sum(new) > sum(min(one, before) for one, before in zip(new, was, strict=False))
            assert line.target["sets"] == line.before["sets"]
        if result["rule"] == "sets":
            assert line.before["sets"] < line.target["sets"] <= line.before["sets"] + max(steps)


@PATIENT
@given(data=st.data())
def test_nothing_gets_harder_without_a_success(sql: Connection, data: st.DataObject) -> None:
    """The load doesn't go up; a stage or a week may have more sets, and a target without a load takes one."""
    for line, result in lives(data, sql):
        before, after = line.before["weight_kg"], line.target["weight_kg"]
        if result["outcome"] == "success" or result["rule"] == "wave" or before is None:
            continue
        assert after is not None
        assert after >= before if line.is_assisted else after <= before
        if result["reason_code"] in ("missed_reps", "below_target", "not_trained", "held"):
            assert line.target == line.before


@PATIENT
@given(data=st.data())
def test_sets_without_an_amount_are_missing_ones(sql: Connection, data: st.DataObject) -> None:
    """A run told by its time has no metres: nothing to progress from, and nothing to break on."""
    line = Line(sql, data.draw(progressions.lines()), data.draw(GYMS))
    count = data.draw(st.integers(1, 5))
    nothing = [None] * count
    done = Workout([10] * (count - 1) + [0], nothing, data.draw(st.booleans()), nothing)
    line.do(done)
    assert line.do(Workout([0] * count, nothing, True, nothing))["outcome"] != "success"  # noqa: FBT003
