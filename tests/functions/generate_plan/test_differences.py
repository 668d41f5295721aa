"""Changes: the few operations that lead from the current plan to the wanted one."""

from dataclasses import replace
from typing import Any

import pytest

from functions.generate_plan.current_plan import CurrentDay, CurrentLine, CurrentPlan
from functions.generate_plan.differences import Differences, differences
from functions.generate_plan.repair import repair_or_replace
from shared.planner import Plan, PlanDay, PlannedExercise, make_plan
from shared.planner.prescription import DOUBLE, LINEAR, NO_PROGRESSION
from shared.planner.terms import PlanType, Section
from tests.planner.briefs import brief
from tests.planner.catalogue import BY_SLUG, CATALOGUE

pytestmark = pytest.mark.quick


def line(slug: str, sets: int = 3, reps: str = "8-12", **changes: Any) -> PlannedExercise:
    usual = PlannedExercise(
        BY_SLUG[slug].id, sets, reps, target_rest_seconds=90, progression=DOUBLE, target_rir=2
    )
    return replace(usual, **changes)


def current(*days: tuple[PlannedExercise, ...]) -> CurrentPlan:
    return CurrentPlan(
        "plan",
        tuple(
            CurrentDay(
                f"day-{i}",
                f"Day {i}",
                tuple(CurrentLine(f"line-{i}-{n}", n * 10, entry) for n, entry in enumerate(lines, 1)),
            )
            for i, lines in enumerate(days, 1)
        ),
    )


def wanted(*days: tuple[PlannedExercise, ...]) -> Plan:
    return Plan(
        "Wanted",
        PlanType.OTHER,
        len(days),
        tuple(PlanDay(f"New {i}", lines) for i, lines in enumerate(days, 1)),
    )


def changes(old: tuple[PlannedExercise, ...], new: tuple[PlannedExercise, ...]) -> Differences:
    return differences(current(old), wanted(new), CATALOGUE)


SQUAT, BENCH, ROW = line("front-squat"), line("barbell-bench-press"), line("barbell-row")


def test_the_same_plan_needs_nothing() -> None:
    assert changes((SQUAT, BENCH), (SQUAT, BENCH)) == Differences((), "Nothing to change.")


def test_only_what_differs_of_a_line_is_changed() -> None:
    found = changes((SQUAT, BENCH), (replace(SQUAT, target_sets=4), BENCH))
    assert found.operations == ({"op": "update_exercise", "plan_exercise_id": "line-1-1", "target_sets": 4},)


def test_the_summary_says_what_it_was() -> None:
    found = changes((SQUAT, BENCH), (replace(SQUAT, target_sets=4), BENCH))
    assert found.summary == "Day 1: Front squat 4x8-12 (was 3x8-12)."


def test_a_target_written_otherwise_moves_on_otherwise() -> None:
    found = changes((SQUAT,), (replace(SQUAT, target_reps="5", progression=LINEAR),))
    assert found.operations == (
        {
            "op": "update_exercise",
            "plan_exercise_id": "line-1-1",
            "target_reps": "5",
            "progression": {"scheme": "linear"},
        },
    )


@pytest.mark.parametrize(("seconds", "told"), [(104, False), (105, True), (75, True), (76, False)])
def test_rests_that_differ_by_less_than_a_quarter_minute_stay(seconds: int, told: bool) -> None:  # noqa: FBT001
    assert bool(changes((SQUAT,), (replace(SQUAT, target_rest_seconds=seconds),)).operations) is told


def test_an_exercise_for_the_same_muscle_is_a_swap_and_keeps_its_line() -> None:
    found = changes((SQUAT, BENCH), (line("leg-press"), BENCH))
    assert found.operations == (
        {"op": "swap_exercise", "plan_exercise_id": "line-1-1", "exercise_id": BY_SLUG["leg-press"].id},
    )


def test_a_swap_brings_its_target_and_the_way_it_moves_on_in_one_operation() -> None:
    plank = line("plank", 2, "45s", progression=NO_PROGRESSION)
    found = changes((line("crunch", on_success_weight_increase_kg=None),), (plank,))
    assert found.operations == (
        {
            "op": "swap_exercise",
            "plan_exercise_id": "line-1-1",
            "exercise_id": BY_SLUG["plank"].id,
            "target_sets": 2,
            "target_reps": "45s",
            "progression": {"scheme": "none"},
        },
    )


def test_the_same_movement_is_swapped_before_the_same_muscle() -> None:
    found = changes((line("lunge"), SQUAT), (line("goblet-squat"), line("step-up")))
    swaps = {operation["plan_exercise_id"]: operation["exercise_id"] for operation in found.operations}
    assert swaps == {"line-1-1": BY_SLUG["step-up"].id, "line-1-2": BY_SLUG["goblet-squat"].id}


def test_what_comes_for_another_muscle_follows_the_days_main_work() -> None:
    found = changes((SQUAT, BENCH), (SQUAT, BENCH, replace(ROW, alternatives=("x",), progression=None)))
    assert found.operations == (
        {
            "op": "add_exercise",
            "plan_workout_id": "day-1",
            "exercise_id": BY_SLUG["barbell-row"].id,
            "order_in_workout": 3,
            "section": "main",
            "target_sets": 3,
            "target_reps": "8-12",
            "target_rest_seconds": 90,
            "target_rir": 2,
        },
    )


def test_places_count_what_is_left_in_the_day() -> None:
    ride = line("stationary-bike", 1, "300s", section=Section.WARMUP)
    stretch = line("quad-stretch", 1, "30s", section=Section.COOLDOWN)
    found = changes((ride, SQUAT, line("plank"), stretch), (SQUAT, BENCH))
    assert [operation.get("order_in_workout") for operation in found.operations] == [None, 3]


def test_what_goes_without_anything_in_its_place_is_removed() -> None:
    found = changes((SQUAT, BENCH), (SQUAT,))
    assert found.operations == ({"op": "remove_exercise", "plan_exercise_id": "line-1-2"},)


def test_warm_up_and_cool_down_are_left_alone() -> None:
    stretch = line("quad-stretch", 1, "30s", section=Section.COOLDOWN)
    ride = line("stationary-bike", 1, "300s", section=Section.WARMUP)
    assert changes((ride, SQUAT), (SQUAT, stretch)).operations == ()


def test_another_order_alone_changes_nothing() -> None:
    assert changes((SQUAT, BENCH), (BENCH, SQUAT)).operations == ()


def test_a_day_less_is_removed_and_the_week_says_so() -> None:
    found = differences(current((SQUAT,), (BENCH,)), wanted((SQUAT,)), CATALOGUE)
    assert found.operations == (
        {"op": "remove_day", "plan_workout_id": "day-2"},
        {"op": "update_plan", "plan_id": "plan", "days_per_week": 1},
    )


def test_a_day_more_comes_with_its_exercises() -> None:
    found = differences(current((SQUAT,)), wanted((SQUAT,), (BENCH,)), CATALOGUE)
    assert found.operations[0]["op"] == "add_day"
    assert found.operations[0]["exercises"] == [BENCH.to_document(1)]


def test_an_exercise_that_is_gone_from_the_catalogue_can_still_be_removed() -> None:
    gone = replace(SQUAT, exercise_id="archived")
    assert changes((gone, BENCH), (BENCH,)).summary == "Day 1: without an exercise."


def strangers(days: int, lines: int) -> CurrentPlan:
    """A plan of exercises that no wanted plan has."""
    return current(*(tuple(line("plank", exercise_id=f"x{n}") for n in range(lines)) for _ in range(days)))


def test_never_more_than_fifty_operations_are_proposed() -> None:
    plan = make_plan(brief(days_per_week=6, minutes_per_session=90), CATALOGUE)
    assert len(differences(strangers(6, 9), plan, CATALOGUE).operations) <= 50


def test_a_day_that_changes_too_much_is_made_anew_in_its_place() -> None:
    plan = make_plan(brief(days_per_week=6, minutes_per_session=90), CATALOGUE)
    found = differences(strangers(6, 9), plan, CATALOGUE)
    removed = [o["plan_workout_id"] for o in found.operations if o["op"] == "remove_day"]
    added = [f"day-{o['order_in_plan']}" for o in found.operations if o["op"] == "add_day"]
    assert removed
    assert removed == added


def test_a_long_summary_is_cut() -> None:
    plan = make_plan(brief(days_per_week=6, minutes_per_session=90), CATALOGUE)
    none = CurrentPlan("plan", tuple(CurrentDay(f"day-{i}", "x" * 200, ()) for i in range(6)))
    assert len(differences(none, plan, CATALOGUE).summary) == 1000


def test_days_of_one_name_are_told_apart() -> None:
    stored = current((SQUAT,), (BENCH,))
    alike = replace(stored, days=tuple(replace(day, name="Day") for day in stored.days))
    found = differences(
        alike, wanted((line("front-squat", 4),), (line("barbell-bench-press", 4),)), CATALOGUE
    )
    assert found.summary.split(". ") == [
        "Day: Front squat 4x8-12 (was 3x8-12)",
        "Day: Barbell bench press 4x8-12 (was 3x8-12).",
    ]


def test_a_plan_of_a_hundred_days_ends_in_fifty_operations_too() -> None:
    assert len(differences(strangers(100, 1), wanted((SQUAT,)), CATALOGUE).operations) == 50


def row(number: int, **changes: Any) -> dict[str, Any]:
    """A day as the Data API gives it, with one line."""
    usual = {
        "id": f"day-{number}",
        "name": f"Day {number}",
        "order_in_plan": number,
        "week_number": 1,
        "day_of_week": None,
        "focus": [],
        "workout_plan_day_exercises": [
            {
                "id": f"line-{number}",
                "order_in_workout": 1,
                "exercise_id": BY_SLUG["front-squat"].id,
                "target_sets": 3,
                "target_reps": "5",
                "section": "main",
                "progression": None,
                "alternatives": [],
            }
        ],
    }
    return usual | changes


def test_rows_are_read_in_the_order_of_the_plan() -> None:
    assert [day.id for day in CurrentPlan.from_rows("plan", [row(2), row(1)]).days] == ["day-1", "day-2"]


def test_only_the_first_week_of_a_plan_is_read() -> None:
    assert [day.id for day in CurrentPlan.from_rows("plan", [row(1), row(2, week_number=2)]).days] == [
        "day-1"
    ]


def test_a_line_keeps_its_id() -> None:
    assert CurrentPlan.from_rows("plan", [row(1)]).days[0].work[0].id == "line-1"


def test_a_stored_plan_is_what_it_was_for_the_planner() -> None:
    wish = brief(days_per_week=3)
    made = make_plan(wish, CATALOGUE)
    rows = [
        {
            "id": f"day-{i}",
            "name": day["name"],
            "order_in_plan": i,
            "week_number": 1,
            "day_of_week": day["day_of_week"],
            "focus": day["focus"],
            "workout_plan_day_exercises": [
                {"id": f"line-{i}-{entry['order_in_workout']}", **entry} for entry in day["exercises"]
            ],
        }
        for i, day in enumerate(made.to_document()["days"], 1)
    ]
    stored = CurrentPlan.from_rows("plan", rows)
    assert differences(stored, made, CATALOGUE).operations == ()
    assert repair_or_replace(None, wish, CATALOGUE, stored).plan.days[0].exercises == made.days[0].exercises


def test_without_a_model_a_plan_is_bettered_by_mending_what_is_wrong_with_it() -> None:
    wish = brief(days_per_week=4)
    plan = make_plan(wish, CATALOGUE)
    stored = current(*(tuple(day.exercises) for day in plan.days))
    first = stored.days[0].work[0]
    many = replace(first, line=replace(first.line, target_sets=12))
    lines = tuple(many if entry is first else entry for entry in stored.days[0].lines)
    spoiled = replace(stored, days=(replace(stored.days[0], lines=lines), *stored.days[1:]))
    found = differences(spoiled, repair_or_replace(None, wish, CATALOGUE, spoiled).plan, CATALOGUE)
    assert first.id in {operation.get("plan_exercise_id") for operation in found.operations}
    # Of others a set more or less, where that fits better now.
    assert {operation["op"] for operation in found.operations} == {"update_exercise"}
    assert len(found.operations) <= len(stored.days)
