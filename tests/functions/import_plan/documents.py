"""The plans that the texts of the corpus describe, written by hand."""

from typing import Any

from tests.functions.import_plan.support import line

LB_185, LB_165, LB_95, LB_265 = 83.915, 74.843, 43.091, 120.202


def day(name: str, *exercises: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, **more, "exercises": list(exercises)}


def wave(*percents: float) -> dict[str, Any]:
    return {
        "scheme": "percentage_wave",
        "percents": list(percents),
        "training_max_percent": 100,
        "cycle_increase_kg": 0,
    }


def cycle_week(week: int, reps: str, *percents: int) -> dict[str, Any]:
    bench = percents[0]
    return day(
        "Monday",
        line("barbell-back-squat", 3, reps, progression=wave(*percents)),
        line("barbell-bench-press", 5, "5", progression=wave(*[bench] * 5)),
        day_of_week=1,
        **({"week_number": week} if week > 1 else {}),
    )


def phase(week: int, squat: str, squat_kg: int, bench_kg: int, sets: int) -> list[dict[str, Any]]:
    more = {"week_number": week} if week > 1 else {}
    return [
        day("Day 1", line("barbell-back-squat", sets, squat, kg=squat_kg), **more),
        day("Day 2", line("barbell-bench-press", sets, squat, kg=bench_kg), **more),
    ]


DOCUMENTS: dict[str, list[dict[str, Any]]] = {
    "forum_post.txt": [
        day(
            "Upper A",
            line("barbell-bench-press", 4, "5", kg=LB_185),
            line("pendlay-row", 4, "5", kg=LB_165),
            line("overhead-press", 3, "8-10", kg=LB_95),
            line("chin-up", 3, "AMRAP"),
        ),
        day(
            "Lower A",
            line("barbell-back-squat", 4, "5", kg=LB_265),
            line("romanian-deadlift", 3, "8-10", kg=LB_185),
            line("leg-curl", 3, "12"),
            line("standing-calf-raise", 4, "15"),
        ),
    ],
    "coach_mail.txt": [
        day(
            "Monday - Lower",
            line("rowing-machine", 1, "300s", section="warmup"),
            line("barbell-back-squat", 1, "5", rir=2),
            line("barbell-back-squat", 3, "5", kg=80),
            line("romanian-deadlift", 3, "8-10", kg=60, rest=120),
            line("bulgarian-split-squat", 3, "10", notes="each leg"),
            line("plank", 3, "45s"),
            day_of_week=1,
        ),
        day(
            "Thursday - Upper",
            line("barbell-bench-press", 4, "6-8", kg=50, group=1),
            line("dumbbell-row", 4, "10", rest=90, group=1, notes="per side"),
            line("lateral-raise", 3, "12-15"),
            line("face-pull", 3, "15"),
            day_of_week=4,
        ),
    ],
    "markdown_table.txt": [
        day(
            "Day 1: Push",
            line("barbell-bench-press", 4, "6-8", kg=80, rest=180, rir=2),
            line("incline-dumbbell-bench-press", 3, "8-12", kg=26, rest=120, rir=1.5),
            line("cable-fly", 3, "12-15", rest=60),
            line("triceps-pushdown", 3, "12", kg=25, rest=60, rir=1),
        ),
        day(
            "Day 2: Pull",
            line("barbell-deadlift", 3, "5", kg=140, rest=180, rir=2),
            line("lat-pulldown", 3, "8-12", kg=60, rest=90),
            line("hammer-curl", 3, "10", kg=14, rest=60),
        ),
    ],
    "spreadsheet_de.txt": [
        day(
            "Montag",
            line("barbell-bench-press", 3, "8-12", kg=62.5, rest=90),
            line("incline-barbell-bench-press", 3, "10", kg=40, rest=90, notes="langsam ablassen"),
            line("lateral-raise", 3, "15", kg=8, rest=60),
            day_of_week=1,
        ),
        day(
            "Donnerstag",
            line("barbell-back-squat", 5, "5", kg=100, rest=180),
            line("leg-curl", 3, "12", kg=35, rest=60),
            day_of_week=4,
        ),
    ],
    "export.csv": [
        day(
            "A",
            # 5 lb a session is 2.26796185 kg.
            line(
                "barbell-back-squat", 3, "5", kg=102.058, rest=180, up=2.268, progression={"scheme": "linear"}
            ),
            line("barbell-bench-press", 3, "5", kg=70.307, rest=180),
            line("barbell-row", 3, "5", kg=61.235, rest=120),
        ),
        day(
            "B",
            line("barbell-back-squat", 3, "5", kg=102.058, rest=180),
            line("overhead-press", 3, "5", kg=43.091, rest=180),
            line("barbell-deadlift", 1, "5", kg=124.738, notes="top set"),
        ),
    ],
    "trainingsplan_de.txt": [
        day(
            "Tag A",
            line("barbell-back-squat", 3, "5", kg=92.5, rest=180),
            line("barbell-bench-press", 3, "5", kg=70),
            line("barbell-row", 3, "8", kg=60),
            line("standing-calf-raise", 3, "15"),
        ),
        day(
            "Tag B",
            line("barbell-deadlift", 1, "5", kg=120),
            line("overhead-press", 3, "5", kg=40),
            line("pull-up", 3, "AMRAP"),
            line("plank", 3, "45s"),
        ),
    ],
    "rutina_es.txt": [
        day(
            "Día 1: Empuje",
            line("barbell-bench-press", 4, "6-8", kg=70, rest=180),
            line("overhead-press", 3, "8-10", kg=40),
            line("dip", 3, "AMRAP"),
            line("triceps-pushdown", 3, "12"),
        ),
        day(
            "Día 2: Tirón",
            line("barbell-deadlift", 3, "5", kg=120, rest=180),
            line("pull-up", 4, "6"),
            line("barbell-row", 4, "8-10", kg=62.5),
            line("barbell-curl", 3, "12"),
        ),
        day(
            "Día 3: Piernas",
            line("barbell-back-squat", 5, "5", kg=100, rir=2),
            line("lunge", 3, "12", notes="por pierna"),
            line("leg-press", 3, "15", kg=150),
        ),
    ],
    "five_three_one.txt": [
        cycle_week(1, "5,5,5+", 65, 75, 85),
        cycle_week(2, "3,3,3+", 70, 80, 90),
        cycle_week(3, "5,3,1+", 75, 85, 95),
    ],
    "calendar.txt": [
        day(
            "Monday",
            line("barbell-back-squat", 3, "5", kg=100),
            line("barbell-bench-press", 3, "5", kg=80),
            line("barbell-row", 3, "8"),
            day_of_week=1,
        ),
        day(
            "Wednesday",
            line("barbell-deadlift", 1, "5", kg=140),
            line("overhead-press", 3, "5", kg=45),
            line("chin-up", 3, "AMRAP"),
            day_of_week=3,
        ),
        day(
            "Friday",
            line("barbell-back-squat", 3, "5", kg=102.5),
            line("barbell-bench-press", 3, "5", kg=82.5),
            day_of_week=5,
        ),
    ],
    "week_columns.txt": [
        day("Day 1", line("barbell-back-squat", 3, "8", kg=80), line("barbell-bench-press", 3, "8", kg=60)),
        day(
            "Day 1",
            line("barbell-back-squat", 3, "6", kg=90),
            line("barbell-bench-press", 3, "6", kg=65),
            week_number=2,
        ),
        day(
            "Day 1",
            line("barbell-back-squat", 3, "4", kg=100),
            line("barbell-bench-press", 3, "4", kg=70),
            week_number=3,
        ),
    ],
    "app_share.txt": [
        day(
            "Monday, Mar 4",
            line("barbell-back-squat", 1, "10", kg=60, section="warmup"),
            line("barbell-back-squat", 2, "5", kg=100),
            line("leg-press", 2, "12,10", kg=180),
            day_of_week=1,
        ),
    ],
    "page.html": [
        day(
            "Full Body & Core",
            line("goblet-squat", 3, "10-12"),
            line("push-up", 3, "AMRAP"),
            line("plank", 3, "45s"),
            line("dumbbell-row", 3, "10"),
            line("dead-bug", 2, "8", notes="per side"),
        ),
    ],
    "weekdays.txt": [
        day(
            "Mon",
            line("barbell-back-squat", 3, "5"),
            line("barbell-bench-press", 3, "5"),
            line("barbell-row", 3, "8"),
            day_of_week=1,
        ),
        day(
            "Tue",
            line("overhead-press", 3, "5"),
            line("barbell-deadlift", 1, "5"),
            line("chin-up", 3, "AMRAP"),
            day_of_week=2,
        ),
        day(
            "Thu",
            line("barbell-back-squat", 3, "5", progression=wave(90, 90, 90)),
            line("barbell-bench-press", 3, "5"),
            line("barbell-row", 3, "8"),
            day_of_week=4,
        ),
        # The paragraph below the last day speaks of all of them, and so of none in particular.
        day("Fri", line("overhead-press", 3, "5"), line("power-clean", 5, "3"), day_of_week=5),
    ],
    "labelled_lines.txt": [
        day(
            "PUSH DAY",
            line("barbell-bench-press", 4, "8-10", rest=120),
            line("overhead-press", 3, "10", rest=90),
        ),
        day("PULL DAY", line("lat-pulldown", 4, "10-12")),
    ],
    "split_de.txt": [
        day(
            "Mo: Brust/Trizeps",
            line("barbell-bench-press", 4, "8", kg=60),
            line("triceps-pushdown", 3, "12"),
            day_of_week=1,
        ),
        day(
            "Mi: Rücken/Bizeps",
            line("pull-up", 4, "AMRAP"),
            line("seated-cable-row", 4, "10", kg=50),
            day_of_week=3,
        ),
        day(
            "Fr: Beine/Schultern",
            line("barbell-back-squat", 5, "5", kg=80),
            line("lateral-raise", 3, "15", notes="je Seite"),
            line("treadmill-run", 1, "600s", section="warmup", rest=90),
            day_of_week=5,
        ),
    ],
    "phases.txt": [
        *(made for week in range(1, 5) for made in phase(week, "5", 80, 60, 5)),
        *(made for week in range(5, 7) for made in phase(week, "3", 95, 70, 3)),
    ],
}
