"""The planner's arithmetic against known values."""

import pytest

from shared.planner import ExerciseFacts, PlannedExercise
from shared.planner.plan import Progression
from shared.planner.prescription import prescribe
from shared.planner.reps import RepTarget, parse_reps
from shared.planner.session_time import exercise_seconds, most_sets
from shared.planner.terms import GoalType, Level, Muscle, Section
from shared.planner.volume import Band, VolumeGroup, bands, set_credits, targets
from tests.planner.briefs import brief
from tests.planner.catalogue import BY_SLUG

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("5", RepTarget(5, 5)),
        ("8-12", RepTarget(8, 12)),
        ("5,3,1+", RepTarget(1, 5)),
        ("AMRAP", RepTarget(1, 15)),
        ("30s", RepTarget(30, 30, "seconds")),
        ("400m", RepTarget(400, 400, "metres")),
    ],
)
def test_every_form_of_target_reps_is_read(text: str, target: RepTarget) -> None:
    assert parse_reps(text) == target


@pytest.mark.parametrize(
    "text", ["", "0", "12-8", "8-", "5,,5", "5 x 5", "-5", "1e3", "٣", "5\n", "s", "1000"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a rep target"):
        parse_reps(text)


@pytest.mark.parametrize(("minutes", "sets"), [(15, 5), (30, 10), (45, 16), (60, 22), (90, 30), (180, 30)])
def test_a_session_holds_the_sets_of_the_reference(minutes: int, sets: int) -> None:
    assert most_sets(minutes) == sets


@pytest.mark.parametrize(("minutes", "low", "high"), [(45, 12, 16), (60, 16, 22), (90, 24, 30)])
def test_the_time_estimate_agrees_with_the_session_sizes(minutes: int, low: int, high: int) -> None:
    # Half compounds of 8-10 reps with two minutes of rest, half isolation of 10-15 with 75 seconds,
    # three sets each, in what warm-up (10 %) and cool-down (6 %) leave of the session.
    three_sets = [
        exercise_seconds(3, reps, rest, is_unilateral=False) for reps, rest in (("8-10", 120), ("10-15", 75))
    ]
    sets = minutes * 60 * 0.84 / (sum(three_sets) / 6)
    assert low <= sets <= high


def test_one_sided_work_takes_both_sides_time() -> None:
    assert exercise_seconds(1, "40s", 0, is_unilateral=True, in_main=False) == 80


def test_a_target_counts_one_and_a_helper_half_a_set() -> None:
    assert set_credits(BY_SLUG["barbell-bench-press"]) == {
        VolumeGroup.CHEST: 1.0,
        VolumeGroup.SHOULDERS: 0.5,
        VolumeGroup.TRICEPS: 0.5,
    }


def test_two_muscles_of_one_group_count_once() -> None:
    assert set_credits(BY_SLUG["barbell-row"])[VolumeGroup.BACK] == 1.0


def test_stretching_counts_for_no_muscle() -> None:
    assert set_credits(BY_SLUG["chest-stretch"]) == {}


@pytest.mark.parametrize(
    ("level", "group", "band"),
    [
        (Level.BEGINNER, VolumeGroup.CHEST, Band(8, 12)),
        (Level.BEGINNER, VolumeGroup.CALVES, Band(0, 6)),
        (Level.INTERMEDIATE, VolumeGroup.BACK, Band(10, 22)),
        (Level.ADVANCED, VolumeGroup.ABS, Band(4, 10)),
    ],
)
def test_the_bands_are_those_of_the_guide(level: Level, group: VolumeGroup, band: Band) -> None:
    assert bands(level)[group] == band


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("goal", GoalType)
def test_every_target_is_within_its_band(level: Level, goal: GoalType) -> None:
    wish = brief(fitness_level=level, goal_type=goal, focus=frozenset(Muscle))
    for group, target in targets(wish).items():
        assert bands(level)[group].low <= target <= bands(level)[group].high


@pytest.mark.parametrize(
    ("goal", "slug", "reps", "rest", "rir"),
    [
        (GoalType.GAIN_MUSCLE, "barbell-back-squat", "6-10", 120, 2),
        (GoalType.GAIN_MUSCLE, "dumbbell-curl", "10-15", 75, 1),
        (GoalType.GAIN_MUSCLE, "lateral-raise", "12-20", 60, 1),
        (GoalType.IMPROVE_STRENGTH, "barbell-back-squat", "3-6", 180, 3),
        (GoalType.ENDURANCE, "barbell-back-squat", "8-12", 120, 3),
        (GoalType.GAIN_MUSCLE, "push-up", "5-12", 90, 2),
        (GoalType.GAIN_MUSCLE, "plank", "30s", 45, None),
        (GoalType.GAIN_MUSCLE, "farmers-carry", "40m", 90, None),
    ],
)
def test_goal_and_kind_decide_reps_rest_and_effort(
    goal: GoalType, slug: str, reps: str, rest: int, rir: int | None
) -> None:
    dose = prescribe(brief(goal_type=goal), BY_SLUG[slug])
    assert (dose.reps, dose.rest_seconds, dose.rir) == (reps, rest, rir)


def test_short_sessions_rest_less() -> None:
    squat = BY_SLUG["barbell-back-squat"]
    assert prescribe(brief(minutes_per_session=30), squat).rest_seconds == 90


def test_facts_are_read_from_a_row_of_the_api() -> None:
    row = {
        "id": "0b7f2a8e-6f5c-4f0e-9b6e-1d2c3b4a5f60",
        "slug": None,
        "name": "Towel row",
        "primary_muscle_group": "lats",
        "secondary_muscle_groups": ["biceps"],
        "movement_pattern": "horizontal_pull",
        "mechanic": "compound",
        "difficulty": None,
        "tracking_type": "reps_only",
        "exercise_type": "strength",
        "is_unilateral": False,
        "exercise_equipment": [{"equipment_id": "e1"}, {"equipment_id": "e2"}],
        "aliases": ["door row"],
    }
    facts = ExerciseFacts.from_row(row)
    assert (facts.slug, facts.difficulty) == (row["id"], None)
    assert facts.equipment == {"e1", "e2"}
    assert facts.muscles == {Muscle.LATS, Muscle.BICEPS}


def test_no_field_of_a_line_is_lost_in_its_document() -> None:
    line = PlannedExercise(
        exercise_id="0b7f2a8e-6f5c-4f0e-9b6e-1d2c3b4a5f60",
        target_sets=3,
        target_reps="8-12",
        section=Section.COOLDOWN,
        target_rest_seconds=90,
        current_suggested_weight_kg=22.5,
        on_success_weight_increase_kg=2.5,
        progression=Progression("percentage_wave", (("percents", [65, 75, 85]),)),
        alternatives=("5d0c7c0e-1a53-4f7e-8f37-0c9a6e1f2b3c",),
        superset_group=2,
        target_rir=1,
        notes="Slowly.",
    )
    assert PlannedExercise.from_document(line.to_document(order=4)) == line


def test_a_list_of_progression_rules_is_kept_as_it_came() -> None:
    rules = [{"axis": "reps", "step": 1, "ceiling": 12}, {"axis": "load", "step": 2.5, "step_unit": "kg"}]
    assert Progression.from_document(rules).to_document() == rules
