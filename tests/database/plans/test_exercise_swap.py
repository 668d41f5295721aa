"""Another exercise in a line of a plan starts anew: no load, and nothing it can't be counted in."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    SQUAT,
    Athlete,
    Document,
    exercise,
    sign_up,
    stable_id,
)
from tests.database.gear import own
from tests.database.lines import (
    FIVES,
    LINEAR,
    active_line,
    did,
    made_line,
    set_by_hand,
    steps,
    suggested,
    today,
)
from tests.database.progress import derived_anew, differences, state

DUMBBELL_BENCH = exercise("dumbbell-bench-press")
GOBLET_SQUAT = exercise("goblet-squat")
PULL_UP = exercise("weighted-pull-up")
SLED = exercise("sled-push")
# The ways to change the exercise.
WAYS = ["patch", "upsert", "rpc", "coach"]


def swap(athlete: Athlete, line_id: str, exercise_id: str, way: str = "patch", **columns: object) -> None:
    if way == "patch":
        set_by_hand(athlete, line_id, exercise_id=exercise_id, **columns)
    elif way == "rpc":
        ask(athlete, line_id, exercise_id)
    elif way == "upsert":
        # As an app that saves the whole line as it shows it.
        row = line_row(athlete, line_id) | {"exercise_id": exercise_id} | columns
        row = {name: value for name, value in row.items() if not name.endswith("_at")}
        row["progression"] = row["progression"] and json.dumps(row["progression"])
        changes = ", ".join(f"{name} = excluded.{name}" for name in row)
        athlete.write(
            f"insert into public.workout_plan_day_exercises ({', '.join(row)}) "
            f"values ({', '.join(['%s'] * len(row))}) on conflict (id) do update set {changes}",
            *(value if name != "alternatives" else list(value) for name, value in row.items()),
        )
    else:
        operation = {
            "op": "swap_exercise", "plan_exercise_id": line_id, "exercise_id": exercise_id, **columns,
        }  # fmt: skip
        athlete.value(
            "select private.run_operation(%s, %s, 'operations[0]', now())", athlete.id, json.dumps(operation)
        )


def line_row(athlete: Athlete, line_id: str) -> Document:
    row: Document = athlete.value(
        "select to_jsonb(x) from public.workout_plan_day_exercises as x where id = %s", line_id
    )
    return row


def told(athlete: Athlete, line_id: str) -> Document:
    answer: Document = athlete.value(
        "select private.explain_prescription(%s, %s, %s)", athlete.id, line_id, NOON
    )
    return answer


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("before", "after"), [(BENCH, DUMBBELL_BENCH), (SQUAT, GOBLET_SQUAT), (ASSISTED_DIP, PULL_UP)]
)
def test_the_load_of_another_exercise_is_never_asked_for(
    athlete: Athlete, before: str, after: str, way: str
) -> None:
    """100 kg on a bar, two dumbbells of 100 kg; 30 kg of help, 30 kg on the belt."""
    line_id = made_line(athlete, exercise_id=before, **LINEAR | {"current_suggested_weight_kg": 100})
    swap(athlete, line_id, after, way)
    assert suggested(athlete, line_id) is None
    why = told(athlete, line_id)
    assert (why["target"]["weight_kg"], why["reason_code"], why["rule"]) == (None, "manual", "swap")
    assert why["reason"] == "The exercise was changed: now 3 x 5."
    assert not differences(state(athlete), derived_anew(athlete))


@pytest.mark.parametrize("way", WAYS)
def test_the_load_that_training_reached_goes_as_well(athlete: Athlete, way: str) -> None:
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    swap(athlete, line_id, DUMBBELL_BENCH, way)
    assert suggested(athlete, line_id) is None
    athlete.log(did(line_id, DUMBBELL_BENCH, *[(5, 30)] * 3, day=4000))
    assert suggested(athlete, line_id) == 32.5


@pytest.mark.parametrize("way", ["patch", "upsert", "coach"])
def test_a_load_that_is_said_with_the_exercise_counts(athlete: Athlete, way: str) -> None:
    line_id = made_line(athlete, **LINEAR)
    swap(athlete, line_id, DUMBBELL_BENCH, way, current_suggested_weight_kg=22)
    assert suggested(athlete, line_id) == 22
    assert told(athlete, line_id)["reason"] == "The exercise was changed: now 3 x 5 at 22 kg."


def test_a_load_that_is_said_afterwards_is_the_users(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    swap(athlete, line_id, DUMBBELL_BENCH)
    set_by_hand(athlete, line_id, current_suggested_weight_kg=60)
    assert suggested(athlete, line_id) == 60
    assert told(athlete, line_id)["reason"] == "You set this target yourself."


@pytest.mark.parametrize(
    ("before", "reps", "after", "expected"),
    [
        (PLANK, "60s", SQUAT, "8-12"),
        (RUN, "5000m", BENCH, "8-12"),
        (RUN, "5000m", PLANK, "30s"),
        (RUN, "1200s", PLANK, "1200s"),
        (BENCH, "5,5,5+", PLANK, "30s"),
        (BENCH, "AMRAP", RUN, "300s"),
        (BENCH, "5", SLED, "40m"),
        (PLANK, "60s", RUN, "60s"),
        (BENCH, "5,5,5+", PUSH_UP, "5,5,5+"),
        (BENCH, "8-12", ASSISTED_DIP, "8-12"),
    ],
)
@pytest.mark.parametrize("way", ["patch", "upsert", "rpc"])
def test_what_is_counted_fits_the_exercise(  # noqa: PLR0913, PLR0917 - a table's columns
    athlete: Athlete, before: str, reps: str, after: str, expected: str, way: str
) -> None:
    line_id = made_line(athlete, exercise_id=before, target_reps=reps)
    swap(athlete, line_id, after, way)
    assert line_row(athlete, line_id)["target_reps"] == expected


def test_repetitions_that_are_said_with_the_exercise_count(athlete: Athlete) -> None:
    line_id = made_line(athlete, exercise_id=PLANK, target_reps="60s")
    swap(athlete, line_id, SQUAT, target_reps="5")
    assert line_row(athlete, line_id)["target_reps"] == "5"


@pytest.mark.parametrize(
    ("progression", "after", "expected"),
    [
        (
            {"scheme": "percentage_wave", "training_max_kg": 100, "round_kg": 5},
            SQUAT, {"scheme": "percentage_wave", "round_kg": 5},
        ),
        ({"scheme": "linear", "step": 2.5, "ceiling": 90}, SQUAT, {"scheme": "linear", "step": 2.5}),
        ({"scheme": "gzclp", "tier": 1}, SQUAT, {"scheme": "gzclp", "tier": 1}),
        ({"scheme": "gzclp", "tier": 1}, PLANK, {"scheme": "none"}),
        (
            [{"axis": "reps", "step": 1, "ceiling": 12}, {"axis": "load", "step": 5, "ceiling": 90}],
            SQUAT, [{"axis": "reps", "step": 1, "ceiling": 12}, {"axis": "load", "step": 5}],
        ),
        (
            [{"axis": "reps", "step": 1, "ceiling": 12}, {"axis": "sets", "step": 1, "ceiling": 5}],
            PLANK, [{"axis": "reps", "step": 1}, {"axis": "sets", "step": 1, "ceiling": 5}],
        ),
        (
            [{
                "axis": "load", "step": 5, "on_failures": "switch",
                "stages": [{"sets": 5, "reps": "3"}, {"sets": 6, "reps": "2"}],
            }],
            PLANK, {"scheme": "none"},
        ),
        (None, SQUAT, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["patch", "rpc"])
def test_the_rules_keep_nothing_of_the_exercise_they_were_made_for(
    athlete: Athlete, progression: Any, after: str, expected: Any, way: str
) -> None:
    line_id = made_line(athlete, progression=progression, current_suggested_weight_kg=80)
    swap(athlete, line_id, after, way)
    assert line_row(athlete, line_id)["progression"] == expected


def test_a_wave_starts_from_the_first_workout_with_the_new_exercise(athlete: Athlete) -> None:
    line_id = made_line(athlete, progression={"scheme": "percentage_wave"}, current_suggested_weight_kg=85)
    swap(athlete, line_id, SQUAT)
    assert suggested(athlete, line_id) is None
    athlete.log(did(line_id, SQUAT, *[(5, 100)] * 3, day=4000))
    # 90 % of 112.5 kg, of that 85 %.
    assert suggested(athlete, line_id) == 85


def test_the_first_load_follows_from_earlier_workouts_with_the_new_exercise(athlete: Athlete) -> None:
    [other] = athlete.lines_of(athlete.days_of(athlete.create_plan([{**line_of(SQUAT)}]))[0])
    athlete.log(did(other, SQUAT, (5, 100)))
    line_id = active_line(athlete, **LINEAR)
    swap(athlete, line_id, SQUAT)
    asked = today(athlete, NOON.replace(day=11))
    # 112.5 kg, five with two in reserve.
    assert (asked["exercise_id"], asked["suggested_weight_kg"]) == (SQUAT, 90)


def line_of(exercise_id: str) -> Document:
    return {"exercise_id": exercise_id, "order_in_workout": 1, "target_sets": 3, "target_reps": "5"}


def test_the_new_exercise_is_no_alternative_to_itself(athlete: Athlete) -> None:
    line_id = made_line(athlete, alternatives=[DUMBBELL_BENCH, PUSH_UP])
    swap(athlete, line_id, DUMBBELL_BENCH)
    assert line_row(athlete, line_id)["alternatives"] == [PUSH_UP]


def test_the_same_exercise_again_changes_nothing(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    before = line_row(athlete, line_id)
    for way in ("patch", "upsert", "rpc"):
        swap(athlete, line_id, BENCH, way)
        assert line_row(athlete, line_id) | {"updated_at": None} == before | {"updated_at": None}


def test_an_exercise_swapped_back_starts_anew_too(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    swap(athlete, line_id, SQUAT)
    swap(athlete, line_id, BENCH)
    assert suggested(athlete, line_id) is None


EXERCISES = [BENCH, SQUAT, DUMBBELL_BENCH, PUSH_UP, ASSISTED_DIP, PULL_UP, PLANK, RUN, SLED]


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_swap_never_carries_a_load(athlete: Athlete, data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(EXERCISES))
    reps = {PLANK: "60s", RUN: "5000m", SLED: "40m"}.get(first, "5")
    scheme = data.draw(st.sampled_from([None, {"scheme": "double"}, {"scheme": "percentage_wave"}]))
    line_id = made_line(
        athlete, exercise_id=first, target_reps=reps, progression=scheme, current_suggested_weight_kg=100
    )
    if data.draw(st.booleans()):
        own(athlete, data.draw(st.sampled_from(["barbell", "dumbbell"])), base_kg=20, plates_kg=[10, 5])
    present = first
    for _ in range(data.draw(st.integers(1, 3))):
        other = data.draw(st.sampled_from([one for one in EXERCISES if one != present]))
        swap(athlete, line_id, other, data.draw(st.sampled_from(["patch", "upsert", "rpc"])))
        present = other
        assert suggested(athlete, line_id) is None
        assert told(athlete, line_id)["target"]["weight_kg"] is None
        if data.draw(st.booleans()):
            set_by_hand(athlete, line_id, current_suggested_weight_kg=data.draw(st.sampled_from([20, 60])))


# swap_plan_exercise


def ask(athlete: Athlete, line_id: str | None, exercise_id: str | None) -> Document:
    answer: Document = athlete.value(
        "select private.swap_plan_exercise(%s, %s, %s, %s)", athlete.id, line_id, exercise_id, NOON
    )
    return answer


def test_a_swap_answers_what_the_line_asks_for_now(athlete: Athlete) -> None:
    line_id = active_line(athlete, **LINEAR)
    answer = ask(athlete, line_id, SQUAT)
    shown = today(athlete, NOON)
    assert answer == {name: shown[name] for name in answer}
    assert (answer["plan_exercise_id"], answer["exercise_id"]) == (line_id, SQUAT)
    assert (answer["target_sets"], answer["target_reps"], answer["suggested_weight_kg"]) == (3, "5", None)


def test_a_swap_that_is_repeated_is_one(athlete: Athlete) -> None:
    line_id = active_line(athlete, **LINEAR)
    first = ask(athlete, line_id, SQUAT)
    athlete.log(did(line_id, SQUAT, *[(5, 100)] * 3, day=4000))
    again = ask(athlete, line_id, SQUAT)
    assert (first["suggested_weight_kg"], again["suggested_weight_kg"]) == (None, 102.5)


def test_two_devices_swap_at_once(athlete: Athlete, database: str) -> None:
    """One step, though four asked; of two exercises one, without the load of the other."""
    line_id = active_line(athlete, **LINEAR)

    def swap_to(exercise_id: str) -> Document:
        with psycopg.connect(database, autocommit=True) as connection:
            return ask(Athlete(connection, athlete.id), line_id, exercise_id)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(swap_to, [SQUAT] * 4))
    assert [answer["exercise_id"] for answer in answers] == [SQUAT] * 4
    query = "select rule from public.prescriptions where plan_exercise_id = %s and superseded_at is null"
    assert athlete.rows(query, line_id) == [("swap",)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(swap_to, [BENCH, DUMBBELL_BENCH] * 2))
    assert {answer["suggested_weight_kg"] for answer in answers} == {None}
    assert not differences(state(athlete), derived_anew(athlete))


@pytest.mark.parametrize(("which", "field"), [("line", "p_plan_exercise_id"), ("exercise", "p_exercise_id")])
@pytest.mark.parametrize("given_id", [None, stable_id("nobody", "has it")])
def test_a_swap_names_what_it_does_not_find(
    athlete: Athlete, which: str, field: str, given_id: str | None
) -> None:
    line_id = made_line(athlete, **LINEAR)
    ids = (given_id, SQUAT) if which == "line" else (line_id, given_id)
    with pytest.raises(psycopg.Error) as refused:
        ask(athlete, *ids)
    assert refused.value.sqlstate == "PT404"
    assert json.loads(refused.value.diag.message_detail or "")["field"] == field
    assert suggested(athlete, line_id) == 60


def test_another_users_line_is_not_there(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    with pytest.raises(psycopg.Error) as refused:
        ask(sign_up(athlete.sql), line_id, SQUAT)
    assert refused.value.sqlstate == "PT404"
    assert line_row(athlete, line_id)["exercise_id"] == BENCH


def test_a_copy_of_a_plan_is_swapped_by_itself(athlete: Athlete) -> None:
    plan = athlete.create_plan([{**line_of(BENCH), **LINEAR}])
    [original] = athlete.lines_of(athlete.days_of(plan)[0])
    copy = athlete.value("select private.duplicate_plan(%s, %s, null, now())", athlete.id, plan)
    [copied] = athlete.lines_of(athlete.days_of(str(copy))[0])
    ask(athlete, copied, SQUAT)
    assert line_row(athlete, original)["exercise_id"] == BENCH
    assert suggested(athlete, original) == 60
