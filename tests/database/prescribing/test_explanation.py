"""Why a target is what it is: in words for users, and as data for apps."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PLANK,
    PUSH_UP,
    SQUAT,
    Athlete,
    Document,
    line,
    one_set,
    workout,
)
from tests.database.gear import POUND, prefer, rest
from tests.database.lines import FIVES, LATER, LINEAR, did, made_line, set_by_hand

Sets = Sequence[tuple[int, float | None]]
MISSED: Sets = [(5, 60), (5, 60), (4, 60)]
LOAD = {"axis": "load", "step": 2.5}
STALLS = [LOAD | {"after_failures": 20, "after_stalls": 2}]
SUM = {"target_reps": "8-12", "progression": {"scheme": "sum_of_reps"}}
WAVE = {"scheme": "percentage_wave", "training_max_kg": 90}
SWITCH = LOAD | {
    "after_failures": 1,
    "on_failures": "switch",
    "stages": [{"sets": 3, "reps": "5"}, {"sets": 4, "reps": "3"}],
}


def explain(athlete: Athlete, line_id: str, at: datetime = NOON + timedelta(days=5)) -> Document:
    told: Document = athlete.value("select private.explain_prescription(%s, %s, %s)", athlete.id, line_id, at)
    return told


def after(athlete: Athlete, spec: Document, *workouts: Sets) -> Document:
    """The explanation of a line, three sets of five at 60 kg unless told, after these workouts."""
    spec = {"current_suggested_weight_kg": 60, **spec}
    line_id = made_line(athlete, **spec)
    exercise = spec.get("exercise_id", BENCH)
    for day, sets in enumerate(workouts):
        athlete.log(did(line_id, exercise, *sets, day=day))
    return explain(athlete, line_id)


Case = tuple[Document, list[Sets], tuple[str, str | None, str]]
CASES: list[Case] = [
    # Before any workout.
    (LINEAR, [], ("first_time", None, "First time: start with a load you can lift with good form.")),
    ({"progression": WAVE | {"training_max_kg": None}, "current_suggested_weight_kg": None},
     [[(5, 100), (5, 100), (5, 100)]],
     ("first_time", "wave",
      "This workout sets your training max: week 1 starts with 3 x 5,5,5+ at 65 kg, 75 kg, 85 kg.")),
    # Every set done.
    (LINEAR, [FIVES], ("progressed", "load", "3 x 5 at 60 kg done: now 62.5 kg.")),
    ({"progression": [{"axis": "sets", "step": 1}]}, [FIVES],
     ("progressed", "sets", "3 x 5 at 60 kg done: now 4 sets.")),
    ({"progression": WAVE | {"percents": [80], "cycle_increase_kg": 5}}, [[(5, 72.5)]],
     ("progressed", "wave",
      "1 x 5 at 72.5 kg done: next up is 1 x 5 at 75 kg.")),
    ({"target_reps": "8-12", "progression": {"scheme": "double"}}, [[(9, 60)] * 3],
     ("reps_up", "reps", "3 x 8-12 at 60 kg done: now aim for 9-12.")),
    ({"exercise_id": PLANK, "target_sets": 1, "target_reps": "30s", "current_suggested_weight_kg": None,
      "progression": [{"axis": "reps", "step": 5}]}, [[(30, None)]],
     ("reps_up", "reps", "1 x 30s done: now aim for 35s.")),
    # What was lifted, where that is harder than what was asked for.
    (LINEAR, [[(5, 65)] * 3], ("progressed", "load", "3 x 5 at 65 kg done: now 67.5 kg.")),
    (LINEAR, [[(5, 62.5), (5, 65), (5, 65)]], ("progressed", "load", "3 x 5 at 62.5 kg done: now 65 kg.")),
    ({"exercise_id": ASSISTED_DIP, "progression": [LOAD], "current_suggested_weight_kg": 20}, [[(5, 15)] * 3],
     ("progressed", "load", "3 x 5 at 15 kg done: now 12.5 kg.")),
    # Done, and yet the same again.
    ({"progression": {"scheme": "none"}}, [FIVES],
     ("held", None, "3 x 5 at 60 kg done; your plan keeps this target.")),
    (SUM, [[(10, 60), (9, 60), (8, 60)]],
     ("held", "sum_of_reps", "10-9-8 repetitions done: the load goes up once they reach the planned total.")),
    ({"target_reps": "15,15,15+", "progression": {"scheme": "gzclp", "tier": 3}}, [[(15, 60)] * 3],
     ("held", "last_set",
      "3 x 15,15,15+ at 60 kg done: the load goes up when the last set has enough repetitions.")),
    # Not done.
    (LINEAR, [[(5, 55)] * 3],
     ("below_target", None, "Easier than 3 x 5 at 60 kg: the target stays the same.")),
    ({"exercise_id": ASSISTED_DIP, "progression": [LOAD], "current_suggested_weight_kg": 20}, [[(5, 25)] * 3],
     ("below_target", None, "Easier than 3 x 5 at 20 kg: the target stays the same.")),
    (LINEAR, [MISSED], ("missed_reps", None, "5-5-4 done of 3 x 5 at 60 kg: try the same again.")),
    (LINEAR, [[(5, 60)]], ("missed_reps", None, "5 done of 3 x 5 at 60 kg: try the same again.")),
    ({"exercise_id": PUSH_UP, "current_suggested_weight_kg": None}, [[(4, None)] * 3],
     ("missed_reps", None, "4-4-4 done of 3 x 5: try the same again.")),
    # Not done, too often.
    (LINEAR, [MISSED] * 3,
     ("repeated_failure", "deload",
      "3 x 5 at 60 kg missed as often as your plan allows: back to 3 x 5 at 52.5 kg to build up again.")),
    ({"progression": [LOAD | {"after_failures": 1, "on_failures": "reset"}]}, [MISSED],
     ("repeated_failure", "reset",
      "3 x 5 at 60 kg missed as often as your plan allows: back to 3 x 5 at 60 kg to build up again.")),
    ({"progression": [SWITCH]}, [MISSED],
     ("repeated_failure", "switch", "3 x 5 at 60 kg missed: now 4 x 3 at 60 kg.")),
    ({"progression": WAVE | {"after_failures": 1, "percents": [80]}}, [[(4, 72.5)]],
     ("repeated_failure", "wave",
      "1 x 5 at 72.5 kg missed again: the training max goes down, and week 1 starts with 1 x 5 at 65 kg.")),
    # Light weeks, by the rules.
    ({"progression": STALLS}, [MISSED] * 3,
     ("deload", "stall", "No progress in your last workouts: down to 3 x 5 at 52.5 kg to build up again.")),
    ({"progression": WAVE | {"weeks": [{"percents": [80], "reps": "5"},
                                       {"percents": [50], "reps": "5", "is_deload": True}]}},
     [[(5, 72.5)]],
     ("planned_deload", "wave", "1 x 5 at 72.5 kg done: now a light week with 1 x 5 at 45 kg.")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spec", "workouts", "expected"), CASES, ids=[f"{case[2][0]}-{case[2][1]}" for case in CASES]
)
def test_every_reason_in_words(
    athlete: Athlete, spec: Document, workouts: list[Sets], expected: tuple[str, str | None, str]
) -> None:
    told = after(athlete, spec, *workouts)
    assert (told["reason_code"], told["rule"], told["reason"]) == expected


def test_an_effort_in_words(athlete: Athlete) -> None:
    line_id = made_line(athlete, target_rir=2, **LINEAR)
    sets = [
        one_set(BENCH, 5, 60, workout_plan_exercise_id=line_id, difficulty_rating=rpe)
        for rpe in (8, None, 9.5)
    ]
    athlete.log(workout(NOON, *sets))
    told = explain(athlete, line_id)
    assert (told["reason_code"], told["rule"]) == ("held", "effort")
    assert told["reason"] == "3 x 5 at 60 kg done, but at RPE 9.5, harder than planned: repeat it."
    assert told["inputs"]["rpe"] == [8, None, 9.5]


def test_a_target_set_by_hand_in_words(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    set_by_hand(athlete, line_id, current_suggested_weight_kg=50)
    told = explain(athlete, line_id)
    assert (told["reason_code"], told["rule"], told["session_id"]) == ("manual", None, None)
    assert told["reason"] == "You set this target yourself."
    assert (told["old_target"]["weight_kg"], told["target"]["weight_kg"]) == (60, 50)


def test_other_gear_in_words(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR | {"current_suggested_weight_kg": 61})
    prefer(athlete, bars_kg=[20], plates_kg=[10, 10])
    told = explain(athlete, line_id)
    assert (told["reason_code"], told["rule"], told["target"]["weight_kg"]) == ("manual", "gear", 60)
    assert told["reason"] == "The loads you can build have changed: the nearest is now 60 kg."


def light_week(athlete: Athlete, *, is_suggested: bool) -> None:
    rest(athlete, NOON.date())
    # What was suggested, only the server says.
    athlete.sql.execute(
        "update public.training_breaks set is_suggested = %s where user_id = %s", [is_suggested, athlete.id]
    )


@pytest.mark.parametrize(
    ("happens", "reason_code", "reason"),
    [
        (lambda a: a.check_in(NOON, sleep=2, soreness=4), "readiness_hold",
         ("You were not well rested that day: "
          "the workout doesn't count against you, and the target stays the same.")),
        (lambda a: a.check_in(NOON, sleep=1, soreness=5), "readiness_deload",
         "You were worn out that day: the workout doesn't count against you, and the target stays the same."),
        (lambda a: light_week(a, is_suggested=False), "planned_deload",
         "This was a planned light week: the target stays the same."),
        (lambda a: light_week(a, is_suggested=True), "deload",
         "You took an easier week because progress had stalled: the target stays the same."),
    ],
    ids=["tired", "worn out", "light week", "suggested"],
)  # fmt: skip
def test_an_easier_day_in_words(
    athlete: Athlete, happens: Callable[[Athlete], object], reason_code: str, reason: str
) -> None:
    line_id = made_line(athlete, **LINEAR)
    happens(athlete)
    athlete.log(did(line_id, BENCH, *MISSED))
    told = explain(athlete, line_id)
    assert (told["outcome"], told["reason_code"], told["reason"]) == ("held", reason_code, reason)
    assert (told["failures"], told["target"]["weight_kg"]) == (0, 60)


@pytest.mark.parametrize(
    ("unit", "load_kg", "reason"),
    [
        ("metric", Decimal("61.25"), "3 x 5 at 61.25 kg done: now 63.75 kg."),
        ("imperial", 135 * POUND, "3 x 5 at 135 lb done: now 140 lb."),
        ("imperial", Decimal("132.5") * POUND, "3 x 5 at 130 lb done: now 135 lb."),
    ],
)
def test_loads_are_told_in_the_users_unit(athlete: Athlete, unit: str, load_kg: Decimal, reason: str) -> None:
    """A gym of pounds has whole 5 lb: 132.5 lb are planned as 130."""
    athlete.write("update public.profiles set preferred_unit = %s where id = %s", unit, athlete.id)
    line_id = made_line(
        athlete, current_suggested_weight_kg=float(round(load_kg, 3)), on_success_weight_increase_kg=2.5
    )
    asked = athlete.value(
        "select current_suggested_weight_kg from public.workout_plan_day_exercises where id = %s", line_id
    )
    athlete.log(did(line_id, BENCH, *[(5, float(asked))] * 3, day=LATER))
    assert explain(athlete, line_id)["reason"] == reason


def test_what_led_to_a_target_in_data(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    athlete.log(did(line_id, BENCH, *FIVES))
    done = did(line_id, BENCH, (5, 62.5), (4, 62.5), day=1)
    athlete.log(done)
    told = explain(athlete, line_id)
    history = told.pop("history")
    assert told == {
        "plan_exercise_id": line_id,
        "exercise_id": BENCH,
        "name": "Barbell Bench Press",
        "target": {"sets": 3, "reps": "5", "weight_kg": 62.5},
        "suggested_weight_kg": 62.5,
        "is_guess": False,
        "lighter": None,
        "reason_code": "missed_reps",
        "reason": "5-4 done of 3 x 5 at 62.5 kg: try the same again.",
        "outcome": "failure",
        "rule": None,
        "inputs": {"exercise_id": BENCH, "amounts": [5, 4], "loads_kg": [62.5, 62.5]},
        "old_target": {"sets": 3, "reps": "5", "weight_kg": 62.5},
        "session_id": done["id"],
        "effective_at": done["started_at"],
        "failures": 1,
        "state": {"missed_kg": 62.5},
        "progression": None,
        "rules": [{"axis": "load", "step": 2.5, "most_percent": 12.5, "floor": 20}],
        "today": None,
        "step_made": None,
        # After a miss repetitions prepare the step.
        "next_step": None,
        "on_success": {"sets": 3, "reps": "5-7", "weight_kg": 62.5, "reason_code": "reps_up"},
        "on_failure": {"sets": 3, "reps": "5", "weight_kg": 62.5, "reason_code": "missed_reps"},
        "shared_with": [],
    }
    assert [
        (one["reason_code"], one["old_target"]["weight_kg"], one["new_target"]["weight_kg"])
        for one in history
    ] == [
        ("missed_reps", 62.5, 62.5),
        ("progressed", 60, 62.5),
    ]


def test_history_has_the_last_ten_steps_that_stand(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    for day in range(12):
        athlete.log(did(line_id, BENCH, *[(5, 60 + 2.5 * day)] * 3, day=day))
    # Done a day before all others, from which everything after follows anew.
    athlete.log(did(line_id, BENCH, *FIVES, day=-1))
    history = explain(athlete, line_id)["history"]
    assert [one["new_target"]["weight_kg"] for one in history] == [90 - 2.5 * step for step in range(10)]


def test_the_next_workout_tells_the_same_reason(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**LINEAR)])
    athlete.activate(plan, NOON)
    [line_id] = athlete.lines_of(athlete.days_of(plan)[0])
    athlete.log(did(line_id, BENCH, *FIVES))
    [coming] = athlete.value("select private.next_workout(%s, %s)", athlete.id, NOON + timedelta(days=5))[
        "exercises"
    ]
    told = explain(athlete, line_id)
    assert (coming["reason_code"], coming["reason"]) == (told["reason_code"], told["reason"])


@pytest.mark.parametrize(
    ("unit", "load_kg", "made"),
    [
        ("metric", 60, {"weight_kg": 2.5, "text": "2.5 kg"}),
        # The rule has 2.5 kg, the gym 5 lb.
        ("imperial", 61.235, {"weight_kg": 2.268, "text": "5 lb"}),
    ],
)
def test_the_step_is_the_one_that_is_made(
    athlete: Athlete, unit: str, load_kg: float, made: Document
) -> None:
    athlete.write("update public.profiles set preferred_unit = %s where id = %s", unit, athlete.id)
    line_id = made_line(athlete, **LINEAR | {"current_suggested_weight_kg": load_kg})
    before = explain(athlete, line_id, datetime.now(UTC))
    assert (before["step_made"], before["next_step"]) == (None, made)
    athlete.log(did(line_id, BENCH, *[(5, load_kg)] * 3, day=LATER - 3))
    told = explain(athlete, line_id, datetime.now(UTC))
    assert (told["step_made"], told["next_step"]) == (made, made)
    assert [one["step_made"] for one in told["history"]] == [made]
    assert told["rules"][0]["step"] == 2.5


def test_a_step_down_is_below_zero(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    set_by_hand(athlete, line_id, current_suggested_weight_kg=50)
    assert explain(athlete, line_id)["step_made"] == {"weight_kg": -10, "text": "-10 kg"}


def test_no_step_leads_from_one_exercise_to_another(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    set_by_hand(athlete, line_id, exercise_id=SQUAT, current_suggested_weight_kg=100)
    assert explain(athlete, line_id)["step_made"] is None


def test_where_the_load_stays_there_is_no_next_step(athlete: Athlete) -> None:
    line_id = made_line(athlete, current_suggested_weight_kg=60)
    assert explain(athlete, line_id)["next_step"] is None
