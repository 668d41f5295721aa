"""Loads for exercises that somebody never did: from who they are, or from another lift."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.database.athlete import BENCH, CURL, NOON, SQUAT, Athlete, Document, exercise, line, workout
from tests.database.athlete import one_set as a_set
from tests.database.gear import kilos, own, pounds, prefer
from tests.database.lines import LATER, active_line, today
from tests.support import Connection

DAY = timedelta(days=1)
SOON = NOON + timedelta(days=LATER)

DEADLIFT = exercise("barbell-deadlift")
GOBLET = exercise("goblet-squat")

# Who they are, then the loads of exercises by slug.
PEOPLE: dict[str, tuple[Document, dict[str, float | None]]] = {
    "A": (
        {"sex": "male", "age": 25, "kg": 80, "cm": 180, "level": "beginner"},
        {
            "barbell-back-squat": 30,
            "barbell-bench-press": 30,
            "barbell-deadlift": 40,
            "overhead-press": 20,
            "barbell-row": 27.5,
            "lat-pulldown": 30,
            "leg-press": 60,
            "dumbbell-bench-press": 12,
            "goblet-squat": 16,
            "kettlebell-swing": 16,
            "kettlebell-press": 12,
            "turkish-get-up": 8,
            "kettlebell-row": 16,
        },
    ),
    "B": (
        {"sex": "female", "age": 30, "kg": 60, "cm": 165, "level": "beginner"},
        {
            "barbell-back-squat": None,
            "kettlebell-goblet-squat": 8,
            "dumbbell-bench-press": 5,
            "barbell-deadlift": 20,
            "dumbbell-shoulder-press": 3,
            "dumbbell-row": 6,
            "lat-pulldown": 15,
            "leg-press": 35,
        },
    ),
    "C": (
        {"sex": "female", "age": 72, "kg": 68, "cm": 160, "level": "beginner"},
        {
            "leg-press": 20,
            "lat-pulldown": 10,
            "seated-cable-row": 10,
            "machine-chest-press": 5,
            "goblet-squat": 5,
            "dumbbell-shoulder-press": 2,
        },
    ),
    "D": (
        {"sex": "male", "age": 42, "kg": 110, "cm": 178, "level": "intermediate"},
        {
            "barbell-back-squat": 50,
            "barbell-bench-press": 37.5,
            "barbell-deadlift": 65,
            "overhead-press": 22.5,
            "barbell-row": 32.5,
            "lat-pulldown": 35,
            "leg-press": 100,
            "dumbbell-bench-press": 14,
        },
    ),
}


def is_somebody(athlete: Athlete, **known: Any) -> None:
    """The first of them, unless told otherwise; None: not told."""
    one = PEOPLE["A"][0] | known
    born = None if one["age"] is None else NOON.date().replace(year=NOON.year - one["age"]) - DAY
    athlete.write(
        "update public.profiles set sex = %s, date_of_birth = %s, height_cm = %s, fitness_level = %s "
        "where id = %s",
        one["sex"], born, one["cm"], one["level"], athlete.id,
    )  # fmt: skip
    if one["kg"] is not None:
        athlete.weigh(one["kg"])


def first(athlete: Athlete, slug: str = "barbell-bench-press", **spec: Any) -> Document:
    """What next_workout says of a new exercise."""
    active_line(athlete, exercise_id=exercise(slug), **{"target_reps": "8-10", **spec})
    return today(athlete, NOON)


@pytest.mark.parametrize("name", PEOPLE)
def test_people_begin_as_a_coach_would_have_them_begin(athlete: Athlete, name: str) -> None:
    person, loads = PEOPLE[name]
    is_somebody(athlete, **person)
    plan = athlete.create_plan(
        [
            line(exercise(slug), order_in_workout=n, target_reps="8-12", target_rir=3)
            for n, slug in enumerate(loads, 1)
        ]
    )
    athlete.activate(plan, NOON)
    told = athlete.value("select private.next_workout(%s, %s)", athlete.id, NOON)["exercises"]
    assert {slug: one["suggested_weight_kg"] for slug, one in zip(loads, told, strict=True)} == loads
    assert {one["is_guess"] for one in told if one["suggested_weight_kg"]} == {True}


def test_a_guess_says_what_it_is_and_stays_out_of_the_plan(athlete: Athlete) -> None:
    is_somebody(athlete)
    told = first(athlete, target_rir=3)
    assert (told["suggested_weight_kg"], told["is_guess"], told["reason_code"]) == (30, True, "first_time")
    assert told["reason"] == (
        "A guess from your weight, age and level: 30 kg. Leave 3 in reserve; the next set follows from it."
    )
    assert told["standing"]["weight_kg"] is None
    assert athlete.value(
        "select count(*) from public.workout_plan_day_exercises "
        "where user_id = %s and current_suggested_weight_kg is null",
        athlete.id,
    ) == 1  # fmt: skip


@pytest.mark.parametrize(
    ("known", "load", "origin"),
    [
        # 32 kg, less 15 % where the age isn't told.
        ({}, 30, "your weight, age and level"),
        ({"age": None}, 25, "your weight and level"),
        ({"level": None}, 30, "your weight and age"),
        ({"age": None, "level": None}, 25, "your weight"),
        # Who is tall enough for it: 90 kg of a man, 75 of others.
        ({"cm": None, "kg": 150}, 35, "your weight, age and level"),
        ({"kg": 150}, 32.5, "your weight, age and level"),
        ({"sex": None, "kg": 150, "cm": None, "level": "advanced"}, 25, "your weight, age and level"),
    ],
)
def test_a_guess_names_what_it_comes_from(
    athlete: Athlete, known: dict[str, Any], load: float, origin: str
) -> None:
    is_somebody(athlete, **known)
    told = first(athlete)
    assert told["suggested_weight_kg"] == load
    assert told["reason"].startswith(f"A guess from {origin}: {load} kg. ")


def test_without_a_body_weight_there_is_no_guess(athlete: Athlete) -> None:
    is_somebody(athlete, kg=None)
    told = first(athlete)
    assert (told["suggested_weight_kg"], told["is_guess"], told["lighter"]) == (None, False, None)
    assert told["reason"] == "First time: start with a load you can lift with good form."


@pytest.mark.parametrize(
    ("slug", "reps"),
    [
        ("push-up", "8-12"),
        ("plank", "30s"),
        ("outdoor-run", "400m"),
        ("assisted-dip", "8"),
        ("weighted-pull-up", "5"),
        ("band-pull-apart", "15"),
        ("barbell-bench-press", "AMRAP"),
    ],
)
def test_nothing_is_guessed_where_there_is_no_load(athlete: Athlete, slug: str, reps: str) -> None:
    is_somebody(athlete)
    told = first(athlete, slug, target_reps=reps)
    assert (told["suggested_weight_kg"], told["is_guess"], told["ramp_up"]) == (None, False, [])


def test_a_carry_has_a_load(athlete: Athlete) -> None:
    is_somebody(athlete)
    told = first(athlete, "farmers-carry", target_reps="30s")
    assert (told["suggested_weight_kg"], told["is_guess"], told["ramp_up"]) == (20, True, [])
    assert told["reason"] == ("A guess from your weight, age and level: 20 kg. Stop while your form is good.")


def test_less_than_an_empty_bar_is_no_load(athlete: Athlete) -> None:
    is_somebody(athlete, **PEOPLE["B"][0])
    told = first(athlete, "barbell-back-squat")
    assert (told["suggested_weight_kg"], told["is_guess"]) == (None, False)
    assert told["lighter"] == {
        "weight_kg": 16.2,
        "lightest_kg": 20,
        "exercise_id": GOBLET,
        "name": "Goblet Squat",
        "exercise_weight_kg": 9,
    }
    assert told["reason"] == (
        "A guess from your weight, age and level: about 16 kg, less than the lightest load here, 20 kg. "
        "Use a lighter bar, or Goblet Squat with 9 kg."
    )


def test_a_lighter_bar_is_taken_where_there_is_one(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=kilos(15, 20), plates_kg=kilos(1.25, 2.5, 5))
    is_somebody(athlete, **PEOPLE["B"][0])
    active_line(athlete, exercise_id=SQUAT, target_reps="8")
    told = today(athlete, SOON)
    assert (told["suggested_weight_kg"], told["lighter"]) == (15, None)


def test_dumbbells_too_heavy_are_no_load(athlete: Athlete) -> None:
    own(athlete, "dumbbell", loads_kg=kilos(5, 7.5, 10))
    is_somebody(athlete, **PEOPLE["B"][0])
    active_line(athlete, exercise_id=exercise("dumbbell-shoulder-press"), target_reps="8")
    told = today(athlete, SOON)
    assert (told["suggested_weight_kg"], told["lighter"]["lightest_kg"]) == (None, 5)
    assert told["reason"].endswith(
        "about 4 kg, less than the lightest load here, 5 kg. Use a lighter weight."
    )


def test_in_pounds_a_guess_is_whole_pounds_and_a_bar_has_45(athlete: Athlete) -> None:
    athlete.write("update public.profiles set preferred_unit = 'imperial' where id = %s", athlete.id)
    is_somebody(athlete)
    plan = athlete.create_plan(
        [line(BENCH, target_reps="8"), line(exercise("overhead-press"), target_reps="8", order_in_workout=2)]
    )
    athlete.activate(plan, NOON)
    bench, press = athlete.value("select private.next_workout(%s, %s)", athlete.id, SOON)["exercises"]
    # 32 kg are 70.5 lb. 20 kg are 44.1 lb, less than that bar.
    assert [bench["suggested_weight_kg"]] == [float(one) for one in pounds(70)]
    assert "age and level: 70 lb. " in bench["reason"]
    assert (press["suggested_weight_kg"], press["lighter"]["name"]) == (None, "Dumbbell Shoulder Press")


def test_children_learn_the_movement_first(athlete: Athlete) -> None:
    is_somebody(athlete, age=13, kg=60, cm=165, level="advanced")
    assert first(athlete, "goblet-squat")["suggested_weight_kg"] == 5


def test_an_exercise_of_ones_own_is_guessed_like_its_relatives(athlete: Athlete) -> None:
    """Of bilateral presses with a pair of dumbbells the lowest share is 0.14."""
    is_somebody(athlete)
    with athlete.signed_in() as sql:
        [mine] = (
            sql.execute(
                "insert into public.exercises (name, primary_muscle_group, movement_pattern, mechanic) "
                "values ('My press', 'chest', 'horizontal_push', 'compound') returning id"
            ).fetchone()
            or []
        )
        sql.execute(
            "insert into public.exercise_equipment (exercise_id, equipment_id) "
            "select %s, q.id from public.equipment as q where q.slug = 'dumbbell'",
            [mine],
        )
    active_line(athlete, exercise_id=str(mine), target_reps="8")
    assert today(athlete, NOON)["suggested_weight_kg"] == 10


def test_what_is_like_nothing_else_is_not_guessed(athlete: Athlete) -> None:
    is_somebody(athlete)
    assert first(athlete, "cable-external-rotation")["suggested_weight_kg"] is None


def lifted(athlete: Athlete, exercise_id: str, reps: int, load: float, days_ago: int = 3) -> None:
    athlete.log(workout(NOON - days_ago * DAY, a_set(exercise_id, reps, load)))


def test_another_lift_says_more_than_a_body_weight(athlete: Athlete) -> None:
    """Five at 100 kg are 112.5, six 94.4 (83.88 %), of a deadlift 93.2 (0.83 and 14.9 kg), 85 % of it 79.3.

    Eight with two in reserve are 73.31 % where six are 83.88: 69.3 kg.
    """
    is_somebody(athlete)
    lifted(athlete, SQUAT, 5, 100)
    told = first(athlete, "barbell-deadlift", target_reps="8")
    assert (told["suggested_weight_kg"], told["is_guess"]) == (67.5, True)
    assert told["reason"] == (
        "A guess from what you lift in the Barbell Back Squat: 67.5 kg. "
        "Leave 2 in reserve; the next set follows from it."
    )


def test_a_weak_lift_promises_no_strong_one(athlete: Athlete) -> None:
    """Six squats with 18.9 kg: 0.83 and 14.9 would be 30.6 kg; by the shares it is 23.6, 85 % of it 20.1."""
    is_somebody(athlete)
    lifted(athlete, SQUAT, 5, 20)
    told = first(athlete, "barbell-deadlift", target_reps="6", target_rir=0)
    assert told["suggested_weight_kg"] == 20


def test_a_relative_counts_by_the_shares_of_both(athlete: Athlete) -> None:
    """112.5 kg on the bench, 0.34 to 0.40 on the incline, 85 %, and 73.31 % for eight: 59.6 kg."""
    is_somebody(athlete)
    lifted(athlete, BENCH, 5, 100)
    assert first(athlete, "incline-barbell-bench-press", target_reps="8")["suggested_weight_kg"] == 57.5


def test_a_swing_is_not_heavy_because_a_deadlift_is(athlete: Athlete) -> None:
    is_somebody(athlete)
    lifted(athlete, DEADLIFT, 5, 180)
    assert first(athlete, "kettlebell-swing", target_reps="12")["suggested_weight_kg"] == 16


def test_another_lift_of_more_than_a_year_ago_says_nothing(athlete: Athlete) -> None:
    is_somebody(athlete)
    lifted(athlete, SQUAT, 5, 100, days_ago=366)
    assert first(athlete, "barbell-deadlift", target_reps="8")["suggested_weight_kg"] == 40


def test_what_one_lifted_beats_every_guess(athlete: Athlete) -> None:
    is_somebody(athlete)
    lifted(athlete, SQUAT, 5, 100)
    lifted(athlete, DEADLIFT, 5, 60)
    told = first(athlete, "barbell-deadlift", target_reps="5")
    # 67.5 kg by their estimate, 81.24 % of it 54.8.
    assert (told["suggested_weight_kg"], told["is_guess"]) == (52.5, False)


def test_the_first_workout_decides_not_the_guess(athlete: Athlete) -> None:
    is_somebody(athlete)
    line_id = active_line(athlete, exercise_id=CURL, target_reps="8", on_success_weight_increase_kg=1)
    [step] = athlete.log(
        workout(
            NOON + DAY, *[a_set(CURL, 8, 25, order=n, workout_plan_exercise_id=line_id) for n in (1, 2, 3)]
        )
    )["progression"]
    assert (step["outcome"], step["old_target"]["weight_kg"], step["new_target"]["weight_kg"]) == (
        "success",
        25,
        26,
    )


def test_why_a_load_is_a_guess_is_explained(athlete: Athlete) -> None:
    is_somebody(athlete)
    line_id = active_line(athlete, target_reps="8")
    told = athlete.value("select private.explain_prescription(%s, %s, %s)", athlete.id, line_id, NOON)
    assert (told["suggested_weight_kg"], told["is_guess"]) == (30, True)
    assert told["target"]["weight_kg"] is None
    assert told["reason"].startswith("A guess from your weight, age and level: 30 kg.")


def test_a_bad_night_makes_a_guess_lighter(athlete: Athlete) -> None:
    is_somebody(athlete)
    active_line(athlete, target_reps="8")
    athlete.check_in(NOON - timedelta(hours=1), sleep=1, soreness=5, energy=1, mood=1)
    told = today(athlete, NOON)
    assert (told["suggested_weight_kg"], told["is_guess"]) == (25, True)


GUESS = """
    select private.guessed_load(
        (%s, %s, %s, %s, %s)::private.lifter, private.first_load_share(%s::uuid), %s, %s
    )
"""
WEIGHTS = st.floats(30, 200).map(lambda kg: round(kg, 1))


@given(
    weights=st.tuples(WEIGHTS, WEIGHTS).map(sorted),
    who=st.tuples(
        st.none() | st.integers(140, 210),
        st.sampled_from([None, "male", "female", "other"]),
        st.none() | st.integers(10, 95),
    ),
    slug=st.sampled_from(
        ["barbell-back-squat", "overhead-press", "leg-press", "dumbbell-row", "lateral-raise"]
    ),
    is_lower=st.booleans(),
)
def test_who_weighs_more_or_is_farther_never_gets_less(
    connection: Connection,
    weights: list[float],
    who: tuple[int | None, str | None, int | None],
    slug: str,
    *,
    is_lower: bool,
) -> None:
    cm, sex, age = who
    low, high = weights

    def guess(kg: float, level: str | None, *, is_hurt: bool = False) -> float:
        row = connection.execute(
            GUESS.encode(), [kg, cm, sex, level, age, exercise(slug), is_lower, is_hurt]
        ).fetchone()
        assert row
        return float(row[0])

    assert guess(low, "beginner") <= guess(high, "beginner")
    levels = [guess(low, level) for level in ("beginner", "intermediate", "advanced")]
    assert levels == sorted(levels)
    assert guess(low, None) == levels[0]
    assert guess(low, "beginner", is_hurt=True) <= levels[0]
    if age is not None and age < 14:
        assert levels[-1] <= 5


def test_an_injured_joint_halves_a_guess(athlete: Athlete) -> None:
    halves = [
        athlete.value(GUESS, 80, 180, "male", "beginner", 25, BENCH, "no", is_hurt)
        for is_hurt in ("no", "yes")
    ]
    assert halves == [32, 16]


def test_every_exercise_with_a_weight_and_repetitions_has_a_share_or_a_reason(athlete: Athlete) -> None:
    """Left out: the stack's lightest pin is too much, and what hangs on the body or has no weight."""
    without = athlete.rows(
        """
        select e.slug from public.exercises as e
        where e.created_by is null and e.tracking_type = 'weight_reps' and e.bodyweight_share is null
            and private.load_kind(e.id) is not null and (private.first_load_share(e.id)).male is null
        """
    )
    assert without == [("cable-external-rotation",)]


def test_what_takes_the_place_of_a_bar_has_a_share_and_no_bar(athlete: Athlete) -> None:
    bars = athlete.rows(
        """
        select e.slug, o.slug, private.load_kind(o.id) from private.first_load_shares as s
        inner join public.exercises as e on e.id = s.exercise_id
        inner join public.exercises as o on o.id = s.lighter_exercise_id
        where private.load_kind(o.id) not in ('dumbbell', 'kettlebell')
            or not exists (select from private.first_load_shares as t where t.exercise_id = o.id)
            or e.movement_pattern <> o.movement_pattern and e.slug <> 'upright-row'
        """
    )
    assert bars == []
