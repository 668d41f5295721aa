"""Lines of a plan that ask for the same share one target."""

from datetime import timedelta

import pytest

from tests.database.athlete import BENCH, SQUAT, Athlete, Document, line, one_set, workout
from tests.database.lines import FIVES, LINEAR, did, standing, suggested
from tests.database.targets.sharing import (
    FIVE_BY_FIVE,
    TODAY,
    assert_derived,
    explained,
    loads,
    plan_of,
    shares,
    squat,
    targets,
    twice,
)


def test_a_lift_on_two_days_goes_up_with_each(athlete: Athlete) -> None:
    lines = twice(athlete)
    asked = []
    for day in range(16):
        trained = lines[day % 2]
        asked.append(float(suggested(athlete, trained) or 0))
        athlete.log(squat(trained, asked[-1], day=2 * day))
    assert asked == [60 + 2.5 * day for day in range(16)]
    assert loads(athlete, lines) == [100, 100]
    assert standing(athlete, lines[0]) == ("5 x 5", 100)
    assert_derived(athlete)


def test_the_summary_tells_of_what_was_trained(athlete: Athlete) -> None:
    lines = twice(athlete)
    told = athlete.log(squat(lines[1], 60))["progression"]
    assert [
        (step["plan_exercise_id"], step["outcome"], step["new_target"]["weight_kg"]) for step in told
    ] == [(lines[1], "success", 62.5)]


def test_the_other_lines_say_why_they_moved(athlete: Athlete) -> None:
    lines = twice(athlete)
    athlete.log(squat(lines[1], 60))
    told = explained(athlete, lines[0])
    assert told["target"]["weight_kg"] == 62.5
    assert told["reason"] == "5 x 5 at 60 kg done: now 62.5 kg."
    [other] = told["shared_with"]
    assert (other["plan_exercise_id"], other["name"]) == (lines[1], "Day 2")
    assert len(told["history"]) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"target_sets": 3},
        {"target_reps": "3"},
        {"target_rir": 2},
        {"progression": {"scheme": "linear", "after_failures": 2}},
        {"on_success_weight_increase_kg": 5},
        {"exercise_id": BENCH},
        {"section": "warmup"},
        # The plan says that they are a heavy and a light day.
        {"current_suggested_weight_kg": 50},
        {"target_group": 2},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_asks_for_something_else_is_another_target(athlete: Athlete, other: Document) -> None:
    lines = twice(athlete, **other)
    assert not shares(athlete, lines)
    before = loads(athlete, lines)
    athlete.log(squat(lines[0], 60))
    assert loads(athlete, lines) == [62.5, before[1]]


@pytest.mark.parametrize(
    "other",
    [
        {"target_rest_seconds": 300},
        {"notes": "Slowly"},
        {"superset_group": 1},
        {"current_suggested_weight_kg": None},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_changes_nothing_about_the_target_is_the_same(athlete: Athlete, other: Document) -> None:
    lines = twice(athlete, **other)
    assert shares(athlete, lines)
    assert loads(athlete, lines) == [60, 60]
    # Whichever day says the load.
    assert loads(athlete, list(reversed(twice(athlete, **other)))) == [60, 60]


def test_two_heavy_and_two_light_days(athlete: Athlete) -> None:
    heavy, light = line(**FIVE_BY_FIVE), line(**(FIVE_BY_FIVE | {"current_suggested_weight_kg": 45}))
    lines = plan_of(athlete, [heavy], [light], [heavy], [light])
    athlete.log(squat(lines[0], 60))
    athlete.log(squat(lines[3], 45, day=1))
    assert loads(athlete, lines) == [62.5, 47.5, 62.5, 47.5]


def test_a_wave_counts_the_weeks_of_each_day(athlete: Athlete) -> None:
    wave = {"progression": {"scheme": "percentage_wave", "training_max_kg": 100}, "target_reps": "5"}
    assert not shares(athlete, plan_of(athlete, *[[line(**(FIVE_BY_FIVE | wave))]] * 2))
    said = FIVE_BY_FIVE | wave | {"target_group": 1}
    assert shares(athlete, plan_of(athlete, *[[line(**said)]] * 2))


def test_plans_are_apart(athlete: Athlete) -> None:
    assert not shares(athlete, [twice(athlete)[0], twice(athlete)[0]])


def test_a_copy_shares_what_the_original_shares(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**FIVE_BY_FIVE)], [line(**FIVE_BY_FIVE)])
    athlete.log(squat(athlete.lines_of(athlete.days_of(plan)[0])[0], 60))
    copy = athlete.value("select private.duplicate_plan(%s, %s, null, now())", athlete.id, plan)
    lines = [athlete.lines_of(day)[0] for day in athlete.days_of(copy)]
    assert shares(athlete, lines)
    assert loads(athlete, lines) == [62.5, 62.5]


def test_templates_share(athlete: Athlete) -> None:
    for (template,) in athlete.rows("select id from public.plan_templates"):
        athlete.value("select private.plan_from_template(%s, %s, null, now())", athlete.id, template)
    repeated = athlete.rows(
        """
        select x.progression ->> 'scheme', count(*), count(distinct x.target_id)
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.id = x.plan_workout_id
        where x.user_id = %s
        group by d.plan_id, x.exercise_id, x.section, x.target_sets, x.target_reps, x.progression,
            x.on_success_weight_increase_kg, x.target_rir, x.target_group
        having count(*) > 1
        """,
        athlete.id,
    )
    assert {scheme for scheme, _, _ in repeated} >= {"linear", "double"}
    for scheme, lines, targets_of_lines in repeated:
        assert targets_of_lines == (lines if scheme == "percentage_wave" else 1)


def test_equal_lines_of_one_day_are_apart(athlete: Athlete) -> None:
    both = [line(**FIVE_BY_FIVE), line(**(FIVE_BY_FIVE | {"order_in_workout": 2}))]
    plan = athlete.create_plan(both, both)
    first, second = (athlete.lines_of(day) for day in athlete.days_of(plan))
    assert not shares(athlete, first)
    assert [shares(athlete, [one, other]) for one, other in zip(first, second, strict=True)] == [True, True]


def test_both_lines_in_one_workout_are_one_training(athlete: Athlete) -> None:
    lines = twice(athlete)
    sets = [one_set(SQUAT, 5, 60, workout_plan_exercise_id=lines[place % 2]) for place in range(6)]
    told = athlete.log(workout(TODAY + timedelta(days=1), *sets))
    assert [step["outcome"] for step in told["progression"]] == ["success"]
    assert loads(athlete, lines) == [62.5, 62.5]
    marked = (
        "select count(*) from public.session_exercises where user_id = %s and was_successful_for_progression"
    )
    assert athlete.value(marked, athlete.id) == 6
    assert_derived(athlete)


def test_a_single_line_is_as_before(athlete: Athlete) -> None:
    [only] = plan_of(athlete, [line(**LINEAR)])
    assert targets(athlete, [only]) == [only]
    athlete.log(did(only, BENCH, *FIVES))
    assert explained(athlete, only)["shared_with"] == []
