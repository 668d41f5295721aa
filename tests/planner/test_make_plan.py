"""Plans for briefs that differ in one thing."""

from collections import defaultdict
from dataclasses import replace

import pytest

from shared.planner import InfeasibleBriefError, InvalidBriefError, Plan, make_plan
from shared.planner.terms import (
    ExerciseType,
    GoalType,
    Level,
    Mechanic,
    MovementPattern,
    Muscle,
    PlanType,
    Section,
)
from shared.planner.volume import VolumeGroup, bands_for, set_credits
from tests.planner.briefs import brief
from tests.planner.catalogue import BY_SLUG, CATALOGUE, equipment_id
from tests.planner.counting import FACTS, weekly_sets

pytestmark = pytest.mark.quick


def slugs(plan: Plan) -> set[str]:
    return {FACTS[line.exercise_id].slug for day in plan.days for line in day.exercises}


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("goal", GoalType)
@pytest.mark.parametrize("days", range(3, 8))
def test_with_time_and_a_gym_every_muscle_is_within_its_band(level: Level, goal: GoalType, days: int) -> None:
    # Where aerobic work is the most of it, lifting has less of the same minutes.
    minutes = 120 if goal in (GoalType.ENDURANCE, GoalType.LOSE_WEIGHT) else 90
    wish = brief(goal_type=goal, fitness_level=level, days_per_week=days, minutes_per_session=minutes)
    sets = weekly_sets(make_plan(wish, CATALOGUE))
    # A set less is seen by nobody: balance and the other muscles of a lift may ask for it.
    bands = bands_for(wish).items()
    outside = {g: sets[g] for g, band in bands if not band.low - 1 <= sets[g] <= band.high}
    assert outside == {}


@pytest.mark.parametrize("days", range(3, 8))
def test_with_time_and_a_gym_every_muscle_is_trained_twice_a_week(days: int) -> None:
    plan = make_plan(brief(days_per_week=days, minutes_per_session=90), CATALOGUE)
    trained: defaultdict[VolumeGroup, int] = defaultdict(int)
    for day in plan.days:
        sets: defaultdict[VolumeGroup, float] = defaultdict(float)
        for line in day.in_section(Section.MAIN):
            for group, credit in set_credits(FACTS[line.exercise_id]).items():
                sets[group] += credit * line.target_sets
        for group, count in sets.items():
            trained[group] += count >= 1
    assert {group for group in VolumeGroup if trained[group] < 2} == set()


@pytest.mark.parametrize(
    ("days", "kind", "names"),
    [
        (1, PlanType.FULL_BODY, ["Full body"]),
        (3, PlanType.FULL_BODY, ["Full body A", "Full body B", "Full body C"]),
        (4, PlanType.UPPER_LOWER, ["Upper body A", "Lower body A", "Upper body B", "Lower body B"]),
        (5, PlanType.SPLIT, ["Upper body", "Lower body", "Push", "Pull", "Legs"]),
        (6, PlanType.PUSH_PULL_LEGS, ["Push A", "Pull A", "Legs A", "Push B", "Pull B", "Legs B"]),
        (
            7,
            PlanType.PUSH_PULL_LEGS,
            ["Push A", "Pull A", "Legs A", "Push B", "Pull B", "Legs B", "Recovery"],
        ),
    ],
)
def test_the_days_decide_the_split(days: int, kind: PlanType, names: list[str]) -> None:
    plan = make_plan(brief(days_per_week=days), CATALOGUE)
    assert (plan.plan_type, [day.name for day in plan.days]) == (kind, names)


def test_the_body_alone_is_enough() -> None:
    plan = make_plan(brief(equipment=frozenset(), plan_type=PlanType.BODYWEIGHT), CATALOGUE)
    assert plan.plan_type is PlanType.BODYWEIGHT
    assert {"push-up", "prone-swimmer"} <= slugs(plan)


def test_a_bodyweight_plan_uses_the_bar_but_no_load_even_in_a_gym() -> None:
    plan = make_plan(brief(plan_type=PlanType.BODYWEIGHT), CATALOGUE)
    assert slugs(plan) & {"pull-up", "chin-up", "inverted-row"}
    assert not slugs(plan) & {"barbell-bench-press", "dumbbell-row", "lat-pulldown"}


def test_fifteen_minutes_train_the_big_muscles_and_say_what_is_missing() -> None:
    plan = make_plan(brief(days_per_week=3, minutes_per_session=15), CATALOGUE)
    sets = weekly_sets(plan)
    assert min(sets[g] for g in (VolumeGroup.CHEST, VolumeGroup.BACK, VolumeGroup.QUADS)) >= 2
    assert any("the time is too short" in text for text in plan.warnings)


def test_focus_raises_the_volume_of_a_muscle() -> None:
    plain = weekly_sets(make_plan(brief(), CATALOGUE))
    focused = weekly_sets(make_plan(brief(focus=frozenset({Muscle.BICEPS})), CATALOGUE))
    assert focused[VolumeGroup.BICEPS] > plain[VolumeGroup.BICEPS]


def test_focus_comes_first_when_time_is_short() -> None:
    short = brief(days_per_week=2, minutes_per_session=20)
    plain = weekly_sets(make_plan(short, CATALOGUE))
    focused = weekly_sets(make_plan(replace(short, focus=frozenset({Muscle.BICEPS})), CATALOGUE))
    assert focused[VolumeGroup.BICEPS] > plain[VolumeGroup.BICEPS]


def test_beginners_progress_linearly_in_compounds_and_doubly_elsewhere() -> None:
    plan = make_plan(brief(fitness_level=Level.BEGINNER), CATALOGUE)
    schemes = {
        (FACTS[line.exercise_id].mechanic, line.progression.scheme if line.progression else None)
        for day in plan.days
        for line in day.in_section(Section.MAIN)
        if line.on_success_weight_increase_kg
    }
    assert schemes == {(Mechanic.COMPOUND, "linear"), (Mechanic.ISOLATION, "double")}


def test_a_compound_gains_two_and_a_half_kilograms_and_isolation_one() -> None:
    steps = {
        (FACTS[line.exercise_id].mechanic, line.on_success_weight_increase_kg)
        for day in make_plan(brief(), CATALOGUE).days
        for line in day.in_section(Section.MAIN)
        if line.on_success_weight_increase_kg
    }
    assert steps == {(Mechanic.COMPOUND, 2.5), (Mechanic.ISOLATION, 1.0)}


def test_strength_means_heavy_sets_and_long_rests() -> None:
    plan = make_plan(brief(goal_type=GoalType.IMPROVE_STRENGTH), CATALOGUE)
    bench = [
        line
        for day in plan.days
        for line in day.in_section(Section.MAIN)
        if FACTS[line.exercise_id].slug == "barbell-bench-press"
    ]
    assert {(line.target_reps, line.target_rest_seconds, line.target_rir) for line in bench} == {
        ("5,5,5+", 180, None),
        ("6-8", 120, 3),
    }


def test_losing_weight_adds_conditioning_to_every_session() -> None:
    plan = make_plan(brief(goal_type=GoalType.LOSE_WEIGHT), CATALOGUE)
    for day in plan.days:
        kinds = {FACTS[line.exercise_id].exercise_type for line in day.in_section(Section.MAIN)}
        assert ExerciseType.CARDIO in kinds, day.name


def test_a_plan_of_cardio_is_mostly_cardio() -> None:
    wish = brief(plan_type=PlanType.CARDIO)
    seconds = sum(
        line.target_sets * (int(line.target_reps.rstrip("s")) + (line.target_rest_seconds or 0))
        for day in make_plan(wish, CATALOGUE).days
        for line in day.in_section(Section.MAIN)
        if FACTS[line.exercise_id].exercise_type is ExerciseType.CARDIO
    )
    assert 0.6 <= seconds / 60 / (wish.days_per_week * wish.minutes_per_session) <= 0.8


def test_compounds_come_before_isolation_even_of_the_focus() -> None:
    for day in make_plan(brief(focus=frozenset({Muscle.BICEPS})), CATALOGUE).days:
        kinds = [FACTS[line.exercise_id].mechanic for line in day.in_section(Section.MAIN)]
        assert kinds == sorted(kinds, key=lambda kind: kind is Mechanic.ISOLATION), day.name


def test_every_session_warms_up_and_cools_down() -> None:
    for day in make_plan(brief(days_per_week=3), CATALOGUE).days:
        assert day.exercises[0].section is Section.WARMUP
        assert day.exercises[-1].section is Section.COOLDOWN


def test_without_cardio_or_mobility_the_warm_up_is_a_light_set() -> None:
    strength = [e for e in CATALOGUE if e.exercise_type is ExerciseType.STRENGTH]
    for day in make_plan(brief(days_per_week=7), strength).days:
        (warmup,) = day.in_section(Section.WARMUP)
        assert FACTS[warmup.exercise_id].exercise_type is ExerciseType.STRENGTH


def test_an_avoided_pattern_leaves_a_plan_without_it() -> None:
    plan = make_plan(brief(avoided_patterns=frozenset({MovementPattern.HINGE})), CATALOGUE)
    patterns = {FACTS[line.exercise_id].movement_pattern for day in plan.days for line in day.exercises}
    assert MovementPattern.HINGE not in patterns


def test_nothing_left_to_train_with_is_said() -> None:
    with pytest.raises(InfeasibleBriefError):
        make_plan(brief(avoided_exercises=frozenset(FACTS)), CATALOGUE)


def test_a_week_that_a_single_exercise_cannot_fill_is_refused() -> None:
    with pytest.raises(InfeasibleBriefError):
        make_plan(brief(days_per_week=6), [BY_SLUG["crunch"]])


@pytest.mark.parametrize("wrong", [{"days_per_week": 0}, {"days_per_week": 8}, {"minutes_per_session": 14}])
def test_a_brief_outside_its_bounds_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidBriefError, match=next(iter(wrong))):
        brief(**wrong)


def test_dumbbells_and_a_bench_leave_nothing_to_warn_of() -> None:
    wish = brief(
        equipment=frozenset({equipment_id("dumbbell"), equipment_id("bench")}),
        fitness_level=Level.BEGINNER,
        days_per_week=3,
    )
    assert make_plan(wish, CATALOGUE).warnings == ()
