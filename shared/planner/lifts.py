"""The lifts that coaches build on, by slug. A catalogue without them only loses these preferences."""

# The barbell lifts that allow the heaviest loads.
BIG_LIFTS = frozenset(
    {
        "barbell-back-squat",
        "front-squat",
        "barbell-deadlift",
        "romanian-deadlift",
        "barbell-bench-press",
        "incline-barbell-bench-press",
        "overhead-press",
        "barbell-row",
    }
)
# Their relatives, for which the same reps make sense.
BARBELL_LIFTS = BIG_LIFTS | {
    "low-bar-squat",
    "box-squat",
    "pause-squat",
    "overhead-squat",
    "zercher-squat",
    "sumo-deadlift",
    "trap-bar-deadlift",
    "stiff-leg-deadlift",
    "deficit-deadlift",
    "rack-pull",
    "good-morning",
    "close-grip-bench-press",
    "decline-barbell-bench-press",
    "paused-bench-press",
    "seated-barbell-press",
    "push-press",
    "pendlay-row",
    "hip-thrust",
}
FAST_LIFTS = frozenset({"push-press", "power-clean", "power-snatch", "kettlebell-clean"})
WITH_A_BAR = BARBELL_LIFTS | {
    "landmine-press",
    "landmine-squat",
    "t-bar-row",
    "barbell-lunge",
    "thruster",
    "power-clean",
    "power-snatch",
}
# Pulls of the arms against little: none replaces a row or a pull-up.
NO_REAL_PULLS = frozenset(
    {
        "prone-back-row",
        "towel-row",
        "renegade-row",
        "upright-row",
        "dumbbell-pullover",
        "straight-arm-pulldown",
        "face-pull",
        "band-face-pull",
        "band-pull-apart",
        "y-raise",
        "scapular-pull-up",
    }
)
# First rungs of ladders: for whoever begins, or had better begin again.
FIRST_RUNGS = frozenset(
    {
        "wall-push-up",
        "knee-push-up",
        "incline-push-up",
        "chair-supported-squat",
        "box-squat-to-chair",
        "sit-to-stand",
        "bodyweight-squat",
        "hip-hinge-drill",
        "glute-bridge",
        "glute-bridge-march",
        "heel-slide",
        "short-lever-plank",
        "side-plank-knees",
        "standing-calf-raise-supported",
        "scapular-pull-up",
        "negative-pull-up",
        "wall-slide",
    }
)
# Nothing to begin with.
NOT_FIRST = frozenset(
    {"pike-push-up", "assisted-nordic-curl", "sliding-leg-curl", "negative-pull-up", "lunge", "hollow-hold"}
)
# Power, which tires fast: no work for sets near the limit.
POWER = frozenset({"kettlebell-swing", "single-arm-kettlebell-swing"})
SHRUGS = frozenset({"barbell-shrug", "dumbbell-shrug"})
# A coach's first choices.
STAPLES = frozenset(
    {
        "barbell-back-squat",
        "front-squat",
        "goblet-squat",
        "leg-press",
        "hack-squat",
        "kettlebell-goblet-squat",
        "barbell-deadlift",
        "trap-bar-deadlift",
        "romanian-deadlift",
        "dumbbell-romanian-deadlift",
        "kettlebell-romanian-deadlift",
        "single-leg-romanian-deadlift",
        "hip-thrust",
        "barbell-bench-press",
        "incline-barbell-bench-press",
        "dumbbell-bench-press",
        "incline-dumbbell-bench-press",
        "machine-chest-press",
        "dumbbell-floor-press",
        "push-up",
        "dip",
        "overhead-press",
        "dumbbell-shoulder-press",
        "machine-shoulder-press",
        "landmine-press",
        "kettlebell-press",
        "barbell-row",
        "dumbbell-row",
        "chest-supported-row",
        "seated-cable-row",
        "machine-row",
        "kettlebell-row",
        "inverted-row",
        "pull-up",
        "chin-up",
        "neutral-grip-pull-up",
        "lat-pulldown",
        "close-grip-lat-pulldown",
        "reverse-lunge",
        "walking-lunge",
        "dumbbell-reverse-lunge",
        "bulgarian-split-squat",
        "split-squat",
        "step-up",
        "dumbbell-step-up",
        "leg-curl",
        "leg-extension",
        "nordic-curl",
        "standing-calf-raise",
        "seated-calf-raise",
        "single-leg-calf-raise",
        "lateral-raise",
        "cable-lateral-raise",
        "face-pull",
        "band-pull-apart",
        "rear-delt-fly",
        "barbell-curl",
        "dumbbell-curl",
        "hammer-curl",
        "incline-dumbbell-curl",
        "triceps-pushdown",
        "skull-crusher",
        "cable-overhead-triceps-extension",
        "plank",
        "side-plank",
        "dead-bug",
        "bird-dog",
        "pallof-press",
        "band-pallof-press",
        "hanging-knee-raise",
        "hanging-leg-raise",
        "ab-wheel-rollout",
        "crunch",
        "farmers-carry",
        "suitcase-carry",
    }
)
