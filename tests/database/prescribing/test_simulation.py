"""A simulation predicts what happens when the same sets are logged, and leaves no trace."""

import json
import os
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.database import progressions
from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    CURL,
    NOON,
    PLANK,
    PUSH_UP,
    Athlete,
    Connection,
    Document,
    one_set,
    sign_up,
    workout,
)
from tests.database.lines import LATER, LINEAR, did, made_line, set_by_hand, steps, suggested

EXAMPLES = int(os.environ.get("SPOTTER_EXAMPLES", "30"))
# A simulation begins now, with the gear there is now; so do these workouts.
AFTER_NOW = NOON + timedelta(days=LATER)
NEEDS_A_LOAD = (BENCH, CURL, ASSISTED_DIP)


def simulate(
    athlete: Athlete, line_id: str, *outcomes: Document, at: datetime | None = None
) -> list[Document]:
    told: list[Document] = athlete.value(
        "select private.simulate_progression(%s, %s, %s, coalesce(%s, now()))",
        athlete.id, line_id, json.dumps(outcomes), at,
    )  # fmt: skip
    return told


REPS = st.lists(st.sampled_from([0, 1, 3, 5, 6, 8, 10, 12, 13, 30]), min_size=1, max_size=5)
EFFORTS = st.lists(st.sampled_from([None, 1, 6, 8, 9.5, 10]), max_size=6)
LOADS = st.sampled_from([0, 2.5, 60, 61.3, 100, 2000])
TOLD = st.fixed_dictionaries(
    {"reps": REPS | st.just([])},
    optional={"rpe": EFFORTS, "weight_kg": LOADS, "loads_kg": st.lists(LOADS | st.none(), max_size=5)},
)
# One that does as it is asked, so that waves and stages come far; None stands for the target's repetitions.
DUTIFUL = st.fixed_dictionaries({"reps": st.none()}, optional={"rpe": EFFORTS})


def as_asked(athlete: Athlete, target: Document) -> list[int]:
    query = "select array(select private.target_amount(%s, s) from generate_series(1, %s) as s order by s)"
    found: list[int] = athlete.value(query, target["reps"], target["sets"])
    return found


def lifted(outcome: Document, target: Document) -> list[float | None]:
    """The loads that a told workout was done with: as told, else those of the target."""
    own, by_set = outcome.get("loads_kg", []), target.get("loads_kg")
    loads = []
    for place in range(len(outcome["reps"])):
        load = own[place] if place < len(own) else None
        if load is None:
            load = outcome.get("weight_kg")
        if load is None:
            load = by_set[min(place, len(by_set) - 1)] if by_set else target["weight_kg"]
        loads.append(load)
    return loads


def log(athlete: Athlete, line_id: str, exercise: str, outcome: Document, day: int) -> Document | None:
    """What really happens; None if nothing was done of the line."""
    target = athlete.value(
        "select private.target_json(s.target) from private.current_targets(%s, %s::uuid[], 'infinity') as s",
        athlete.id,
        [line_id],
    )
    efforts = outcome.get("rpe", [])
    amount = "duration_seconds" if exercise == PLANK else "logged_reps"
    sets = [
        one_set(exercise, None, load, workout_plan_exercise_id=line_id, difficulty_rating=rpe)
        | {amount: reps}
        for reps, load, rpe in zip(
            outcome["reps"],
            lifted(outcome, target),
            [*efforts, *[None] * 50][: len(outcome["reps"])],
            strict=True,
        )
    ]
    [step] = athlete.log(workout(AFTER_NOW + timedelta(days=day), *sets))["progression"] if sets else [None]
    return step


def what_happens(athlete: Athlete, line_id: str, exercise: str, outcomes: list[Document]) -> list[Document]:
    """The steps of workouts that are logged one after the other, as a simulation tells them."""
    told = []
    for day, outcome in enumerate(outcomes):
        step = log(athlete, line_id, exercise, outcome, day)
        if step is not None:
            new = step["new_target"]
            told.append(
                {
                    "session": day + 1,
                    "outcome": step["outcome"],
                    "reason_code": step["reason_code"],
                    "target_sets": new["sets"],
                    "target_reps": new["reps"],
                    "weight_kg": new["weight_kg"],
                }
                | ({"loads_kg": new["loads_kg"]} if "loads_kg" in new else {})
            )
    return told


def dutiful(athlete: Athlete, line_id: str, outcomes: list[Document]) -> list[Document]:
    """Outcomes in which what was left to the target says as many repetitions as it asks for then."""
    done: list[Document] = []
    for outcome in outcomes:
        if outcome["reps"] is None:
            query = """
                select private.target_json(s.target)
                from private.current_targets(%s, %s::uuid[], 'infinity') as s
            """
            target = athlete.value(query, athlete.id, [line_id])
            if done:
                last = simulate(athlete, line_id, *done)[-1]
                target = {"sets": last["target_sets"], "reps": last["target_reps"]}
            outcome = outcome | {"reps": as_asked(athlete, target)}  # noqa: PLW2901
        done.append(outcome)
    return done


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(
    spec=progressions.lines(),
    outcomes=st.lists(DUTIFUL | TOLD, min_size=1, max_size=10),
    gear=st.sampled_from(["all", "little"]),
)
@example(
    spec={"exercise_id": BENCH, "progression": {"scheme": "percentage_wave", "training_max_kg": 90}},
    outcomes=[{"reps": None}] * 52,
    gear="all",
)
@example(
    spec={"exercise_id": BENCH, "current_suggested_weight_kg": 60, "progression": {"scheme": "linear"}},
    outcomes=[{"reps": [5, 5, 4]}] * 7,
    gear="all",
)
@example(
    spec={"exercise_id": BENCH, "target_sets": 5, "target_reps": "3", "current_suggested_weight_kg": 60,
          "progression": {"scheme": "gzclp", "tier": 1}},
    outcomes=[{"reps": None}, {"reps": [1]}] * 26,
    gear="little",
)  # fmt: skip
def test_a_simulation_tells_what_happens_when_the_same_is_logged(
    sql: Connection, spec: Document, outcomes: list[Document], gear: str
) -> None:
    with sql.transaction(force_rollback=True):
        athlete = sign_up(sql)
        if gear == "little":
            progressions.give_gear(athlete)
        line_id = made_line(athlete, **spec)
        exercise = spec["exercise_id"]
        if exercise in NEEDS_A_LOAD and suggested(athlete, line_id) is None:
            # A first workout can't be logged without one.
            outcomes = [{"weight_kg": 60} | outcome for outcome in outcomes]
        if exercise == PLANK:
            outcomes = [{k: v for k, v in o.items() if k in ("reps", "rpe")} for o in outcomes]
        outcomes = dutiful(athlete, line_id, outcomes)
        foretold = simulate(athlete, line_id, *outcomes)
        assert [one["session"] for one in foretold] == list(range(1, len(outcomes) + 1))
        # A workout in which the line was not begun makes no step of it.
        begun = [
            {key: value for key, value in one.items() if key != "reason"}
            for one, outcome in zip(foretold, outcomes, strict=True)
            if outcome["reps"]
        ]
        assert what_happens(athlete, line_id, exercise, outcomes) == begun


def test_a_workout_in_which_nothing_was_done_changes_nothing(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    [told] = simulate(athlete, line_id, {"reps": []})
    assert told == {
        "session": 1, "outcome": "none", "reason_code": "not_trained", "target_sets": 3, "target_reps": "5",
        "weight_kg": 60, "reason": "Not trained last time: the target stays the same.",
    }  # fmt: skip


def test_a_simulation_goes_on_from_where_the_target_stands(athlete: Athlete) -> None:
    """Two failures so far: the third takes ten percent off."""
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, [(5, 60)] * 3, [(4, 62.5)] * 3, [(4, 62.5)] * 3)
    soon = NOON + timedelta(days=5)
    [told] = simulate(athlete, line_id, {"reps": [4, 4, 4]}, at=soon)
    assert (told["reason_code"], told["weight_kg"]) == ("repeated_failure", 55)


def test_after_a_break_it_begins_as_the_next_workout_does(athlete: Athlete) -> None:
    """62.5 kg less a tenth, then two steps."""
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, [(5, 60)] * 3)
    told = simulate(athlete, line_id, {"reps": [5, 5, 5]}, at=NOON + timedelta(days=21))
    assert [one["weight_kg"] for one in told] == [60]


def test_a_simulation_goes_by_the_rules_in_force(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    set_by_hand(athlete, line_id, on_success_weight_increase_kg=10, current_suggested_weight_kg=50)
    [told] = simulate(athlete, line_id, {"reps": [5, 5, 5]})
    # Ten would be a fifth: an eighth is the most, in plates that every gym has.
    assert told["weight_kg"] == 55


def test_each_step_is_told_in_words(athlete: Athlete) -> None:
    line_id = made_line(athlete, target_rir=2, **LINEAR)
    told = simulate(athlete, line_id, {"reps": [5, 5, 5], "rpe": [8, 8, 10]}, {"reps": [5, 5, 4]})
    assert [one["reason"] for one in told] == [
        "3 x 5 at 60 kg done, but at RPE 10, harder than planned: repeat it.",
        "5-5-4 done of 3 x 5 at 60 kg: try the same again.",
    ]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ({"reps": [5, 5, 5], "weight_kg": 70}, ("progressed", 72.5)),
        ({"reps": [5, 5, 5], "loads_kg": [60, 55, 60]}, ("below_target", 60)),
        # What isn't said is as planned.
        ({"reps": [5, 5, 5], "loads_kg": [None, 65]}, ("progressed", 62.5)),
        ({"reps": [5, 5, 5], "loads_kg": [65], "weight_kg": 70}, ("progressed", 67.5)),
    ],
)
def test_loads_as_they_are_told(athlete: Athlete, outcome: Document, expected: tuple[str, float]) -> None:
    line_id = made_line(athlete, **LINEAR)
    [told] = simulate(athlete, line_id, outcome)
    assert (told["reason_code"], told["weight_kg"]) == expected


def test_a_simulation_writes_nothing(athlete: Athlete) -> None:
    """A transaction that wrote anything, anywhere, would have an id; this one may not even try."""
    line_id = made_line(athlete, **LINEAR)
    with athlete.sql.transaction():
        athlete.sql.execute("set transaction read only")
        assert len(simulate(athlete, line_id, *[{"reps": [5, 5, 5]}] * 52)) == 52
        assert athlete.value("select pg_current_xact_id_if_assigned()") is None


@pytest.mark.parametrize("function", ["simulate_progression", "explain_prescription"])
def test_what_only_looks_is_declared_so(athlete: Athlete, function: str) -> None:
    """STABLE: Postgres itself refuses it a write, and PostgREST gives it a read-only transaction."""
    found = athlete.rows("select provolatile from pg_proc where proname = %s", function)
    assert found == [("s",), ("s",)]


def test_seconds_are_told_as_repetitions_are(athlete: Athlete) -> None:
    line_id = made_line(
        athlete,
        exercise_id=PLANK,
        target_sets=1,
        target_reps="30s",
        progression=[{"axis": "reps", "step": 5}],
    )
    [told] = simulate(athlete, line_id, {"reps": [30]})
    assert told["target_reps"] == "35s"
    [step] = athlete.log(did(line_id, PLANK, (30, None)))["progression"]
    assert step["new_target"]["reps"] == told["target_reps"]


def test_a_body_has_no_load_to_tell(athlete: Athlete) -> None:
    line_id = made_line(athlete, exercise_id=PUSH_UP, progression=[{"axis": "reps", "step": 1}])
    [told] = simulate(athlete, line_id, {"reps": [5, 5, 5]})
    assert (told["target_reps"], told["weight_kg"]) == ("6", None)
