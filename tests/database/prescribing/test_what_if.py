"""Previews of the next target: the same by explanation and by simulation."""

import json
from typing import Any

import pytest

from tests.database.athlete import Athlete, Document
from tests.database.lines import LINEAR, made_line

LOAD = {"axis": "load", "step": 2.5}
SUM = {"target_reps": "8-12", "progression": {"scheme": "sum_of_reps"}}
WAVE = {"scheme": "percentage_wave", "training_max_kg": 90}


def explain(athlete: Athlete, line_id: str) -> Document:
    told: Document = athlete.value("select private.explain_prescription(%s, %s, now())", athlete.id, line_id)
    return told


STRATEGIES = [
    LINEAR,
    {"target_reps": "8-12", "progression": {"scheme": "double"}},
    SUM,
    {"target_reps": "15,15,15+", "progression": {"scheme": "gzclp", "tier": 3}},
    {"target_sets": 5, "target_reps": "3,3,3,3,3+", "progression": {"scheme": "gzclp", "tier": 1}},
    {"progression": WAVE},
    {"progression": {"scheme": "none"}},
    {"target_reps": "AMRAP", "progression": [LOAD]},
    {"target_reps": "5,3,1", "progression": [{"axis": "reps", "step": 1, "scope": "lowest_sets"}]},
]
# With all that the rules ask for and no more, and with one repetition less in the last set.
ALL_DONE = [
    [5, 5, 5], [8, 8, 8], [12, 12, 12], [15, 15, 25], [3] * 5, [5, 5, 5], [5, 5, 5], [1, 1, 1], [5, 3, 1],
]  # fmt: skip
ONE_SHORT = [
    [5, 5, 4], [8, 8, 7], [8, 8, 7], [15, 15, 14], [3, 3, 3, 3, 2], [5, 5, 4], [5, 5, 4], [1, 1, 0],
    [5, 3, 0],
]  # fmt: skip


def simulated(athlete: Athlete, line_id: str, reps: list[int]) -> Document:
    [told] = athlete.value(
        "select private.simulate_progression(%s, %s, %s, now())",
        athlete.id,
        line_id,
        json.dumps([{"reps": reps}]),
    )
    target = {"sets": told["target_sets"], "reps": told["target_reps"], "weight_kg": told["weight_kg"]}
    loads: dict[str, Any] = {"loads_kg": told["loads_kg"]} if "loads_kg" in told else {}
    return target | loads | {"reason_code": told["reason_code"]}


@pytest.mark.parametrize(("spec", "done", "short"), list(zip(STRATEGIES, ALL_DONE, ONE_SHORT, strict=True)))
def test_what_would_come_is_what_a_simulation_tells(
    athlete: Athlete, spec: Document, done: list[int], short: list[int]
) -> None:
    line_id = made_line(athlete, **{"current_suggested_weight_kg": 60, **spec})
    told = explain(athlete, line_id)
    assert told["on_success"] == simulated(athlete, line_id, done)
    assert told["on_failure"] == simulated(athlete, line_id, short)
    assert told["on_success"]["reason_code"] in ("progressed", "reps_up", "held")
    assert told["on_failure"]["reason_code"] in ("missed_reps", "repeated_failure")
