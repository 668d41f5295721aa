"""Each rule of the check bites: a good plan is broken in one way, and that rule alone must say so."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.planner import Brief, Plan, PlanDay, PlannedExercise, Rule, Severity, check_plan, make_plan
from shared.planner.terms import GoalType, Level, Mechanic, MovementPattern, Muscle, PlanType, Section
from tests.planner.briefs import brief
from tests.planner.catalogue import ALL_EQUIPMENT, BY_SLUG, CATALOGUE, equipment_id

pytestmark = pytest.mark.quick

WISH = brief(minutes_per_session=75)
PLAN = make_plan(WISH, CATALOGUE)
FACTS = {exercise.id: exercise for exercise in CATALOGUE}
Change = Callable[[PlannedExercise], PlannedExercise]


def errors(plan: Plan, wish: Brief = WISH) -> set[Rule]:
    return {f.rule for f in check_plan(plan, wish, CATALOGUE) if f.severity is Severity.ERROR}


def warnings(plan: Plan, wish: Brief = WISH) -> set[Rule]:
    return {f.rule for f in check_plan(plan, wish, CATALOGUE) if f.severity is Severity.WARNING}


def with_day(day: PlanDay, index: int = 0) -> Plan:
    return replace(PLAN, days=(*PLAN.days[:index], day, *PLAN.days[index + 1 :]))


def with_main(change: Change, place: int = 0, day: int = 0) -> Plan:
    """The plan with one line of a day's main section changed."""
    changed = PLAN.days[day]
    wanted = changed.in_section(Section.MAIN)[place]
    lines = tuple(change(line) if line is wanted else line for line in changed.exercises)
    return with_day(replace(changed, exercises=lines), day)


def swap(slug: str) -> Change:
    return lambda line: replace(line, exercise_id=BY_SLUG[slug].id)


def line(slug: str, sets: int = 3, reps: str = "8-12", rest: int = 60) -> PlannedExercise:
    return PlannedExercise(
        BY_SLUG[slug].id, sets, reps, target_rest_seconds=rest, on_success_weight_increase_kg=2.5
    )


def single_day(*lines: PlannedExercise, days: int = 1) -> Plan:
    day = PlanDay("Only day", lines)
    return Plan("By hand", PlanType.OTHER, days, (day,))


def test_the_unbroken_plan_has_nothing_to_find() -> None:
    assert check_plan(PLAN, WISH, CATALOGUE) == []


def test_an_id_outside_the_catalogue_is_found_at_its_place() -> None:
    broken = with_main(lambda line: replace(line, exercise_id="nobody"), place=0, day=1)
    (found,) = [f for f in check_plan(broken, WISH, CATALOGUE) if f.rule is Rule.UNKNOWN_EXERCISE]
    place = PLAN.days[1].exercises.index(PLAN.days[1].in_section(Section.MAIN)[0])
    assert found.field == f"days[1].exercises[{place}].exercise_id"


def test_missing_equipment_is_an_error() -> None:
    assert Rule.EQUIPMENT in errors(PLAN, replace(WISH, equipment=ALL_EQUIPMENT - {equipment_id("barbell")}))


@pytest.mark.parametrize(
    "avoiding",
    [
        {"avoided_exercises": frozenset({PLAN.days[0].in_section(Section.MAIN)[0].exercise_id})},
        {"avoided_patterns": frozenset({MovementPattern.HORIZONTAL_PULL})},
        {"injured_muscles": frozenset({Muscle.TRICEPS})},
    ],
    ids=["exercise", "pattern", "muscle"],
)
def test_what_is_to_be_avoided_is_an_error(avoiding: dict[str, frozenset[str]]) -> None:
    assert Rule.AVOIDED in errors(PLAN, brief(minutes_per_session=75, **avoiding))


def test_an_advanced_exercise_for_a_beginner_is_an_error() -> None:
    plan = single_day(line("front-squat"))
    assert Rule.DIFFICULTY in errors(plan, brief(fitness_level=Level.BEGINNER, days_per_week=1))


def test_a_loaded_exercise_in_a_bodyweight_plan_is_an_error() -> None:
    assert Rule.PLAN_TYPE in errors(PLAN, replace(WISH, plan_type=PlanType.BODYWEIGHT))


def test_a_target_that_cannot_be_read_is_an_error() -> None:
    assert errors(with_main(lambda line: replace(line, target_reps="a few"))) == {Rule.REPS}


def test_seconds_for_an_exercise_counted_in_reps_are_an_error() -> None:
    assert errors(with_main(lambda line: replace(line, target_reps="30s"))) == {Rule.REPS}


def test_an_exercise_without_a_way_on_is_an_error() -> None:
    broken = with_main(lambda line: replace(line, progression=None, on_success_weight_increase_kg=None))
    assert errors(broken) == {Rule.PROGRESSION}


def test_an_increase_alone_is_a_way_on() -> None:
    assert errors(with_main(lambda line: replace(line, progression=None))) == set()


def test_other_days_a_week_than_wished_are_an_error() -> None:
    assert Rule.DAYS in errors(PLAN, replace(WISH, days_per_week=5))


def test_a_session_that_is_far_too_long_is_an_error() -> None:
    assert Rule.SESSION_TIME in errors(PLAN, replace(WISH, minutes_per_session=45))


def test_a_session_that_is_slightly_too_long_is_a_warning() -> None:
    longest = max(day.estimated_minutes or 0 for day in PLAN.days)
    wish = replace(WISH, minutes_per_session=longest - 2)
    assert Rule.SESSION_TIME in warnings(PLAN, wish)
    assert Rule.SESSION_TIME not in errors(PLAN, wish)


def test_more_working_sets_than_the_time_holds_are_an_error() -> None:
    crowded = single_day(*(line(slug, sets=4, rest=0) for slug in ("crunch", "push-up", "lunge")))
    assert Rule.SESSION_SETS in errors(crowded, brief(days_per_week=1, minutes_per_session=30))


def test_more_than_eight_sets_of_a_muscle_in_a_session_are_an_error() -> None:
    assert Rule.SESSION_MUSCLE in errors(with_main(lambda line: replace(line, target_sets=9)))


def test_more_sets_a_week_than_the_band_are_an_error() -> None:
    week = tuple(PlanDay(f"Day {i}", (line("dumbbell-curl", sets=4),)) for i in range(4))
    assert Rule.VOLUME_HIGH in errors(Plan("Curls", PlanType.OTHER, 4, week))


def test_too_few_sets_with_room_for_more_are_an_error_that_says_what_would_fit() -> None:
    sparse = replace(PLAN, days=(replace(PLAN.days[0], exercises=(line("lateral-raise"),)), *PLAN.days[1:]))
    low = [f for f in check_plan(sparse, WISH, CATALOGUE) if f.rule is Rule.VOLUME_LOW]
    assert {(f.severity, f.message.endswith("would fit.")) for f in low} == {(Severity.ERROR, True)}


def test_too_few_sets_for_want_of_equipment_are_a_warning() -> None:
    plan = make_plan(brief(equipment=frozenset()), CATALOGUE)
    low = [f for f in check_plan(plan, brief(equipment=frozenset()), CATALOGUE) if "Biceps" in f.message]
    assert [(f.rule, f.severity) for f in low] == [(Rule.VOLUME_LOW, Severity.WARNING)]


def test_a_muscle_trained_once_where_twice_is_possible_is_an_error() -> None:
    calves = {e.id for e in CATALOGUE if e.primary_muscle is Muscle.CALVES}
    day = PLAN.days[1]
    without = replace(day, exercises=tuple(x for x in day.exercises if x.exercise_id not in calves))
    assert Rule.FREQUENCY in errors(with_day(without, 1))


def test_pushing_without_pulling_is_an_error() -> None:
    week = tuple(PlanDay(f"Day {i}", (line("dumbbell-bench-press"),)) for i in range(4))
    assert Rule.BALANCE in errors(Plan("Bench", PlanType.OTHER, 4, week))


def test_pushing_without_anything_to_pull_is_a_warning() -> None:
    wish = brief(
        equipment=frozenset(), avoided_patterns=frozenset({MovementPattern.HORIZONTAL_PULL}), days_per_week=2
    )
    plan = make_plan(wish, CATALOGUE)
    assert (Rule.BALANCE in warnings(plan, wish), errors(plan, wish)) == (True, set())


def test_isolation_before_a_compound_is_a_warning() -> None:
    day = PLAN.days[0]
    work = sorted(
        day.in_section(Section.MAIN), key=lambda x: FACTS[x.exercise_id].mechanic is Mechanic.COMPOUND
    )
    turned = replace(
        day, exercises=(*day.in_section(Section.WARMUP), *work, *day.in_section(Section.COOLDOWN))
    )
    assert warnings(with_day(turned)) == {Rule.ORDER}


@pytest.mark.parametrize("section", [Section.WARMUP, Section.COOLDOWN])
def test_a_missing_section_is_a_warning(section: Section) -> None:
    day = PLAN.days[0]
    bare = replace(day, exercises=tuple(x for x in day.exercises if x.section is not section))
    assert warnings(with_day(bare)) == {Rule(section.value)}


def test_each_week_of_several_is_checked_by_itself() -> None:
    light = tuple(replace(day, week_number=2, exercises=day.exercises[:3]) for day in PLAN.days)
    found = check_plan(replace(PLAN, days=(*PLAN.days, *light)), WISH, CATALOGUE)
    assert found
    assert all(f.message.startswith("Week 2: ") or f.rule is Rule.COOLDOWN for f in found)


def test_alternating_workouts_count_as_often_as_they_come_round() -> None:
    squat, bench = (PlanDay(slug, (line(slug, sets=4),)) for slug in ("leg-press", "dumbbell-bench-press"))
    plan = Plan("A and B", PlanType.FULL_BODY, 3, (squat, bench))
    messages = {f.message for f in check_plan(plan, brief(days_per_week=3), CATALOGUE)}
    assert any(text.startswith("Quads: 6 of at least 8 sets a week") for text in messages)


def test_members_of_a_superset_share_their_rest() -> None:
    apart = [line(slug, sets=5, rest=300) for slug in ("chest-fly", "dumbbell-curl")]
    together = [replace(x, superset_group=1) for x in apart]
    wish = brief(days_per_week=1, minutes_per_session=45)
    assert Rule.SESSION_TIME in errors(single_day(*apart), wish)
    assert Rule.SESSION_TIME not in errors(single_day(*together), wish)


def test_a_plan_without_days_is_an_error() -> None:
    assert errors(replace(PLAN, days=())) == {Rule.EMPTY}


def test_a_day_without_exercises_is_found_at_its_place() -> None:
    bare = replace(PLAN.days[2], exercises=PLAN.days[2].in_section(Section.WARMUP))
    found = [f for f in check_plan(with_day(bare, 2), WISH, CATALOGUE) if f.rule is Rule.EMPTY]
    assert [(f.field, f.message) for f in found] == [("days[2]", f"{bare.name} has no exercises.")]


@pytest.mark.parametrize(
    ("goal", "days", "most"),
    [
        (GoalType.GAIN_MUSCLE, 2, 0),
        (GoalType.GAIN_MUSCLE, 4, 1),
        (GoalType.IMPROVE_STRENGTH, 6, 2),
        (GoalType.ENDURANCE, 4, 2),
        (GoalType.LOSE_WEIGHT, 5, 2),
    ],
)
def test_more_days_without_strength_work_than_the_goal_bears_are_an_error(
    goal: GoalType, days: int, most: int
) -> None:
    wish = brief(goal_type=goal, days_per_week=days)
    # A plan with lifting on every day.
    plan = make_plan(brief(days_per_week=days), CATALOGUE)
    ride = (line("stationary-bike", 1, "600s", rest=0),)
    found = [
        Rule.EASY_DAYS
        in errors(
            replace(
                plan,
                days=tuple(replace(d, exercises=ride) if i < easy else d for i, d in enumerate(plan.days)),
            ),
            wish,
        )
        for easy in range(days + 1)
    ]
    assert found == [easy > most for easy in range(days + 1)]
