"""Properties of the next set, for any line of a plan and any sets so far, calling the rules directly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.database import progressions
from tests.database.athlete import PLANK, PUSH_UP, Connection, Document
from tests.database.rules.test_any_progression import (
    EFFORTS,
    GRAM,
    GYMS,
    PATIENT,
    Line,
    as_json,
    kilograms,
    numbers,
    target_json,
)

# From far below the plan to far above it.
OFF = st.sampled_from([-9, -3, -2, -1, 0, 0, 0, 1, 4])
SHARES = st.sampled_from([0.5, 0.9, 0.95, 1, 1.05, 1.5])


@dataclass
class Done:
    """The sets so far."""

    amounts: list[int] = field(default_factory=list)
    loads: list[float | None] = field(default_factory=list)
    efforts: list[float | None] = field(default_factory=list)

    def add(self, amount: int, load: float | None, effort: float | None) -> None:
        self.amounts.append(amount)
        self.loads.append(load)
        self.efforts.append(effort)


def hint(line: Line, done: Done, *, is_eased: bool = False) -> Document:
    """What private.next_set_hint says."""
    told: Document = line.ask(
        """
        select to_jsonb(private.next_set_hint(
            (
                private.target_of(%s), (%s::jsonb, private.target_of(%s), %s, %s, %s)::private.terms,
                %s, %s, %s, null, false
            )::private.hint_work,
            %s::integer[], %s::numeric[], %s::numeric[]
        ))
        """,
        target_json(line.target), as_json(line.rules), target_json(line.base), line.is_assisted,
        line.spec["target_rir"], line.buildable, line.target["weight_kg"] is None, is_eased,
        line.spec["exercise_id"] == PUSH_UP, done.amounts, numbers(done.loads), numbers(done.efforts),
    )  # fmt: skip
    return told


def verdict(line: Line, done: Done) -> Document:
    """What private.evaluate makes of them."""
    told: Document = line.ask(
        """
        select to_jsonb(private.evaluate(
            private.target_of(%s), %s, %s, (%s::jsonb, private.target_of(%s), %s, %s, %s)::private.terms,
            %s::integer[], %s::numeric[], %s::numeric[]
        ))
        """,
        target_json(line.target), line.failures, as_json(line.state), as_json(line.rules),
        target_json(line.base), line.is_assisted, line.spec["target_rir"], line.buildable,
        done.amounts, numbers(done.loads), numbers(done.efforts),
    )  # fmt: skip
    return told


def drawn(data: st.DataObject, sql: Connection) -> Line:
    return Line(sql, data.draw(progressions.lines()), data.draw(GYMS))


def least(line: Line, reps: str) -> int:
    return int(line.ask("select private.target_amount(%s, 1)", reps))


def is_summed(line: Line) -> bool:
    is_summed: bool = line.ask("select private.scheme_of(%s) = 'sum_of_reps'", as_json(line.rules))
    reps = line.target["reps"]
    return is_summed and reps != "AMRAP" and "," not in reps and line.spec["exercise_id"] != PLANK


def as_planned(line: Line, load: float | None, effort: float | None) -> Done:
    """Every planned set with its load and its repetitions; where all sets together count, their share."""
    done = Done()
    sets: int = line.target["sets"]
    for place in range(1, sets + 1):
        wanted = int(line.ask("select private.target_amount(%s, %s)", line.target["reps"], place))
        if is_summed(line):
            total = line.ask(
                "select private.sum_wanted(%s, private.target_of(%s))",
                as_json(line.rules), target_json(line.target),
            )  # fmt: skip
            most = line.ask("select private.target_ceiling(%s)", line.target["reps"]) or math.inf
            wanted = max(wanted, min(math.ceil((total - sum(done.amounts)) / (sets - place + 1)), most))
        loads = line.target["loads_kg"] or [load] * sets
        done.add(wanted, loads[place - 1], effort)
    return done


@PATIENT
@given(data=st.data())
def test_whoever_follows_it_as_planned_gets_the_step_of_the_plan(
    sql: Connection, data: st.DataObject
) -> None:
    line = drawn(data, sql)
    rir = line.spec["target_rir"]
    effort = None if rir is None else 10 - rir
    # A target without a load takes what is lifted.
    load = (
        line.target["weight_kg"]
        if line.target["weight_kg"] is not None
        else data.draw(st.sampled_from([None, 40]))
    )
    done = Done()
    while (told := hint(line, done))["rule"] != "done":
        assert told["set_number"] == len(done.amounts) + 1
        assert told["of_sets"] == line.target["sets"]
        weight = load if told["weight_kg"] is None else told["weight_kg"]
        done.add(least(line, told["reps"]), weight, effort)
    assert done == as_planned(line, load, effort)
    assert verdict(line, done) == verdict(line, as_planned(line, load, effort))


@PATIENT
@given(data=st.data())
def test_with_its_loads_and_the_repetitions_nothing_fails(sql: Connection, data: st.DataObject) -> None:
    """However hard the sets were: what is taken off then makes no failure of them."""
    line = drawn(data, sql)
    done = Done()
    while (told := hint(line, done))["rule"] != "done":
        weight = 40 if told["weight_kg"] is None else told["weight_kg"]
        done.add(least(line, told["reps"]), weight, data.draw(EFFORTS))
    assert verdict(line, done)["outcome"] in ("success", "held")


@PATIENT
@given(data=st.data())
def test_it_ends_and_asks_for_what_can_be_done(sql: Connection, data: st.DataObject) -> None:
    """Whatever is done, with the load that was asked for or another."""
    line = drawn(data, sql)
    is_eased = data.draw(st.booleans())
    is_first = line.target["weight_kg"] is None
    planned = [
        load for load in [line.target["weight_kg"], *(line.target["loads_kg"] or [])] if load is not None
    ]
    done = Done()
    sign = -1 if line.is_assisted else 1
    while (told := hint(line, done, is_eased=is_eased))["rule"] != "done":
        assert 1 <= told["set_number"] <= told["of_sets"] <= line.target["sets"]
        assert told["expected"] >= 1
        assert line.ask("select private.is_target_reps(%s)", told["reps"].replace("AMRAP", "1"))
        weight = told["weight_kg"]
        if weight is not None:
            known = [load for load in [*planned, *done.loads] if load is not None]
            if not is_first:
                assert weight * sign <= max(load * sign for load in known)
            if line.buildable is not None:
                assert kilograms(weight) in {kilograms(load) for load in [*known, *line.buildable]}
        wanted = least(line, told["reps"])
        lifted = 40 if weight is None else weight
        if data.draw(st.integers(0, 3)) == 0 and len(done.amounts) < 10:
            lifted = round(lifted * data.draw(SHARES), 3)
        done.add(max(wanted + data.draw(OFF), 0), lifted, data.draw(EFFORTS))
        # Ten of any kind, three for finding a load, then those that are planned.
        assert len(done.amounts) <= 10 + 3 + line.target["sets"]


def rounded(loads: Sequence[float | None]) -> list[float | None]:
    return [None if load is None else round(load, 2) for load in loads]


@PATIENT
@given(data=st.data())
def test_a_load_to_two_decimals_is_the_same_load(sql: Connection, data: st.DataObject) -> None:
    """83.91 for 83.915, as apps send 185 lb."""
    line = Line(
        sql, data.draw(progressions.lines()) | {"current_suggested_weight_kg": 83.915},
        data.draw(st.sampled_from([None, [61.235, 72.575, 83.915, 95.254]])),
    )  # fmt: skip
    done = Done()
    for _ in range(data.draw(st.integers(1, 4))):
        told = hint(line, done)
        if told["rule"] == "done":
            break
        weight = told["weight_kg"]
        done.add(max(least(line, told["reps"]) + data.draw(OFF), 0), weight, data.draw(EFFORTS))
    exact, off = hint(line, done), hint(line, Done(done.amounts, rounded(done.loads), done.efforts))

    def rough(told: Document) -> dict[str, Any]:
        return {key: value for key, value in told.items() if key not in ("inputs", "weight_kg")}

    assert rough(exact) == rough(off)
    if exact["weight_kg"] is not None:
        assert abs(kilograms(exact["weight_kg"]) - kilograms(off["weight_kg"])) <= 10 * GRAM


@PATIENT
@given(data=st.data())
def test_ramping_up_changes_nothing(sql: Connection, data: st.DataObject) -> None:
    """Half, then three quarters of the load, whatever was done with them, told as working sets."""
    line = Line(sql, data.draw(progressions.lines()) | {"current_suggested_weight_kg": 80}, data.draw(GYMS))
    first: float = (line.target["loads_kg"] or [line.target["weight_kg"]])[0]
    if line.is_assisted or first < 20:
        return
    done = Done()
    for _ in range(data.draw(st.integers(1, 3))):
        told = hint(line, done)
        if told["rule"] == "done":
            break
        done.add(max(least(line, told["reps"]) + data.draw(OFF), 0), told["weight_kg"], data.draw(EFFORTS))
    ramp = [round(first * share, 1) for share in (0.5, 0.75)]
    with_ramp = Done([3, 5, *done.amounts], [*ramp, *done.loads], [10, None, *done.efforts])
    assert hint(line, with_ramp) == hint(line, done)
