"""From the model's words to a plan that holds: resolved, checked, repaired, or made by rule."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from functions.generate_plan.check import Checked, check_answer, reasons_against
from functions.generate_plan.proposal import ProposalError, read_proposal
from functions.generate_plan.repair import repair_or_replace
from functions.generate_plan.resolve import resolve
from functions.generate_plan.shortlist import shortlist
from shared.planner import Brief, InfeasibleBriefError, Plan, PlannedExercise, check_plan, make_plan
from shared.planner.findings import Severity
from shared.planner.prescription import DOUBLE, LINEAR, NO_PROGRESSION
from shared.planner.terms import GoalType, Muscle, PlanType, Section
from tests.functions.generate_plan.proposals import OFFERED, WISH, Answer, alias, answer, line, spoiled, text
from tests.planner.briefs import brief, briefs
from tests.planner.catalogue import BY_SLUG, CATALOGUE
from tests.planner.counting import FACTS

pytestmark = pytest.mark.quick

SOME = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def resolved(said: str) -> Plan:
    return resolve(read_proposal(said), OFFERED, WISH)


def first_line(**changes: Any) -> PlannedExercise:
    """The main line that comes of a first day with one squat."""
    slug = changes.pop("slug", "front-squat")
    said = spoiled(lambda said: said["days"][0].update(exercises=[line(slug, **changes)]))
    return resolved(said).days[0].in_section(Section.MAIN)[0]


def errors(plan: Plan, wish: Brief = WISH) -> list[str]:
    return [f.message for f in check_plan(plan, wish, CATALOGUE) if f.severity is Severity.ERROR]


def test_a_sound_proposal_has_no_reasons_against_it() -> None:
    assert check_answer(text(answer()), OFFERED, WISH).reasons == ()


def test_sets_repetitions_rest_and_effort_are_the_models() -> None:
    got = first_line(sets=4, reps="5,5,5+", rest_seconds=150, rir=1)
    assert (got.target_sets, got.target_reps, got.target_rest_seconds, got.target_rir) == (
        4,
        "5,5,5+",
        150,
        1,
    )


def test_the_load_is_left_to_what_the_lifter_has_shown() -> None:
    assert first_line().current_suggested_weight_kg is None


@pytest.mark.parametrize(
    ("slug", "reps", "progression"),
    [
        ("front-squat", "8-12", DOUBLE),
        ("front-squat", "5", LINEAR),
        ("push-up", "8-12", DOUBLE),
        ("plank", "45s", NO_PROGRESSION),
    ],
)
def test_how_a_line_moves_on_follows_from_its_target(slug: str, reps: str, progression: object) -> None:
    assert first_line(slug=slug, reps=reps).progression == progression


def test_a_loaded_line_has_the_step_of_its_kind() -> None:
    assert first_line(slug="front-squat").on_success_weight_increase_kg == 2.5


def test_every_strength_line_has_alternatives_for_the_same_muscle() -> None:
    others = [FACTS[exercise_id] for exercise_id in first_line().alternatives]
    assert {e.primary_muscle for e in others} == {Muscle.QUADS}


def test_warm_up_and_cool_down_are_ours_on_every_day() -> None:
    for day in resolved(text(answer())).days:
        assert day.in_section(Section.WARMUP)
        assert day.in_section(Section.COOLDOWN)


def test_an_exercise_that_stands_twice_in_a_day_stands_once_with_the_sets_of_both() -> None:
    twice = [line("front-squat", sets=2), line("front-squat", sets=3)]
    plan = resolved(spoiled(lambda said: said["days"][0].update(exercises=twice)))
    assert [entry.target_sets for entry in plan.days[0].in_section(Section.MAIN)] == [5]


def test_a_day_trains_what_stands_in_it_whatever_it_is_called() -> None:
    odd = [line("front-squat"), line("barbell-bench-press")]
    plan = resolved(spoiled(lambda said: said["days"][0].update(focus="legs", exercises=odd)))
    assert {Muscle.QUADS, Muscle.CHEST} <= set(plan.days[0].focus)


def test_a_recovery_day_without_exercises_gets_easy_movement() -> None:
    plan = resolved(spoiled(lambda said: said["days"][3].update(focus="recovery", exercises=[])))
    assert {FACTS[entry.exercise_id].exercise_type.value for entry in plan.days[3].exercises} <= {
        "cardio",
        "flexibility",
    }


def test_conditioning_that_the_model_chose_replaces_ours() -> None:
    wish = brief(goal_type=GoalType.LOSE_WEIGHT)
    ride = line("stationary-bike", sets=1, reps="600s", rest_seconds=0, rir=None)
    said = spoiled(lambda said: said["days"][0]["exercises"].append(ride))
    plan = resolve(read_proposal(said), OFFERED, wish)
    cardio = [
        FACTS[entry.exercise_id].slug
        for entry in plan.days[0].in_section(Section.MAIN)
        if FACTS[entry.exercise_id].exercise_type.value == "cardio"
    ]
    assert cardio == ["stationary-bike"]


@pytest.mark.parametrize(
    ("focuses", "plan_type"),
    [
        (["upper_body", "lower_body"] * 2, PlanType.UPPER_LOWER),
        (["full_body"] * 4, PlanType.FULL_BODY),
        (["push", "pull", "legs", "recovery"], PlanType.PUSH_PULL_LEGS),
        (["push", "pull", "lower_body", "upper_body"], PlanType.SPLIT),
    ],
)
def test_the_plan_type_follows_from_the_days(focuses: list[str], plan_type: PlanType) -> None:
    def refocus(said: Answer) -> None:
        for day, focus in zip(said["days"], focuses, strict=True):
            day["focus"] = focus

    assert resolved(spoiled(refocus)).plan_type is plan_type


def test_an_alias_nobody_gave_it_is_refused_by_name() -> None:
    with pytest.raises(ProposalError) as refused:
        resolved(spoiled(lambda said: said["days"][0]["exercises"][0].update(exercise="e99")))
    assert refused.value.reasons == (f"{answer()['days'][0]['name']}: e99 is not an alias of the list.",)


def test_an_id_in_place_of_an_alias_is_refused() -> None:
    stolen = BY_SLUG["front-squat"].id
    checked = check_answer(
        spoiled(lambda said: said["days"][0]["exercises"][0].update(exercise=stolen)), OFFERED, WISH
    )
    assert checked.plan is None


def test_too_few_days_are_told_with_the_remedy() -> None:
    checked = check_answer(spoiled(lambda said: said["days"].pop()), OFFERED, WISH)
    assert (
        "The plan has 3 days a week instead of 4. Propose exactly as many days as wished." in checked.reasons
    )


def test_a_unit_that_does_not_fit_is_told_with_the_remedy() -> None:
    day = answer()["days"][0]["name"]
    said = spoiled(lambda said: said["days"][0].update(exercises=[line("front-squat", reps="30s")]))
    assert (
        f"{day}: Front squat isn't measured in seconds. Use the unit that the list gives for the exercise."
        in check_answer(said, OFFERED, WISH).reasons
    )


def test_what_would_fit_is_named_from_the_list() -> None:
    wish = brief(days_per_week=4)
    few = shortlist(wish, CATALOGUE)
    said = spoiled(lambda said: [day.update(exercises=day["exercises"][:2]) for day in said["days"]])
    names = {exercise.name for exercise in few.exercises}
    wanted = [reason for reason in check_answer(said, few, wish).reasons if "would fit" in reason]
    assert wanted
    assert all(any(f"; {name} would fit." in reason for name in names) for reason in wanted)


def test_a_sound_proposal_is_stored_as_it_is() -> None:
    checked = check_answer(text(answer()), OFFERED, WISH)
    sound = repair_or_replace(checked, WISH, CATALOGUE)
    assert checked.plan is not None
    assert (sound.plan.days, sound.proposal) == (checked.plan.days, checked.proposal)


def test_a_proposal_with_errors_is_repaired_and_stays_the_models() -> None:
    checked = check_answer(
        spoiled(lambda said: said["days"][0]["exercises"][0].update(sets=10)), OFFERED, WISH
    )
    sound = repair_or_replace(checked, WISH, CATALOGUE)
    assert sound.proposal is not None
    assert errors(sound.plan) == []


@pytest.mark.parametrize("checked", [None, Checked(None, None, ("The answer is nonsense.",))])
def test_without_a_proposal_the_planner_makes_the_plan(checked: Checked | None) -> None:
    sound = repair_or_replace(checked, WISH, CATALOGUE)
    assert (sound.plan, sound.proposal) == (make_plan(WISH, CATALOGUE), None)


def lines_of(aliases: list[str]) -> st.SearchStrategy[list[dict[str, object]]]:
    targets = st.sampled_from(["5", "8-12", "5,5,5+", "AMRAP", "30s", "900s", "40m", "20-30"])
    entry = {
        "exercise": st.sampled_from(aliases),
        "sets": st.integers(1, 10),
        "reps": targets,
        "rest_seconds": st.integers(0, 600),
        "rir": st.none() | st.integers(0, 5),
        "note": st.just(""),
    }
    return st.lists(st.fixed_dictionaries(entry), max_size=12)


@SOME
@given(st.data(), briefs())
def test_whatever_the_schema_allows_ends_in_a_plan_without_errors(data: st.DataObject, wish: Brief) -> None:
    offered = shortlist(wish, CATALOGUE)
    try:
        make_plan(wish, CATALOGUE)
    except InfeasibleBriefError:
        reject()
    focuses = ["full_body", "upper_body", "lower_body", "push", "pull", "legs", "recovery"]
    day = st.fixed_dictionaries(
        {
            "name": st.text(max_size=5),
            "focus": st.sampled_from(focuses),
            "exercises": lines_of([*offered.by_alias]),
        }
    )
    days = data.draw(st.lists(day, min_size=1, max_size=7))
    said = {"name": "", "description": "", "rationale": "", "days": days}
    sound = repair_or_replace(check_answer(text(said), offered, wish), wish, CATALOGUE)
    assert errors(sound.plan, wish) == []


def test_the_check_knows_our_own_warm_up() -> None:
    plan = resolved(text(answer()))
    assert not [
        reason for reason in reasons_against(plan, WISH, OFFERED) if "no exercise has the id" in reason
    ]


def test_the_alias_of_an_exercise_means_that_exercise() -> None:
    assert first_line(slug="goblet-squat").exercise_id == OFFERED.by_alias[alias("goblet-squat")].id
