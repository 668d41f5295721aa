"""Properties of every plan of the planner, whatever the brief."""

from hypothesis import HealthCheck, given, reject, settings

from shared.planner import Brief, InfeasibleBriefError, Plan, check_plan, make_plan
from shared.planner.findings import Severity
from shared.planner.finish import MOST_LINES
from shared.planner.load import MAX_EXERCISES_PER_DAY
from shared.planner.terms import (
    ExerciseType,
    Muscle,
    Section,
)
from shared.planner.volume import bands, bands_for
from tests.planner.briefs import briefs
from tests.planner.catalogue import CATALOGUE
from tests.planner.counting import FACTS, weekly_sets

MANY = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOME = settings(MANY, max_examples=100)


def planned(wish: Brief) -> Plan:
    """The plan, leaving out briefs that no plan can serve."""
    try:
        return make_plan(wish, CATALOGUE)
    except InfeasibleBriefError:
        reject()


@MANY
@given(briefs())
def test_every_plan_passes_the_check_without_an_error(wish: Brief) -> None:
    plan = planned(wish)
    assert [f for f in check_plan(plan, wish, CATALOGUE) if f.severity is Severity.ERROR] == []


@MANY
@given(briefs())
def test_no_exercise_or_alternative_is_without_its_equipment_or_avoided(wish: Brief) -> None:
    used = {
        FACTS[exercise_id]
        for day in planned(wish).days
        for line in day.exercises
        for exercise_id in (line.exercise_id, *line.alternatives)
    }
    for exercise in used:
        assert exercise.equipment <= wish.equipment
        assert exercise.id not in wish.avoided_exercises
        assert exercise.movement_pattern not in wish.avoided_patterns
        assert not exercise.muscles & wish.injured_muscles


@SOME
@given(briefs())
def test_the_same_brief_gives_the_same_plan_in_whatever_order_the_catalogue_comes(wish: Brief) -> None:
    assert planned(wish) == make_plan(wish, CATALOGUE[::-1])


@SOME
@given(briefs())
def test_no_muscle_gets_more_sets_a_week_than_its_band(wish: Brief) -> None:
    for group, sets in weekly_sets(planned(wish)).items():
        assert sets <= bands(wish.fitness_level)[group].high, group


@SOME
@given(briefs())
def test_every_strength_exercise_trains_what_its_day_is_for(wish: Brief) -> None:
    for day in planned(wish).days:
        for line in day.in_section(Section.MAIN):
            exercise = FACTS[line.exercise_id]
            if exercise.exercise_type is ExerciseType.STRENGTH and Muscle.FULL_BODY not in day.focus:
                assert exercise.primary_muscle in day.focus, (day.name, exercise.slug)


@SOME
@given(briefs())
def test_a_shortfall_of_volume_is_never_silent(wish: Brief) -> None:
    plan = planned(wish)
    sets = weekly_sets(plan)
    for group, band in bands_for(wish).items():
        if sets[group] <= band.low - 1:
            assert any(group in text.lower() for text in plan.warnings), group


@SOME
@given(briefs())
def test_a_plan_survives_the_way_into_its_document_and_back(wish: Brief) -> None:
    document = planned(wish).to_document()
    assert Plan.from_document(document).to_document() == document


@SOME
@given(briefs())
def test_every_day_has_work_and_its_exercises_stand_once(wish: Brief) -> None:
    plan = planned(wish)
    assert len(plan.days) == wish.days_per_week
    for day in plan.days:
        main = [line.exercise_id for line in day.in_section(Section.MAIN)]
        strength = [one for one in main if FACTS[one].exercise_type is ExerciseType.STRENGTH]
        assert 1 <= len(main) <= MOST_LINES + 2
        assert len(strength) <= MAX_EXERCISES_PER_DAY + 1
        assert len(main) == len(set(main))
