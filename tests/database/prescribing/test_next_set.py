"""The next set from what was just done: which load, how many, and why."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    CURL,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    SPLIT_SQUAT,
    SQUAT,
    Athlete,
    Document,
    exercise,
    line,
)
from tests.database.gear import POUND, kilos, own, pounds, prefer, rest
from tests.database.lines import LATER
from tests.database.prescribing.running import FIVES, RANGE, Done, Running

PULL_UP = exercise("pull-up")
NEW: Document = {"target_reps": "5", "on_success_weight_increase_kg": 2.5, "target_rir": 2}
WAVE: Document = {"progression": {"scheme": "percentage_wave", "training_max_kg": 100}}
TIER_3: Document = {
    "target_reps": "15,15,15+",
    "current_suggested_weight_kg": 40,
    "progression": {"scheme": "gzclp", "tier": 3},
}
SUM: Document = RANGE | {"progression": {"scheme": "sum_of_reps", "total": 30}}
HELPED: Document = {
    "exercise_id": ASSISTED_DIP,
    "target_reps": "8",
    "current_suggested_weight_kg": 20,
    "progression": {"scheme": "linear"},
}
UPS: Document = {"exercise_id": PUSH_UP, "target_reps": "8-12", "progression": {"scheme": "double"}}
RIR = {"target_rir": 2}

ROOT = Path(__file__).resolve().parents[3]
# After the gear was told.
SOON = NOON + timedelta(days=LATER)

# What the plan says, what was done, then why, which set of how many, repetitions, load, what can be expected.
CASES: list[tuple[str, Document, list[Done], tuple[Any, ...]]] = [
    ("nothing yet", FIVES, [], ("planned", "1/3", "5", 60, 5)),
    ("as planned", FIVES, [(5, 60, None)], ("planned", "2/3", "5", 60, 5)),
    ("as planned, with an RPE", FIVES | RIR, [(5, 60, 8)], ("planned", "2/3", "5", 60, 5)),
    ("all done", FIVES, [(5, 60, None)] * 3, ("done",)),
    ("more than planned", FIVES, [(5, 60, None)] * 4, ("done",)),
    # A bad day: two short, or two RPE above the plan.
    ("two short", FIVES, [(3, 60, None)], ("bad_day", "2/2", "5", 52.5, 5)),
    ("one short", FIVES, [(4, 60, None)], ("fatigue", "2/3", "5", 60, 3)),
    ("a single that failed", FIVES | {"target_reps": "1"}, [(0, 60, None)], ("bad_day", "2/2", "1", 52.5, 1)),
    ("two RPE above", FIVES | RIR, [(5, 60, 10)], ("bad_day", "2/2", "5", 55, 5)),
    ("one RPE above", FIVES | RIR, [(5, 60, 9)], ("planned", "2/3", "5", 60, 5)),
    ("RPE 10 where no effort is planned", FIVES, [(5, 60, 10)], ("fatigue", "2/3", "5", 60, 4)),
    ("of four a set less", FIVES | {"target_sets": 4}, [(3, 60, None)], ("bad_day", "2/3", "5", 52.5, 5)),
    ("of two none less", FIVES | {"target_sets": 2}, [(3, 60, None)], ("bad_day", "2/2", "5", 52.5, 5)),
    ("of one none more", FIVES | {"target_sets": 1}, [(3, 60, None)], ("done",)),
    ("a bad day gone through", FIVES, [(3, 60, None), (5, 52.5, None)], ("done",)),
    ("a bad day that wasn't", FIVES, [(3, 60, None), (5, 60, None)], ("planned", "3/3", "5", 60, 5)),
    ("later than the first it is fatigue", FIVES, [(5, 60, None), (3, 60, None)],
     ("fatigue", "3/3", "5", 60, 2)),
    ("two below the range", RANGE, [(6, 60, None)], ("bad_day", "2/2", "8-12", 52.5, 8)),
    ("one below the range", RANGE, [(7, 60, None)], ("fatigue", "2/3", "8-12", 60, 6)),
    ("push-ups have nothing to take off", UPS, [(5, None, None)], ("bad_day", "2/2", "8-12", None, 4)),
    ("push-ups that were done", UPS | RIR, [(8, None, 10)], ("bad_day", "2/3", "8-12", None, 7)),
    ("more help", HELPED, [(5, 20, None)], ("bad_day", "2/2", "8", 22.5, 8)),
    ("an empty bar is as light as it gets", FIVES | {"current_suggested_weight_kg": 20}
     | {"progression": {"scheme": "linear"}}, [(3, 20, None)], ("bad_day", "2/2", "5", 20, 2)),
    # Fatigue: about one repetition a set near the limit.
    ("in the range, falling", RANGE, [(10, 60, None), (9, 60, None)], ("planned", "3/3", "8-12", 60, 8)),
    ("in the range, the same again", RANGE, [(10, 60, None)], ("planned", "2/3", "8-12", 60, 10)),
    ("above the range, to its end", RANGE, [(15, 60, None)], ("planned", "2/3", "8-12", 60, 12)),
    ("at the limit", RANGE | RIR, [(8, 60, 9.5)], ("fatigue", "2/3", "8-12", 60, 7)),
    ("to the limit within the range", RANGE | RIR, [(10, 60, 10)], ("planned", "2/3", "8-12", 60, 9)),
    ("one left", RANGE | RIR, [(8, 60, 9)], ("planned", "2/3", "8-12", 60, 8)),
    # Much too easy: three more left than planned.
    ("the load stays", FIVES | RIR, [(5, 60, 5)], ("easy", "2/3", "5", 60, 5)),
    ("two more left are no error worth a word", FIVES | RIR, [(5, 60, 6)], ("planned", "2/3", "5", 60, 5)),
    ("more within the range", RANGE | RIR, [(8, 60, 5)], ("more_reps", "2/3", "8-12", 60, 11)),
    ("half repetitions are none", RANGE | {"target_rir": 1.5}, [(8, 60, 5)],
     ("more_reps", "2/3", "8-12", 60, 11)),
    ("to the end of the range", RANGE | RIR, [(11, 60, 4)], ("more_reps", "2/3", "8-12", 60, 12)),
    ("at the end of the range", RANGE | RIR, [(12, 60, 5)], ("easy", "2/3", "8-12", 60, 12)),
    # Another load than planned.
    ("a bit lighter", FIVES, [(5, 57.5, None)], ("lighter", "2/3", "5", 57.5, 5)),
    ("a bit lighter, as hard as planned", FIVES | RIR, [(5, 57.5, 8)], ("lighter", "2/3", "5", 57.5, 5)),
    ("a bit lighter, and easy", FIVES | RIR, [(5, 57.5, 7)], ("planned", "2/3", "5", 60, 5)),
    ("twice much lighter", FIVES, [(5, 40, None)] * 2, ("lighter", "3/3", "5", 40, 5)),
    ("ramp-up", FIVES, [(5, 40, None), (5, 50, None)], ("planned", "1/3", "5", 60, 5)),
    ("ramped up", FIVES, [(5, 40, None), (5, 50, None), (5, 60, None)], ("planned", "2/3", "5", 60, 5)),
    ("heavier", FIVES, [(5, 65, None)], ("heavier", "2/3", "5", 60, 5)),
    ("heavier, with enough left", FIVES | RIR, [(5, 65, 8)], ("heavier", "2/3", "5", 65, 5)),
    ("heavier, too hard", FIVES | RIR, [(5, 65, 9.5)], ("heavier", "2/3", "5", 60, 6 - 1)),
    ("far heavier isn't one of them", FIVES, [(1, 90, None)], ("planned", "1/3", "5", 60, 5)),
    ("a heavy single is worth one of them", FIVES, [(1, 70, None)], ("heavier", "2/3", "5", 60, 5)),
    ("down from a far heavier one", FIVES, [(1, 90, None), (5, 40, None)], ("lighter", "2/3", "5", 40, 5)),
    ("less help", HELPED, [(8, 15, None)], ("heavier", "2/3", "8", 20, 8)),
    ("more help than planned", HELPED, [(8, 21, None)], ("lighter", "2/3", "8", 21, 8)),
    # A first load.
    ("found", NEW, [(5, 40, 8)], ("planned", "2/3", "5", 40, 5)),
    ("no word about effort", NEW, [(5, 40, None)], ("planned", "2/3", "5", 40, 5)),
    ("four left", NEW, [(5, 60, 6)], ("finding_load", "1/3", "5", 62.5, 5)),
    ("six left", NEW, [(5, 60, 4)], ("finding_load", "1/3", "5", 65, 5)),
    ("six left, with the legs", NEW | {"exercise_id": SQUAT}, [(5, 60, 4)],
     ("finding_load", "1/3", "5", 67.5, 5)),
    ("one left, about as planned", NEW, [(5, 60, 9)], ("planned", "2/3", "5", 60, 5)),
    ("none left", NEW, [(5, 60, 10)], ("finding_load", "1/3", "5", 52.5, 5)),
    ("three short", NEW, [(2, 60, None)], ("finding_load", "1/3", "5", 47.5, 5)),
    ("to the limit within a range", NEW | {"target_reps": "8-12"}, [(12, 60, 10)],
     ("planned", "2/3", "8-12", 60, 11)),
    ("three tries", NEW, [(5, 40, 4), (5, 42.5, 4), (5, 45, 4), (5, 47.5, 4)], ("easy", "2/3", "5", 47.5, 5)),
    ("on a belt nothing is estimated", NEW | {"exercise_id": PULL_UP}, [(5, 10, 4)],
     ("easy", "2/3", "5", 10, 5)),
    # Loads by set.
    ("the first week's first", WAVE, [], ("planned", "1/3", "5", 65, 5)),
    ("its second", WAVE, [(5, 65, 6)], ("planned", "2/3", "5", 75, 5)),
    ("its second, from a hard first", WAVE, [(5, 65, 9)], ("fatigue", "2/3", "5", 75, 1)),
    ("its last, open upwards", WAVE, [(5, 65, 6), (5, 75, 6.5)], ("amrap", "3/3", "5+", 85, 5)),
    ("a set more at the first load", WAVE, [(5, 65, None), (5, 65, None)], ("planned", "2/3", "5", 75, 5)),
    ("a bad day of a wave", WAVE, [(2, 65, None)], ("bad_day", "2/2", "5", 57.5, 4)),
    # As many as possible: one left.
    ("the extra of GZCLP", TIER_3, [(15, 40, None)] * 2, ("amrap", "3/3", "15+", 40, 15)),
    ("with an RPE", TIER_3, [(15, 40, None), (15, 40, 6)], ("amrap", "3/3", "15+", 40, 18)),
    ("not before the last", TIER_3, [(15, 40, 6)], ("planned", "2/3", "15", 40, 15)),
    ("AMRAP", UPS | {"target_reps": "AMRAP"}, [(20, None, 8)], ("amrap", "2/3", "AMRAP", None, 20)),
    # All sets together.
    ("its share", SUM, [], ("planned", "1/3", "10-12", 60, 10)),
    ("less is left", SUM, [(12, 60, None)], ("planned", "2/3", "9-12", 60, 12)),
    ("more is left", SUM, [(9, 60, None)], ("planned", "2/3", "11-12", 60, 11)),
    ("not on a bad day", SUM, [(6, 60, None)], ("bad_day", "2/2", "8-12", 52.5, 8)),
    # Who stopped where the set ends was not stopped.
    ("more than planned, then as planned", FIVES, [(8, 60, None), (5, 60, None)],
     ("planned", "3/3", "5", 60, 5)),
    ("beyond the range, then its end", RANGE, [(20, 60, None), (12, 60, None)],
     ("planned", "3/3", "8-12", 60, 12)),
    # The first load of what can't be estimated: less until it can be done, and that isn't the day.
    ("too much on a belt", NEW | {"exercise_id": PULL_UP}, [(3, 10, 10)], ("finding_load", "1/3", "5", 9, 5)),
    ("too little help", NEW | {"exercise_id": ASSISTED_DIP, "target_reps": "8"}, [(6, 40, 8)],
     ("finding_load", "1/3", "8", 45, 8)),
    ("a hard third set", NEW, [(5, 60, 8), (5, 60, 9), (5, 60, 10)], ("done",)),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "done", "told"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_next_set(athlete: Athlete, spec: Document, done: list[Done], told: tuple[Any, ...]) -> None:
    running = Running(athlete, line(**spec))
    for reps, load, rpe in done:
        running.does(reps, load, rpe)
    assert running.hint() == told


@pytest.mark.parametrize(
    ("spec", "amounts", "key", "told"),
    [
        ({"exercise_id": PLANK, "target_reps": "60s"}, [], "target_seconds", ("planned", 60, 60)),
        ({"exercise_id": PLANK, "target_reps": "60s"}, [60], "target_seconds", ("planned", 60, 60)),
        ({"exercise_id": PLANK, "target_reps": "60s"}, [45], "target_seconds", ("fatigue", 60, 45)),
        ({"exercise_id": RUN, "target_reps": "400m"}, [400], "target_distance_m", ("planned", 400, 400)),
        ({"exercise_id": RUN, "target_reps": "400m"}, [100], "target_distance_m", ("fatigue", 400, 100)),
    ],
)
def test_seconds_and_metres_have_no_bad_day(
    athlete: Athlete, spec: Document, amounts: list[int], key: str, told: tuple[str, int, int]
) -> None:
    running = Running(athlete, line(**spec))
    for amount in amounts:
        column = "duration_seconds" if key == "target_seconds" else "distance_m"
        running.does(None, None, 10, **{column: amount})
    answer = running.asks()
    assert (answer["reason_code"], answer[key], answer["expected"]) == told
    assert answer["target_reps"] is None
    assert answer["set_number"] == len(amounts) + 1


REASONS: list[tuple[Document, list[Done], str]] = [
    (FIVES, [], "First time: start with a load you can lift with good form."),
    (FIVES, [(5, 60, None)], "As planned: set 2 of 3."),
    (FIVES, [(3, 60, None)],
     "The first set was well short of your plan. Not your day: go on with 52.5 kg, and a set less."),
    (FIVES | RIR | {"target_sets": 2}, [(5, 60, 10)],
     "The first set was much harder than planned. Not your day: go on with 55 kg. The target stays."),
    (UPS, [(5, None, None)],
     "The first set was well short of your plan. Not your day: do about 4 repetitions, and a set less."),
    (FIVES, [(4, 60, None)], "By your last set about 3 repetitions can be expected of this one."),
    (FIVES | RIR, [(5, 60, 5)],
     "You had 5 left. Keep the load today: it gets harder from one workout to the next."),
    (RANGE | RIR, [(8, 60, 5)], "You had 5 left: keep the load and aim for 11 repetitions."),
    (FIVES, [(5, 57.5, None)], "Lighter than planned: stay with 57.5 kg. The target stays."),
    (FIVES, [(5, 65, None)], "Heavier than planned: back to 60 kg."),
    (FIVES | RIR, [(5, 65, 8)], "Heavier than planned, and it went well: stay with 65 kg."),
    (NEW, [(5, 60, 4)], "You had 6 left: find your load with 65 kg."),
    (NEW, [(5, 60, 10)], "Too heavy to begin with: find your load with 52.5 kg."),
    (TIER_3, [(15, 40, None)] * 2,
     ("As many as you can with good form, at least 15. Stop when you could do one more. "
     "With 25 the load goes up.")),
    (UPS | {"target_reps": "AMRAP"}, [(20, None, 8)],
     "As many as you can with good form. Stop when you could do one more."),
    (SUM, [(12, 60, None)], "As planned: 18 repetitions to go."),
    (SUM, [(12, 60, None), (20, 60, None)], "The total is reached: one set more, as planned."),
    ({"exercise_id": PLANK, "target_reps": "60s"}, [(45, None, None)],
     "You stopped at 45 s: about as much can be expected of this one."),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "done", "reason"), REASONS)
def test_it_says_why(athlete: Athlete, spec: Document, done: list[Done], reason: str) -> None:
    running = Running(athlete, line(**spec))
    for reps, load, rpe in done:
        if spec.get("exercise_id") == PLANK:
            running.does(None, load, rpe, duration_seconds=reps)
        else:
            running.does(reps, load, rpe)
    assert running.asks()["reason"] == reason


def test_in_pounds_it_says_pounds(athlete: Athlete) -> None:
    athlete.write("update public.profiles set preferred_unit = 'imperial' where id = %s", athlete.id)
    [load] = pounds(185)
    running = Running(athlete, line(**FIVES | {"current_suggested_weight_kg": float(load)}), at=SOON)
    running.does(3, float(load))
    told = running.asks()
    assert round(told["weight_kg"] / float(POUND), 1) == 165
    assert "go on with 165 lb" in told["reason"]


@pytest.mark.parametrize(
    ("gear", "load", "eased"),
    [
        ({"bars_kg": kilos(20), "plates_kg": kilos(20, 10, 5, 1.25)}, 60, 52.5),
        ({"bars_kg": kilos(20), "plates_kg": kilos(20)}, 60, 60),  # 20 kg would be a third of it
    ],
)
def test_a_lighter_load_can_be_built_and_isn_t_far(
    athlete: Athlete, gear: Document, load: float, eased: float
) -> None:
    prefer(athlete, **gear)
    running = Running(athlete, line(**FIVES | {"current_suggested_weight_kg": load}), at=SOON)
    running.does(3, load)
    told = running.asks()
    assert told["reason_code"] == "bad_day"
    assert told["weight_kg"] == eased


def test_dumbbells_are_those_there_are(athlete: Athlete) -> None:
    prefer(athlete, dumbbells_kg=kilos(10, 14, 15, 16, 20))
    curl = exercise("dumbbell-curl")
    running = Running(
        athlete, line(curl, target_reps="8", target_rir=2, on_success_weight_increase_kg=2), at=SOON
    )
    running.does(8, 14, 4)
    assert running.asks()["weight_kg"] == 15
    running.does(8, 15, 10)
    assert running.asks()["weight_kg"] == 10


@pytest.mark.parametrize("kind", ["warmup", "drop"])
def test_warm_up_and_drop_sets_change_nothing(athlete: Athlete, kind: str) -> None:
    running = Running(athlete)
    running.does(10, 20, 10, set_type=kind)
    assert running.hint() == ("planned", "1/3", "5", 60, 5)
    running.does(5, 60)
    running.does(3, 30, 10, set_type=kind)
    assert running.hint() == ("planned", "2/3", "5", 60, 5)


def test_left_and_right_are_one_set(athlete: Athlete) -> None:
    spec = {"target_reps": "10", "current_suggested_weight_kg": 12, "on_success_weight_increase_kg": 2}
    running = Running(athlete, line(SPLIT_SQUAT, **spec))
    told = []
    for side in ("left", "right", "left", "right", "left"):
        running.does(10, 12, side=side)
        answer = running.asks()
        told.append((answer["set_number"], answer["side"], answer["reason_code"], answer["weight_kg"]))
    assert told == [
        (1, "right", "other_side", 12),
        (2, "left", "planned", 12),
        (2, "right", "other_side", 12),
        (3, "left", "planned", 12),
        (3, "right", "other_side", 12),
    ]
    running.does(10, 12, side="right")
    assert running.asks()["is_done"]


def test_the_other_side_takes_the_load_of_the_first(athlete: Athlete) -> None:
    """And the weaker side decides about the next set."""
    spec = {"target_reps": "10", "current_suggested_weight_kg": 12, "on_success_weight_increase_kg": 2}
    running = Running(athlete, line(SPLIT_SQUAT, **spec))
    running.does(9, 14, side="right")
    told = running.asks()
    assert (told["side"], told["weight_kg"], told["expected"]) == ("left", 14, 9)
    assert told["reason"] == "The other side: the same again."
    running.does(6, 12, side="left")
    assert running.asks()["reason_code"] == "bad_day"


@pytest.mark.parametrize(
    ("easing", "told"),
    [
        ({"sleep": 2, "soreness": 4, "energy": 4, "mood": 2}, ("planned", "2/3", "5", 60, 5)),
        ({"sleep": 1, "soreness": 5, "energy": 1, "mood": 1}, ("planned", "2/3", "5", 52.5, 5)),
    ],
)
def test_after_a_bad_night_nothing_is_pushed(
    athlete: Athlete, easing: Document, told: tuple[Any, ...]
) -> None:
    athlete.check_in(NOON - timedelta(hours=1), **easing)
    running = Running(athlete, line(**FIVES | RIR))
    running.does(5, told[3], 4)
    assert running.hint() == told


def test_a_search_has_time_to_rest(athlete: Athlete) -> None:
    running = Running(athlete, line(**NEW | {"target_rest_seconds": 60}))
    running.does(5, 60, 5)
    assert (running.asks()["reason_code"], running.asks()["rest_seconds"]) == ("finding_load", 120)
    running.does(5, 62.5, 8)
    assert (running.asks()["reason_code"], running.asks()["rest_seconds"]) == ("planned", 60)


def test_a_guess_is_tried_and_then_looked_for(athlete: Athlete) -> None:
    athlete.write(
        "update public.profiles set sex = 'male', date_of_birth = '2000-01-01' where id = %s", athlete.id
    )
    athlete.weigh(80)
    running = Running(athlete, line(exercise("leg-press"), target_reps="12", target_rir=2))
    told = running.asks()
    assert (told["weight_kg"], told["is_guess"], told["reason_code"]) == (60, True, "planned")
    assert told["reason"].startswith("A guess from your weight and age: 60 kg.")
    assert [(one["weight_kg"], one["reps"]) for one in told["ramp_up"]] == [(30, 8), (45, 5)]
    running.does(8, 30, set_type="warmup")
    running.does(5, 45, set_type="warmup")
    running.does(12, 60, 4)
    told = running.asks()
    assert (told["weight_kg"], told["is_guess"], told["reason_code"]) == (67.5, False, "finding_load")
    running.does(12, 67.5, 6)
    running.does(12, 70, 8)
    assert running.hint() == ("planned", "2/3", "12", 70, 12)
    for _ in range(2):
        running.does(12, 70, 8)
    [step] = athlete.finish(running.id, NOON + timedelta(hours=1))["progression"]
    assert (step["old_target"]["weight_kg"], step["outcome"]) == (70, "success")


def test_without_a_guess_a_search_begins_with_the_empty_bar(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=15, plates_kg=[5.0, 2.5])
    running = Running(athlete, line(**NEW), at=SOON)
    told = running.asks()
    assert (told["weight_kg"], told["is_guess"]) == (15, False)
    running.does(5, 40, 8)
    assert running.hint() == ("planned", "2/3", "5", 40, 5)


def test_a_first_load_isn_t_raised_after_a_bad_night(athlete: Athlete) -> None:
    athlete.check_in(NOON - timedelta(hours=1), sleep=2, soreness=4, energy=4, mood=2)
    running = Running(athlete, line(**NEW))
    running.does(5, 60, 4)
    assert running.hint() == ("planned", "2/3", "5", 60, 5)


def test_in_a_light_week_sets_and_load_are_those_of_the_week(athlete: Athlete) -> None:
    rest(athlete, NOON.date(), load_percent=80, sets_percent=50)
    running = Running(athlete, line(**TIER_3 | {"target_sets": 4, "target_reps": "8+"}))
    assert running.hint() == ("planned", "1/2", "8", 30, 8)
    running.does(8, 30, 3)
    # Not as many as possible, and no more than planned.
    assert running.hint() == ("planned", "2/2", "8", 30, 8)


def test_after_a_break_it_begins_lower(athlete: Athlete) -> None:
    first = Running(athlete)
    for _ in range(3):
        first.does()
    athlete.finish(first.id, NOON + timedelta(hours=1))
    back = NOON + timedelta(days=21)
    session = athlete.start(back, first.day)
    first.id, first.at = session, back
    assert first.hint() == ("planned", "1/3", "5", 55, 5)
    assert first.asks()["inputs"]["target_reason_code"] == "after_break"


def test_of_a_stack_the_next_pin(athlete: Athlete) -> None:
    own(athlete, "cable-machine", base_kg=5, step_kg=5, max_kg=100)
    row = exercise("seated-cable-row")
    running = Running(
        athlete, line(row, target_reps="10", current_suggested_weight_kg=50, target_rir=2), at=SOON
    )
    running.does(10, 50, 10)
    assert running.hint()[3] == 45


def test_the_evidence_is_told(athlete: Athlete) -> None:
    running = Running(athlete, line(CURL, **FIVES | RIR))
    running.does(3, 60, 10)
    assert running.asks()["inputs"] == {
        "done": 3,
        "done_kg": 60,
        "rpe": 10,
        "less_percent": 10,
        "first_set": 3,
        "planned_kg": 60,
        "planned_sets": 3,
        "target_reason_code": "first_time",
    }


def test_the_page_has_every_reason() -> None:
    page = (ROOT / "docs/progression.md").read_text().partition("## The next set")[2].partition("\n## ")[0]
    written = set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))
    told = {case[3][0] for case in CASES} | {"other_side", "repeat"}
    assert written - {"reason_code"} == told
