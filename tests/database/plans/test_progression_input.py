"""A progression that can't work is refused when it is written, and the answer names the field at fault."""

import json
from typing import Any

import psycopg
import pytest

from tests.database.athlete import BENCH, SQUAT, Athlete, Connection, line, sign_up
from tests.database.lines import LINEAR, made_line, set_by_hand
from tests.database.progressions import Rules

LOAD = {"axis": "load", "step": 2.5}
REPS = {"axis": "reps", "step": 1}
SETS = {"axis": "sets", "step": 1}
STAGES = [{"sets": 3, "reps": "5"}, {"sets": 4, "reps": "3"}]
SWITCH = LOAD | {"on_failures": "switch", "stages": STAGES}
WAVE = {"scheme": "percentage_wave"}
WEEK = {"percents": [70, 80], "reps": "5"}

# What is written, and where in it the fault is: nothing for the whole.
FAULTS: list[tuple[Any, str]] = [
    ("linear", ""),
    (5, ""),
    (True, ""),
    ([], ""),
    ([LOAD] * 11, ""),
    ({}, ".scheme"),
    ({"scheme": "magic"}, ".scheme"),
    ({"scheme": None}, ".scheme"),
    ({"scheme": 1}, ".scheme"),
    ({"scheme": ["linear"]}, ".scheme"),
    # Rules
    (["linear"], "[0].axis"),
    ([LOAD, []], "[1].axis"),
    ([{"step": 1}], "[0].axis"),
    ([{"axis": "pace", "step": 1}], "[0].axis"),
    ([{"axis": "load"}], "[0].step"),
    ([REPS, LOAD | {"step": 0}], "[1].step"),
    ([LOAD | {"step": -2.5}], "[0].step"),
    ([LOAD | {"step": 100.5}], "[0].step"),
    ([LOAD | {"step": "2.5"}], "[0].step"),
    ([LOAD | {"step": None}], "[0].step"),
    ([REPS | {"step": 0.5}], "[0].step"),
    ([LOAD, SETS | {"step": 1.5}], "[1].step"),
    ([LOAD | {"step_unit": "lb"}], "[0].step_unit"),
    ([REPS | {"step_unit": "%"}], "[0].step_unit"),
    ([SETS | {"step_unit": "%"}], "[0].step_unit"),
    ([REPS | {"scope": "some_sets"}], "[0].scope"),
    ([LOAD | {"scope": "lowest_sets"}], "[0].scope"),
    ([REPS | {"ceiling": 12.5}], "[0].ceiling"),
    ([SETS | {"ceiling": 0}], "[0].ceiling"),
    ([LOAD | {"ceiling": 2001}], "[0].ceiling"),
    ([REPS | {"on_ceiling": "stop"}], "[0].on_ceiling"),
    ([LOAD | {"last_set_reps": 0}], "[0].last_set_reps"),
    ([LOAD | {"last_set_reps": 8.5}], "[0].last_set_reps"),
    ([LOAD | {"after_failures": 0}], "[0].after_failures"),
    ([LOAD | {"after_failures": 21}], "[0].after_failures"),
    ([LOAD | {"on_failures": "cry"}], "[0].on_failures"),
    ([LOAD | {"deload_percent": 0}], "[0].deload_percent"),
    ([LOAD | {"deload_percent": 91}], "[0].deload_percent"),
    ([LOAD | {"after_stalls": 1}], "[0].after_stalls"),
    ([LOAD | {"speed": 2}], "[0].speed"),
    # Stages
    ([LOAD | {"on_failures": "switch"}], "[0].stages"),
    ([SWITCH | {"stages": None}], "[0].stages"),
    ([SWITCH | {"stages": STAGES[:1]}], "[0].stages"),
    ([SWITCH | {"stages": STAGES * 6}], "[0].stages"),
    ([SWITCH | {"stages": [STAGES[0], 5]}], "[0].stages[1].reps"),
    ([REPS, SWITCH | {"stages": [STAGES[0], {"sets": 51, "reps": "5"}]}], "[1].stages[1].sets"),
    ([SWITCH | {"stages": [STAGES[0], {"sets": 3, "reps": "five"}]}], "[0].stages[1].reps"),
    ([SWITCH | {"stages": [STAGES[0], {"sets": 3, "reps": 5}]}], "[0].stages[1].reps"),
    ([SWITCH | {"restart_percent": 9}], "[0].restart_percent"),
    ([SWITCH | {"restart_percent": 101}], "[0].restart_percent"),
    # Schemes
    ({"scheme": "linear", "step": 0}, ".step"),
    ({"scheme": "linear", "total": 30}, ".total"),
    ({"scheme": "double", "step_unit": "lb"}, ".step_unit"),
    ({"scheme": "double", "ceiling": 0}, ".ceiling"),
    ({"scheme": "none", "step": 2.5}, ".step"),
    ({"scheme": "sum_of_reps", "total": 0}, ".total"),
    ({"scheme": "sum_of_reps", "total": 30.5}, ".total"),
    ({"scheme": "sum_of_reps", "total": 5001}, ".total"),
    ({"scheme": "gzclp"}, ".tier"),
    ({"scheme": "gzclp", "tier": 4}, ".tier"),
    ({"scheme": "gzclp", "tier": "1"}, ".tier"),
    ({"scheme": "gzclp", "tier": 1, "ceiling": 100}, ".ceiling"),
    (WAVE | {"training_max_kg": 0}, ".training_max_kg"),
    (WAVE | {"training_max_kg": 2001}, ".training_max_kg"),
    (WAVE | {"training_max_percent": 49}, ".training_max_percent"),
    (WAVE | {"cycle_increase_kg": -1}, ".cycle_increase_kg"),
    (WAVE | {"after_failures": 0}, ".after_failures"),
    (WAVE | {"deload_percent": 95}, ".deload_percent"),
    (WAVE | {"round_kg": 0}, ".round_kg"),
    (WAVE | {"step": 2.5}, ".step"),
    (WAVE | {"percents": []}, ".percents"),
    (WAVE | {"percents": [70] * 21}, ".percents"),
    (WAVE | {"percents": [70, 151]}, ".percents[1]"),
    (WAVE | {"percents": [70, None]}, ".percents[1]"),
    (WAVE | {"percents": ["70"]}, ".percents[0]"),
    (WAVE | {"weeks": []}, ".weeks"),
    (WAVE | {"weeks": [WEEK] * 13}, ".weeks"),
    (WAVE | {"weeks": [WEEK, 5]}, ".weeks[1].percents"),
    (WAVE | {"weeks": [WEEK, {"reps": "5"}]}, ".weeks[1].percents"),
    (WAVE | {"weeks": [{"percents": [70, 0], "reps": "5"}]}, ".weeks[0].percents[1]"),
    (WAVE | {"weeks": [WEEK | {"reps": "5x5"}]}, ".weeks[0].reps"),
    (WAVE | {"weeks": [WEEK | {"is_deload": "yes"}]}, ".weeks[0].is_deload"),
    (WAVE | {"weeks": [WEEK | {"deload": True}]}, ".weeks[0].deload"),
]
EACH = pytest.mark.parametrize(("progression", "place"), FAULTS, ids=lambda value: str(value)[:60])


@pytest.fixture(scope="module")
def athlete(connection: Connection) -> Athlete:
    return sign_up(connection)


@pytest.fixture(scope="module")
def line_id(athlete: Athlete) -> str:
    return made_line(athlete, **LINEAR)


def field_of(refusal: pytest.ExceptionInfo[psycopg.Error]) -> tuple[str | None, str]:
    return refusal.value.sqlstate, json.loads(refusal.value.diag.message_detail or "{}")["field"]


@EACH
def test_a_plan_names_the_way_to_the_fault(athlete: Athlete, progression: Any, place: str) -> None:
    good = line(SQUAT, progression=[LOAD])
    with pytest.raises(psycopg.Error) as refusal:
        athlete.create_plan([good], [good, line(BENCH, order_in_workout=2, progression=progression)])
    assert field_of(refusal) == ("PT422", f"days[1].exercises[1].progression{place}")


@EACH
def test_a_changed_line_names_the_field(athlete: Athlete, line_id: str, progression: Any, place: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        set_by_hand(athlete, line_id, progression=json.dumps(progression))
    assert field_of(refusal) == ("PT422", f"progression{place}")


@pytest.mark.parametrize(
    "progression",
    [
        None,
        [LOAD],
        [REPS | {"ceiling": 12, "on_ceiling": "reset", "scope": "lowest_sets"}, SETS, LOAD],
        [SWITCH | {"restart_percent": 100, "after_stalls": 2, "last_set_reps": 8}],
        # A null counts as left out.
        [LOAD | {"ceiling": None, "stages": None, "on_failures": None, "after_stalls": None}],
        {"scheme": "linear", "step": None, "ceiling": None, "after_failures": None},
        {"scheme": "double", "step": 5, "step_unit": "%"},
        {"scheme": "sum_of_reps", "total": None, "step": None},
        {"scheme": "gzclp", "tier": 3, "step": None},
        WAVE | {"weeks": None, "percents": None, "training_max_kg": None, "round_kg": None},
        WAVE | {"weeks": [WEEK | {"is_deload": None}], "cycle_increase_kg": 0},
        {"scheme": "none"},
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_sound_is_taken_and_can_be_explained(athlete: Athlete, progression: Rules) -> None:
    line_id = made_line(athlete, current_suggested_weight_kg=60, progression=progression)
    told = athlete.value("select private.explain_prescription(%s, %s, now())", athlete.id, line_id)
    assert told["progression"] == progression


def test_a_null_of_json_is_no_progression(athlete: Athlete) -> None:
    """PostgREST writes the null of SQL; a function that casts a text may write the other."""
    line_id = made_line(athlete, **LINEAR)
    set_by_hand(athlete, line_id, progression="null")
    told = athlete.value("select private.explain_prescription(%s, %s, now())", athlete.id, line_id)
    assert told["rules"] == [{"axis": "load", "step": 2.5, "most_percent": 12.5, "floor": 20}]
