"""Repair: a spoiled plan becomes valid, keeps what it can, and lists the changes."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from shared.planner import Brief, InfeasibleBriefError, Plan, PlanDay, PlannedExercise, check_plan, make_plan
from shared.planner.findings import Rule, Severity
from shared.planner.prescription import DOUBLE
from shared.planner.repair import repair
from shared.planner.terms import Mechanic, Muscle, Section
from tests.planner.briefs import brief, briefs
from tests.planner.catalogue import ALL_EQUIPMENT, BY_SLUG, CATALOGUE, equipment_id
from tests.planner.counting import FACTS
from tests.planner.mutations import MUTATIONS, spoiled

pytestmark = pytest.mark.quick

MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOME = settings(MANY, max_examples=100)


def planned(wish: Brief) -> Plan:
    """The plan, leaving out briefs that no plan can serve."""
    try:
        return make_plan(wish, CATALOGUE)
    except InfeasibleBriefError:
        reject()


def errors(plan: Plan, wish: Brief) -> list[Rule]:
    return [f.rule for f in check_plan(plan, wish, CATALOGUE) if f.severity is Severity.ERROR]


def repaired(plan: Plan, wish: Brief) -> Plan:
    mended = repair(plan, wish, CATALOGUE)
    assert mended is not None
    return mended


def work(plan: Plan, day: int = 0) -> dict[str, PlannedExercise]:
    """The main lines of a day by slug."""
    return {FACTS[line.exercise_id].slug: line for line in plan.days[day].in_section(Section.MAIN)}


def with_lines(plan: Plan, *lines: PlannedExercise) -> Plan:
    """The plan with these lines put before those of its first day."""
    first = replace(plan.days[0], exercises=(*lines, *plan.days[0].exercises))
    return replace(plan, days=(first, *plan.days[1:]))


@MANY
@given(briefs(), st.randoms(use_true_random=False))
def test_what_comes_out_of_a_repair_passes_the_check(wish: Brief, chance: Random) -> None:
    mended = repair(spoiled(planned(wish), chance), wish, CATALOGUE)
    assert mended is None or errors(mended, wish) == []


@SOME
@given(briefs(), st.randoms(use_true_random=False))
def test_no_repaired_exercise_or_alternative_is_without_its_equipment_or_avoided(
    wish: Brief, chance: Random
) -> None:
    plan = spoiled(planned(wish), chance)
    mended = repair(plan, wish, CATALOGUE)
    if mended is None or not errors(plan, wish):
        reject()
    lines = [line for day in mended.days for line in day.exercises]
    for exercise_id in {used for line in lines for used in (line.exercise_id, *line.alternatives)}:
        assert FACTS[exercise_id].equipment <= wish.equipment
        assert exercise_id not in wish.avoided_exercises
        assert not FACTS[exercise_id].muscles & wish.injured_muscles


@pytest.mark.parametrize("days", range(1, 8))
def test_a_sound_plan_stays_as_it_is(days: int) -> None:
    wish = brief(days_per_week=days)
    plan = make_plan(wish, CATALOGUE)
    assert repaired(plan, wish) == plan


@pytest.mark.parametrize("mutation", sorted(set(MUTATIONS) - {"no days", "a week more"}))
def test_a_plan_for_a_full_gym_survives_each_mutation(mutation: str) -> None:
    wish = brief()
    plan = MUTATIONS[mutation](make_plan(wish, CATALOGUE), Random(7))  # noqa: S311
    assert errors(repaired(plan, wish), wish) == []


def test_a_plan_without_days_is_beyond_repair() -> None:
    assert repair(replace(make_plan(brief(), CATALOGUE), days=()), brief(), CATALOGUE) is None


def test_a_plan_of_nothing_but_unknown_exercises_is_beyond_repair() -> None:
    lines = (PlannedExercise("nobody-knows", 3, "8"),)
    plan = replace(make_plan(brief(), CATALOGUE), days=tuple(PlanDay(f"Day {i}", lines) for i in range(4)))
    assert repair(plan, brief(), CATALOGUE) is None


def test_what_lacks_its_equipment_gives_way_to_the_same_movement() -> None:
    wish = brief(equipment=ALL_EQUIPMENT - {equipment_id("leg-press-machine")}, days_per_week=3)
    plan = with_lines(make_plan(wish, CATALOGUE), PlannedExercise(BY_SLUG["leg-press"].id, 3, "8-12"))
    mended = repaired(plan, wish)
    assert any("replaces Leg press, which you can't do." in text for text in mended.warnings)


def without_the_bench(stand_in: str, **changes: object) -> Plan:
    """What becomes of a first day of nothing but an avoided bench press with one alternative."""
    wish = brief(avoided_exercises=frozenset({BY_SLUG["barbell-bench-press"].id}), **changes)
    bench = PlannedExercise(
        BY_SLUG["barbell-bench-press"].id,
        3,
        "8-12",
        progression=DOUBLE,
        alternatives=(BY_SLUG[stand_in].id,),
    )
    plan = make_plan(wish, CATALOGUE)
    first = replace(plan.days[0], exercises=(bench,))
    return repaired(replace(plan, days=(first, *plan.days[1:])), wish)


def test_the_plans_own_alternative_comes_first() -> None:
    assert "push-up" in work(without_the_bench("push-up"))


def test_an_alternative_that_is_not_possible_either_is_passed_over() -> None:
    no_machine = ALL_EQUIPMENT - {equipment_id("chest-press-machine")}
    mended = without_the_bench("machine-chest-press", equipment=no_machine)
    assert "machine-chest-press" not in work(mended)


def test_fifty_sets_are_cut_and_told() -> None:
    wish = brief()
    plan = make_plan(wish, CATALOGUE)
    name, line = next(iter(work(plan).items()))
    day = plan.days[0]
    many = replace(
        day,
        exercises=tuple(
            replace(entry, target_sets=50) if entry == line else entry for entry in day.exercises
        ),
    )
    mended = repaired(replace(plan, days=(many, *plan.days[1:])), wish)
    sets = work(mended)[name].target_sets
    assert sets <= 6
    assert f"{day.name}: {BY_SLUG[name].name} {sets} sets instead of 50." in mended.warnings


def test_the_plans_repetitions_rest_and_notes_stay() -> None:
    wish = brief()
    plan = make_plan(wish, CATALOGUE)
    name, line = next(iter(work(plan).items()))
    mine = replace(line, target_reps="7-9", target_rest_seconds=80, notes="Slowly.", target_sets=50)
    day = replace(
        plan.days[0],
        exercises=tuple(mine if entry == line else entry for entry in plan.days[0].exercises),
    )
    kept = work(repaired(replace(plan, days=(day, *plan.days[1:])), wish))[name]
    assert (kept.target_reps, kept.target_rest_seconds, kept.notes) == ("7-9", 80, "Slowly.")


def test_days_beyond_the_wish_are_left_out() -> None:
    wish = brief(days_per_week=3)
    plan = make_plan(brief(days_per_week=5), CATALOGUE)
    mended = repaired(plan, wish)
    assert [day.name for day in mended.days] == [day.name for day in plan.days[:3]]
    assert "2 days left out: you asked for 3 a week." in mended.warnings


def test_days_that_are_missing_are_added() -> None:
    wish = brief(days_per_week=4)
    plan = make_plan(brief(days_per_week=2), CATALOGUE)
    mended = repaired(plan, wish)
    assert (len(mended.days), mended.days_per_week) == (4, 4)


def test_compounds_come_first_after_a_repair() -> None:
    wish = brief()
    plan = make_plan(wish, CATALOGUE)
    day = plan.days[0]
    backwards = replace(day, exercises=(*day.exercises[::-1],) * 2)
    mended = repaired(replace(plan, days=(backwards, *plan.days[1:]), days_per_week=5), wish)
    mechanics = [BY_SLUG[slug].mechanic for slug in work(mended)]
    assert mechanics == sorted(mechanics, key=lambda mechanic: mechanic is Mechanic.ISOLATION)


def test_a_repaired_day_has_warm_up_and_cool_down() -> None:
    wish = brief()
    plan = make_plan(wish, CATALOGUE)
    bare = replace(plan.days[0], exercises=plan.days[0].in_section(Section.MAIN)[:1])
    mended = repaired(replace(plan, days=(bare, *plan.days[1:])), wish)
    assert all(mended.days[0].in_section(section) for section in (Section.WARMUP, Section.COOLDOWN))


def test_missing_movements_come_back() -> None:
    wish = brief(days_per_week=2, minutes_per_session=90)
    plan = make_plan(wish, CATALOGUE)
    curls = PlannedExercise(BY_SLUG["barbell-curl"].id, 3, "10-15", progression=DOUBLE)
    days = tuple(replace(day, exercises=(curls,), focus=(Muscle.FULL_BODY,)) for day in plan.days)
    mended = repaired(replace(plan, days=days), wish)
    patterns = Counter(
        FACTS[line.exercise_id].movement_pattern
        for day in mended.days
        for line in day.in_section(Section.MAIN)
    )
    assert {"squat", "hinge", "horizontal_push", "horizontal_pull", "vertical_push", "vertical_pull"} <= set(
        patterns
    )


def test_conditioning_that_was_wished_stays_on_its_own_day() -> None:
    wish = brief(days_per_week=4)
    plan = make_plan(wish, CATALOGUE)
    ride = PlannedExercise(BY_SLUG["stationary-bike"].id, 1, "1800s", target_rest_seconds=0)
    easy = PlanDay("Ride", (ride,))
    mended = repaired(replace(plan, days=(*plan.days[:3], easy), days_per_week=5), wish)
    assert [FACTS[line.exercise_id].slug for line in mended.days[3].exercises] == ["stationary-bike"]


def test_a_week_of_rides_is_no_plan_for_growth() -> None:
    ride = PlannedExercise(BY_SLUG["stationary-bike"].id, 1, "1800s", target_rest_seconds=0)
    plan = replace(make_plan(brief(), CATALOGUE), days=tuple(PlanDay(f"Ride {i}", (ride,)) for i in range(4)))
    assert errors(plan, brief()) == [Rule.EASY_DAYS]
