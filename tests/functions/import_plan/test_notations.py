"""What people write for sets, reps and loads, and the plan that it is."""

from typing import Any

import pytest

from functions.import_plan.reading import Doubt, Unit, read
from tests.functions.import_plan.support import draft, line, lines

pytestmark = pytest.mark.quick

BENCH, SQUAT, ROW, CURL = "barbell-bench-press", "barbell-back-squat", "barbell-row", "barbell-curl"
DEADLIFT, OHP = "barbell-deadlift", "overhead-press"


def wave(*percents: float, **more: Any) -> dict[str, Any]:
    settings = {"percents": list(percents), "training_max_percent": 100, "cycle_increase_kg": 0} | more
    return {"scheme": "percentage_wave"} | {
        key: value for key, value in settings.items() if value is not None
    }


# 135 lb is 61.2349699… kg, rounded to the gram.
NOTATIONS: dict[str, list[dict[str, Any]]] = {
    # sets x reps
    "Bench press 3x8": [line(BENCH, 3, "8")],
    "Bench press: 3 x 8-12 @ 60kg": [line(BENCH, 3, "8-12", kg=60)],
    "Squats – 4×8 💪": [line(SQUAT, 4, "8")],  # noqa: RUF001
    "Squat 4*6": [line(SQUAT, 4, "6")],
    "3x8 Bench Press @ 60kg": [line(BENCH, 3, "8", kg=60)],
    "Lateral raises 3 sets of 10": [line("lateral-raise", 3, "10")],
    "3 sets of 10 squats with 60kg": [line(SQUAT, 3, "10", kg=60)],
    "Bench Press: 3 sets x 10 reps @ 60 kg, rest 90s": [line(BENCH, 3, "10", kg=60, rest=90)],
    "Bench Sets: 3 Reps: 10 Weight: 60kg": [line(BENCH, 3, "10", kg=60)],
    "Row 4 x 6-8 reps, 2 min rest": [line(ROW, 4, "6-8", rest=120)],
    "Squat 5 reps x 3 sets @ 100 kg": [line(SQUAT, 3, "5", kg=100)],
    "Bench 8-12 x 3": [line(BENCH, 3, "8-12")],
    "Squat three sets of ten": [line(SQUAT, 3, "10")],
    "1. Bench press – 3 sets – 8 reps – 60 kg": [line(BENCH, 3, "8", kg=60)],  # noqa: RUF001
    # load, reps and sets
    "Bench 100kg x 5 x 5": [line(BENCH, 5, "5", kg=100)],
    "Bench 100x5x5": [line(BENCH, 5, "5", kg=100)],
    "Bench 3x8x60kg": [line(BENCH, 3, "8", kg=60)],
    "Squat 100kg 3x5": [line(SQUAT, 3, "5", kg=100)],
    "Deadlift 5 @ 100kg": [line(DEADLIFT, 1, "5", kg=100)],
    "Bench 60kg x 8, 60kg x 8, 55kg x 10": [line(BENCH, 2, "8", kg=60), line(BENCH, 1, "10", kg=55)],
    "Squat 1x5 @ 100kg, 3x5 @ 90kg": [line(SQUAT, 1, "5", kg=100), line(SQUAT, 3, "5", kg=90)],
    "Bench 3x8 135 lbs": [line(BENCH, 3, "8", kg=61.235)],
    "Bench 3x8 (135 pounds)": [line(BENCH, 3, "8", kg=61.235)],
    "Bench 3x8 135#": [line(BENCH, 3, "8", kg=61.235)],
    "Bench 3x8 @ 60 kilos": [line(BENCH, 3, "8", kg=60)],
    "Bench 3x8 60 kg (132 lb)": [line(BENCH, 3, "8", kg=60)],
    "Dumbbell bench press 3x10 2x20kg": [line("dumbbell-bench-press", 3, "10", kg=20, notes="2 x 20 kg")],
    "Pull-up 3x8 BW+10kg": [line("weighted-pull-up", 3, "8", kg=10, notes="added to bodyweight")],
    "Pull-ups 3x8 BW": [line("pull-up", 3, "8")],
    # reps by set
    "OHP 8/8/6/6": [line(OHP, 4, "8,8,6,6")],
    "Bench 12-10-8-6": [line(BENCH, 4, "12,10,8,6")],
    "Bench 3x12,10,8": [line(BENCH, 3, "12,10,8")],
    "Squat 5,5,5+": [line(SQUAT, 3, "5,5,5+")],
    "Squat 5x5+": [line(SQUAT, 5, "5+")],
    "Bench 4 sets: 12, 10, 8, 6": [line(BENCH, 4, "12,10,8,6")],
    "Pull-ups 3xAMRAP": [line("pull-up", 3, "AMRAP")],
    "Dips 3 sets to failure": [line("dip", 3, "AMRAP")],
    "Bench 3x8 last set AMRAP": [line(BENCH, 3, "8+")],
    "Pull-ups - 3 sets of as many as possible": [line("pull-up", 3, "AMRAP")],
    "Bench 10 reps x 3": [line(BENCH, 3, "10")],
    # time and distance
    "Rowing machine 500m x 4": [line("rowing-machine", 4, "500m")],
    "Run 5k": [line("outdoor-run", 1, "5000m")],
    "Plank 3x30s": [line("plank", 3, "30s")],
    "Plank 30,30,30s": [line("plank", 1, "30s")],
    "Plank 3 x 1 min": [line("plank", 3, "60s")],
    "Plank 3x1:30": [line("plank", 3, "90s")],
    "Outdoor run 3 x 400 m": [line("outdoor-run", 3, "400m")],
    "Treadmill 20 min": [line("treadmill-run", 1, "1200s")],
    "Exercise bike 5 km": [line("stationary-bike", 1, "5000m")],
    "Running 1 mile": [line("outdoor-run", 1, "1609m")],
    "Farmer's walk 3 x 40 m, 60 s rest": [line("farmers-carry", 3, "40m", rest=60)],
    # effort, rest, tempo, steps
    "Deadlift 1x5 @RPE 8": [line(DEADLIFT, 1, "5", rir=2)],
    "Romanian Deadlift 3 x 8 – 10 @ RPE 7-8": [line("romanian-deadlift", 3, "8-10", rir=2.5)],  # noqa: RUF001
    "Squat 3x5 @8": [line(SQUAT, 3, "5", rir=2)],
    "Bench 3x8 2 RIR": [line(BENCH, 3, "8", rir=2)],
    "Bench 3x8 with 1-2 reps in reserve": [line(BENCH, 3, "8", rir=1.5)],
    "Bench 3x8 rest 90": [line(BENCH, 3, "8", rest=90)],
    "Plank 3x30s rest 60s": [line("plank", 3, "30s", rest=60)],
    "Bench 3x8 (60kg) (90s)": [line(BENCH, 3, "8", kg=60, rest=90)],
    "Bench 3x8, 2:30 rest": [line(BENCH, 3, "8", rest=150)],
    "Pause squat 3x3 (3s pause)": [line("pause-squat", 3, "3", notes="3s pause")],
    "Bench 3x8 tempo 3-0-1-0": [line(BENCH, 3, "8", notes="tempo 3-0-1-0")],
    "Squat 5x5 add 2.5kg each workout": [line(SQUAT, 5, "5", up=2.5, progression={"scheme": "linear"})],
    "Bulgarian split squats 3x10/leg": [line("bulgarian-split-squat", 3, "10", notes="per leg")],
    "Pallof press 3x12 each side": [line("pallof-press", 3, "12", notes="each side")],
    "Barbell curl 3x10, drop set on last": [line(CURL, 3, "10", notes="drop set on last")],
    # percentages
    "Squat 5/3/1": [line(SQUAT, 3, "5,5,5+", progression={"scheme": "percentage_wave"})],
    "Squat 5/3/1, TM 120kg": [
        line(SQUAT, 3, "5,5,5+", progression={"scheme": "percentage_wave", "training_max_kg": 120})
    ],
    "Squat 3x5 @ 80%": [line(SQUAT, 3, "5", progression=wave(80, 80, 80))],
    "Squat 3x5 @ 80% TM": [line(SQUAT, 3, "5", progression=wave(80, 80, 80, training_max_percent=None))],
    "Squat 3x5 @ 0.8": [line(SQUAT, 3, "5", progression=wave(80, 80, 80))],
    "Squat 3x5 @ 70/80/90%": [line(SQUAT, 3, "5", progression=wave(70, 80, 90))],
    "Squat 65%x5, 75%x5, 85%x5+": [line(SQUAT, 3, "5,5,5+", progression=wave(65, 75, 85))],
    # several in a line
    "A1. Barbell curl 3x10\nA2. Triceps pushdown 3x12": [
        line(CURL, 3, "10", group=1),
        line("triceps-pushdown", 3, "12", group=1),
    ],
    "Superset: Barbell curl 3x10 / Triceps pushdown 3x12": [
        line(CURL, 3, "10", group=1),
        line("triceps-pushdown", 3, "12", group=1),
    ],
    "B1: Leg extension 3x15, B2: Leg curl 3x15": [
        line("leg-extension", 3, "15", group=1),
        line("leg-curl", 3, "15", group=1),
    ],
    "Bench 3x10 + Barbell row 3x10": [line(BENCH, 3, "10", group=1), line(ROW, 3, "10", group=1)],
    "Bench press 5x5 80kg, barbell rows 4x10, barbell curls 3x12": [
        line(BENCH, 5, "5", kg=80),
        line(ROW, 4, "10"),
        line(CURL, 3, "12"),
    ],
    "Bench Press\n3x8 @ 60kg": [line(BENCH, 3, "8", kg=60)],
    "Squat\nSet 1: 100 kg x 5\nSet 2: 100 kg x 5\nSet 3: 100 kg x 3": [line(SQUAT, 3, "5,5,3", kg=100)],
    "Bench press 2x10 (warm-up)": [line(BENCH, 2, "10", section="warmup")],
    "Bench press 2 warm-up sets, 3x8": [line(BENCH, 3, "8", notes="2 warm-up sets")],
    # German and Spanish
    "Bankdrücken 3 Sätze à 8-12 Wdh. mit 62,5 kg": [line(BENCH, 3, "8-12", kg=62.5)],
    "Kniebeuge 3x5 @ 100 kg, Pause 3 min": [line(SQUAT, 3, "5", kg=100, rest=180)],
    "Liegestütze 3 Sätze bis zum Muskelversagen": [line("push-up", 3, "AMRAP")],
    "Rumänisches Kreuzheben 3x10, 90 Sek. Pause": [line("romanian-deadlift", 3, "10", rest=90)],
    "Press banca 4 series de 10 repeticiones, 2 min descanso": [line(BENCH, 4, "10", rest=120)],
    "Sentadilla 4x8-10 con 82,5 kg, RIR 2": [line(SQUAT, 4, "8-10", kg=82.5, rir=2)],
    "Dominadas 3 series al fallo": [line("pull-up", 3, "AMRAP")],
    "Zancadas 3x12 por pierna": [line("lunge", 3, "12", notes="por pierna")],
}


@pytest.mark.parametrize("text", NOTATIONS)
def test_a_notation_is_the_plan_it_stands_for(text: str) -> None:
    assert lines(text) == NOTATIONS[text]


DOUBTFUL = {
    "Bench 100x5x5": {Doubt.ORDER, Doubt.UNIT},
    "Bench 100kg x 5 x 3": {Doubt.ORDER},
    "Bench 3x10x15": {Doubt.ORDER_TIE, Doubt.UNIT},
    "Squat 3x5 @8": {Doubt.BARE_RPE},
    "Squat 3x5 @ 100": {Doubt.UNIT},
    "Squat 3-4x8": {Doubt.SETS_RANGE},
    "Bench 3x8, 60": {Doubt.BARE_LOAD, Doubt.UNIT},
    "Plank 3x30-45s": {Doubt.RANGE},
    "Bench 3x8 (90s)": {Doubt.BARE_REST},
    "Bench 3x8 60-65kg": {Doubt.RANGE},
    "Bench 3x8 60/65/70kg": {Doubt.OTHER_LOAD},
    "Bench 3x8 90s": {Doubt.BARE_REST},
    "Squat 12 reps": {Doubt.SINGLE_SET},
    "Bench 4x10,8": {Doubt.LIST_LENGTH},
}


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_could_mean_something_else_says_so(text: str) -> None:
    (exercise,) = read(text).exercises
    assert set(exercise.prescription.doubts) == DOUBTFUL[text]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_doubt_lowers_the_confidence_and_warns(text: str) -> None:
    made = draft(text)
    assert (made.matched[0].confidence < 0.95, len(made.warnings)) == (True, len(DOUBTFUL[text]))


def test_a_load_without_a_unit_counts_in_what_the_person_prefers() -> None:
    assert lines("Bench 3x8 @ 135", Unit.LB)[0]["current_suggested_weight_kg"] == 61.235


def test_a_load_without_a_unit_counts_in_what_the_rest_of_the_text_uses() -> None:
    assert lines("Bench 3x8 @ 135\nSquat 3x5 225 lbs")[0]["current_suggested_weight_kg"] == 61.235


UNREADABLE = (
    "Bench press",
    "Bench press 60kg",
    "Bench 3x0",
    "Front squat 3RM",
    "Bench 99 sets of 10",
    "See you on 10/12/2024!",
    "This takes about 20 min",
    "You should do 3x10 of something that you really like and that doesn't hurt you",
)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_says_no_sets_and_reps_is_not_guessed(text: str) -> None:
    assert read(text).exercises == ()
