"""For each rule of the judge a brief, a plan that a coach would sign, and one that they wouldn't."""

from typing import Any

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, Condition, GoalType, Level, Muscle, Sex

STRENGTH, ENDURANCE, FAT_LOSS = GoalType.IMPROVE_STRENGTH, GoalType.ENDURANCE, GoalType.LOSE_WEIGHT
BEGINNER, ADVANCED = Level.BEGINNER, Level.ADVANCED
MAN = Sex.MALE
DISC = frozenset({Complaint(BodyPart.BACK, Condition.DISC)})
HOME = ("barbell", "squat-rack", "bench", "weight-plate")
# 45 minutes by the clock of the judge.
FULL = (
    "w brisk-walk 1 300s 0",
    "barbell-back-squat 3 5 180 2 linear",
    "barbell-bench-press 3 8 150",
    "dumbbell-row 3 10",
    "dumbbell-curl 3 12 60",
    "c chest-stretch 1 60s 0",
)

Days = tuple[tuple[str, ...], ...]
Tried = tuple[str, dict[str, Any], Days, Days, str]

# The rule, what the brief has besides, the days of a good plan, those of a bad one, and a word of its fault.
CASES: list[Tried] = [
    (
        "no-duplicates",
        {},
        (("dumbbell-romanian-deadlift", "single-leg-romanian-deadlift"),),
        (("dumbbell-romanian-deadlift", "romanian-deadlift"),),
        "romanian-deadlift 2 times",
    ),
    (
        "bodyweight-reps",
        {"sex": MAN, "age": 70, "fitness_level": ADVANCED},
        (("push-up 3 10-15",),),
        (("push-up 3 15",),),
        "at most 10",
    ),
    (
        "bodyweight-reps",
        {"sex": MAN, "age": 70, "fitness_level": BEGINNER},
        (("push-up 3 5-10",),),
        (("push-up 3 6-10",),),
        "at most 5",
    ),
    ("equipment-owned", {"gear": ("dumbbell",)}, (("goblet-squat",),), (("leg-press",),), "leg-press"),
    ("no-duplicates", {}, (("lunge", "push-up"),), (("lunge", "push-up", "lunge"),), "lunge 2 times"),
    (
        "compounds-first",
        {},
        (("lat-pulldown", "dumbbell-curl"),),
        (("dumbbell-curl", "lat-pulldown"),),
        "curl before",
    ),
    (
        "beginner-complexity",
        {"fitness_level": BEGINNER},
        (("goblet-squat",),),
        (("power-clean",),),
        "power-clean",
    ),
    (
        "upper-volume",
        {"days_per_week": 2},
        (("barbell-bench-press 5",), ("barbell-bench-press 5",)),
        (("barbell-bench-press 12",), ("barbell-bench-press 12",)),
        "chest 24",
    ),
    (
        "session-sets",
        {"minutes_per_session": 30},
        (("lunge 6", "push-up 6"),),
        (("lunge 7", "push-up 7"),),
        "14 sets",
    ),
    ("session-sets", {}, (("leg-press 4", "lunge 4"),), (("leg-press 5", "lunge 5"),), "10 sets of quads"),
    ("warm-up", {}, (("w brisk-walk 1 300s", "lunge"),), (("lunge", "c quad-stretch 1 30s"),), "Day"),
    ("cool-down", {}, (("lunge", "c quad-stretch 1 30s"),), (("w brisk-walk 1 300s", "lunge"),), "Day"),
    (
        "injury-respected",
        {"injured_muscles": frozenset({Muscle.FRONT_DELTS})},
        (("landmine-rotation", "chest-supported-row"),),
        (("w jumping-jack 1 60s", "dumbbell-pullover"),),
        "shoulder pain",
    ),
    ("injury-respected", {"complaints": DISC}, (("hip-thrust",),), (("barbell-row",),), "back disc"),
    (
        "older-reps",
        {"age": 70},
        (("leg-press 2 10-15 90 3",),),
        (("leg-press 2 5 180 3",),),
        "leg-press 2 x 5",
    ),
    ("older-reps", {"age": 70}, (("leg-press 2 10-15 90 2",),), (("leg-press 2 10-15 90 1",),), "1 left"),
    ("older-safe", {"age": 65}, (("step-up",),), (("box-jump",),), "box-jump"),
    (
        "older-balance",
        {"age": 65},
        (("lunge", "single-leg-balance 2 30s"),),
        (("lunge",),),
        "balance on 0 of 1 days",
    ),
    ("youth-reps", {"age": 15}, (("goblet-squat 3 8-12 90 3",),), (("goblet-squat 3 3 180 3",),), "3 x 3"),
    (
        "youth-technique",
        {"age": 15},
        (("goblet-squat 3 8-12 90 3 double | Learn the technique first",),),
        (("goblet-squat 3 8-12 90 3",),),
        "technique",
    ),
    (
        "youth-technique",
        {"age": 15},
        (("goblet-squat 3 8-12 90 3 double | Technique first",),),
        (("goblet-squat 5 8-12 90 3 double | Technique first",),),
        "goblet-squat 5",
    ),
    (
        "bodyweight-reps",
        {"sex": MAN},
        (("pull-up 3 3-6 120", "push-up 3 10-20"),),
        (("pull-up 3 8-12 120",),),
        "at most 3",
    ),
    (
        "bodyweight-reps",
        {"fitness_level": BEGINNER},
        (("negative-pull-up 3 3-5",),),
        (("chin-up 3 3-5",),),
        "not for them",
    ),
    (
        "skill-floor",
        {"fitness_level": ADVANCED},
        (("muscle-up 3 3-5",),),
        (("muscle-up 3 8-12",),),
        "muscle-up",
    ),
    (
        "no-long-heavy-sets",
        {},
        (("barbell-back-squat 3 8-12",),),
        (("barbell-deadlift 3 15-20",),),
        "barbell-deadlift",
    ),
    (
        "push-pull",
        {},
        (("push-up 4", "seated-cable-row 4"),),
        (("push-up 6", "seated-cable-row 3"),),
        "6 sets of pushing",
    ),
    ("real-pull", {}, (("push-up", "inverted-row"),), (("push-up", "dumbbell-pullover"),), "no row"),
    (
        "posterior-chain",
        {},
        (("leg-press 4", "leg-curl 2"),),
        (("leg-press 4", "dumbbell-curl 3"),),
        "0 sets for the hips",
    ),
    (
        "twice-a-week",
        {"days_per_week": 2},
        (
            ("leg-press", "romanian-deadlift", "push-up", "lat-pulldown"),
            ("lunge", "barbell-deadlift", "push-up", "barbell-row"),
        ),
        (("leg-press", "romanian-deadlift"), ("push-up", "lat-pulldown")),
        "chest on 1 days",
    ),
    (
        "lower-volume",
        {"goal_type": GoalType.MAINTAIN},
        (
            (
                "leg-press 4",
                "romanian-deadlift 3",
                "push-up 5",
                "lat-pulldown 5",
                "dumbbell-shoulder-press 2",
                "dumbbell-calf-raise 3",
                "crunch 2",
                "dumbbell-curl 2",
                "triceps-pushdown 2",
            ),
        ),
        (("leg-press 4", "romanian-deadlift 3", "lat-pulldown 5"),),
        "chest 0 of 5",
    ),
    ("fills-time", {}, (FULL,), (("w brisk-walk 1 300s", "push-up 3 8-12 90"),), "%"),
    ("fills-time", {"minutes_per_session": 45}, (FULL,), ((*FULL, "leg-curl 3 12", "face-pull 3 15"),), "%"),
    ("fewer-days-said", {}, (FULL,), (("push-up 20 8-12 90",),), "mostly push-up"),
    (
        "fewer-days-said",
        {"fitness_level": BEGINNER, "days_per_week": 6},
        (FULL, ("brisk-walk 1 1500s",), FULL, ("brisk-walk 1 1500s",), FULL, ("brisk-walk 1 1500s",)),
        (FULL, FULL, FULL, FULL, FULL, FULL),
        "6 days of lifting",
    ),
    (
        "no-thin-session",
        {},
        (("lunge", "push-up", "plank 3 45s"),),
        (("lunge", "push-up"),),
        "lunge, push-up",
    ),
    (
        "aerobic-minutes",
        {"goal_type": ENDURANCE, "days_per_week": 3, "minutes_per_session": 90},
        (("outdoor-run 1 3600s",),) * 3,
        (("outdoor-run 1 1200s", "lunge"),) * 3,
        "22% of 60%",
    ),
    (
        "aerobic-minutes",
        {"goal_type": FAT_LOSS, "days_per_week": 5},
        (("brisk-walk 1 1800s", "lunge"),) * 5,
        (("brisk-walk 1 600s", "lunge"),) * 5,
        "not a word on more",
    ),
    ("no-unbroken-hard", {"age": 62}, (("high-knees 8 30s 30",),), (("high-knees 1 3600s 0",),), "3600s"),
    (
        "no-unbroken-hard",
        {"fitness_level": BEGINNER},
        (("outdoor-run 1 1200s 0 2 none | 8 x 60 s, then 90 s easy walking",),),
        (("outdoor-run 1 1800s 0",),),
        "outdoor-run",
    ),
    (
        "intervals",
        {"goal_type": ENDURANCE, "days_per_week": 3},
        (("outdoor-run 1 2400s",), ("interval-run 4 240s 180",), ("outdoor-run 1 2400s",)),
        (("outdoor-run 1 2400s",), ("outdoor-run 1 2400s",), ("outdoor-run 1 2400s",)),
        "no intervals",
    ),
    (
        "intervals",
        {"goal_type": FAT_LOSS},
        (("interval-run 8 60s 60",),),
        (("interval-run 1 1800s 0",),),
        "interval-run",
    ),
    (
        "minutes-progress",
        {"goal_type": ENDURANCE},
        (("outdoor-run 1 1200s 0 2 none | Add 2 minutes each week",),),
        (("outdoor-run 1 1200s 0 2 none",),),
        "outdoor-run",
    ),
    (
        "main-lifts-twice",
        {"goal_type": STRENGTH, "days_per_week": 2},
        (("barbell-back-squat", "barbell-bench-press", "barbell-row", "barbell-deadlift"),) * 2,
        (("barbell-back-squat", "barbell-bench-press"), ("barbell-row", "barbell-deadlift")),
        "push on 1 of 2 days",
    ),
    (
        "known-scheme",
        {"goal_type": STRENGTH, "gear": HOME, "fitness_level": BEGINNER},
        (("barbell-back-squat 3 5 180 2 linear", "barbell-bench-press 3 5 180 2 linear"),),
        (("barbell-back-squat 3 5 180 2 double", "barbell-bench-press 3 5 180 2 double"),),
        "barbell-back-squat",
    ),
    (
        "known-scheme",
        {"goal_type": STRENGTH, "gear": HOME},
        (
            (
                "barbell-back-squat 3 5,5,5+ 180 2 percentage_wave",
                "overhead-press 3 5,5,5+ 180 2 percentage_wave",
            ),
        ),
        (("bodyweight-squat", "push-up"),),
        "main lifts with the bar: none",
    ),
    ("rest-fits", {}, (("barbell-back-squat 3 5 180",),), (("barbell-back-squat 3 5 60",),), "180-300"),
    ("rest-fits", {}, (("dumbbell-curl 3 10-15 60",),), (("dumbbell-curl 3 10-15 180",),), "45-120"),
    (
        "heaviest-first",
        {},
        (("barbell-deadlift", "push-up"),),
        (("push-up", "barbell-deadlift"),),
        "push-up before barbell-deadlift",
    ),
    (
        "heaviest-first",
        {},
        (("lunge", "brisk-walk 1 600s"),),
        (("brisk-walk 1 600s", "lunge"),),
        "aerobic work before lifts",
    ),
    (
        "holds-progress",
        {},
        (("plank 3 30s 60 2 none | Add 5 s, up to 60 s.",),),
        (("plank 3 30s 60 2 none",),),
        "plank",
    ),
    (
        "own-gear",
        {"gear": ("kettlebell", "pull-up-bar")},
        (("kettlebell-swing", "inverted-row"),),
        (("lunge", "inverted-row"),),
        "kettlebell",
    ),
    (
        "own-gear",
        {"gear": ("rowing-machine", "dumbbell"), "goal_type": ENDURANCE},
        (("rowing-machine 1 1200s", "goblet-squat"),),
        (("brisk-walk 1 1200s", "goblet-squat"),),
        "rowing-machine",
    ),
    (
        "first-load",
        {},
        (("leg-press 3 8-12 90 2 double | First session: go up until 2 or 3 are left.",),),
        (("leg-press",),),
        "leg-press",
    ),
]
