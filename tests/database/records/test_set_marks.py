"""Which sets of a workout met the target, by tables written by hand."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    Athlete,
    Document,
    one_set,
    workout,
)
from tests.database.lines import made_line

# A set (amount, load, what else it says) and whether it met what was asked of it.
Marked = list[tuple[int | None, float | None, Document, bool | None]]

WARM_UP, DROP = {"set_type": "warmup"}, {"set_type": "drop"}
AMOUNTS = {PLANK: "duration_seconds", RUN: "distance_m"}
AT_60 = {"current_suggested_weight_kg": 60}
WAVE = {"progression": {"scheme": "percentage_wave", "training_max_kg": 100}}

CASES: dict[str, tuple[str, dict[str, Any], Marked]] = {
    "repetitions and load": (
        BENCH,
        AT_60,
        [(5, 60, {}, True), (4, 60, {}, False), (5, 57.5, {}, False), (6, 62.5, {}, True)],
    ),
    "a load that is missing": (
        PUSH_UP,
        {"current_suggested_weight_kg": 10},
        [(5, 10, {}, True), (5, None, {}, False)],
    ),
    "no load asked": (PUSH_UP, {}, [(5, None, {}, True), (5, 10, {}, True), (4, None, {}, False)]),
    "a range": (BENCH, AT_60 | {"target_reps": "8-12"}, [(8, 60, {}, True), (7, 60, {}, False)]),
    "as many as possible": (BENCH, AT_60 | {"target_reps": "AMRAP"}, [(1, 60, {}, True), (0, 60, {}, False)]),
    # The last number of a list goes on.
    "a list": (
        BENCH,
        AT_60 | {"target_reps": "5,3,1+"},
        [(5, 60, {}, True), (3, 60, {}, True), (1, 60, {}, True), (1, 60, {}, True)],
    ),
    "a list in the wrong order": (
        BENCH,
        AT_60 | {"target_reps": "5,3,1+"},
        [(3, 60, {}, False), (5, 60, {}, True), (0, 60, {}, False)],
    ),
    "sets that are not counted": (
        BENCH,
        AT_60 | {"target_reps": "5,3,1+"},
        [
            (8, 20, WARM_UP, None),
            (5, 60, {}, True),
            (9, 60, DROP, None),
            (3, 60, {}, True),
            (1, 60, {}, True),
        ],
    ),
    "seconds": (PLANK, {"target_reps": "30s"}, [(30, None, {}, True), (29, None, {}, False)]),
    "metres": (RUN, {"target_reps": "400m"}, [(400, None, {}, True), (399, None, {}, False)]),
    "help, of which less is more": (
        ASSISTED_DIP,
        {"current_suggested_weight_kg": 20},
        [(5, 20, {}, True), (5, 15, {}, True), (5, 25, {}, False), (4, 15, {}, False)],
    ),
    # 65, 75 and 85 % for 5, 5 and 5 or more; beyond them the heaviest.
    "a wave": (
        BENCH,
        WAVE,
        [(5, 65, {}, True), (5, 72.5, {}, False), (5, 85, {}, True), (5, 82.5, {}, False), (5, 85, {}, True)],
    ),
}


@pytest.mark.parametrize(("exercise", "spec", "sets"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("later", [[], [NOON + timedelta(days=1)]], ids=["newest", "late"])
def test_a_set_is_a_success_when_it_met_the_target_of_its_place(
    athlete: Athlete, exercise: str, spec: dict[str, Any], sets: Marked, later: list[datetime]
) -> None:
    line_id = made_line(athlete, exercise_id=exercise, **spec)
    for at in later:
        athlete.log(workout(at, one_set(load=20)))
    done = [
        one_set(exercise, None, load, workout_plan_exercise_id=line_id, **rest)
        | {AMOUNTS.get(exercise, "logged_reps"): amount}
        for amount, load, rest, _ in sets
    ]
    session = athlete.log(workout(NOON, *done))["session_id"]
    marks = athlete.rows(
        """
        select was_successful_for_progression from public.session_exercises
        where workout_session_id = %s order by set_order
        """,
        session,
    )
    assert [mark for (mark,) in marks] == [met for *_, met in sets]
