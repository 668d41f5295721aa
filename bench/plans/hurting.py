"""What to leave out where it hurts: usual physiotherapy, by complaint and by the muscle that a client names.

The lists follow the published advice for each complaint: load overhead and behind the body for an impinged
shoulder, loaded flexion and unsupported bending for a disc, landings and deep bends for a knee, and so on.
"""

from collections.abc import Mapping

from bench.plans.names import JUMPS, RUNS
from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, Condition, Muscle

_OVERHEAD = (
    "*overhead*", "*shoulder-press", "arnold-press", "push-press", "*thruster", "kettlebell-press",
    "*clean-and-press",
    "single-arm-dumbbell-press", "seated-barbell-press", "pike-push-up", "handstand-*", "wall-handstand-hold",
    "turkish-get-up", "*snatch*",
)  # fmt: skip
_SHOULDER = (
    *_OVERHEAD, "*upright-row", "dip", "*-dip", "*pullover", "muscle-up", "medicine-ball-slam",
)  # fmt: skip
_PRESSES = ("*press*", "*push-up*", "dip", "*-dip", "*fly")
_CHEST_FLIES = ("dumbbell-fly", "incline-dumbbell-fly", "cable-fly", "pec-deck-fly")
_PULLS = ("*row", "*pull-up", "chin-up", "*pulldown", "*pullover", "muscle-up", "renegade-row", "*hang")
_BENT_ROWS = ("barbell-row", "pendlay-row", "bent-over-*", "t-bar-row", "renegade-row")
_FLOOR_PULLS = (
    "*deadlift", "rack-pull", "power-*", "kettlebell-clean*", "*good-morning", "*kettlebell-swing",
)  # fmt: skip
_SIT_UPS = ("*sit-up", "*crunch", "v-up", "toes-to-bar", "leg-raise", "hanging-leg-raise")
_TWISTS = ("russian-twist", "*twist", "*woodchop", "landmine-rotation", "bicycle-crunch")
_BAR_SQUATS = (
    "barbell-back-squat", "front-squat", "low-bar-squat", "pause-squat", "box-squat", "zercher-squat",
    "overhead-squat",
    "kettlebell-front-squat", "smith-machine-squat",
)  # fmt: skip
# Hinges that are light or begin from standing aren't among those to leave with a disc.
_LIGHT_HINGES = ("romanian-deadlift", "*-romanian-deadlift")
_DISC = (*_BENT_ROWS, *_FLOOR_PULLS, *_SIT_UPS, *_TWISTS, *_BAR_SQUATS, *JUMPS)
_DEEP_KNEE = ("pistol-squat", "sissy-squat", "cossack-squat", "deep-squat-hold", "jumping-lunge")
_KNEE = (*JUMPS, *_DEEP_KNEE, "leg-extension")
_ONE_LEG = (
    "*lunge",
    "*split-squat",
    "*step-up",
    "single-leg-*",
    "cossack-squat",
    "sumo-deadlift",
    "pistol-squat",
)
_IMPACT = (*JUMPS, *RUNS)

LEAVE_OUT: Mapping[tuple[BodyPart, Condition], tuple[str, ...]] = {
    (BodyPart.SHOULDER, Condition.PAIN): _SHOULDER,
    (BodyPart.SHOULDER, Condition.IMPINGEMENT): _SHOULDER,
    (BodyPart.SHOULDER, Condition.CUFF_SURGERY): (
        *_SHOULDER, *_PRESSES, *_PULLS, "barbell-back-squat", "low-bar-squat", "*carry",
    ),
    (BodyPart.SHOULDER, Condition.AC_JOINT): ("dip", "*-dip", *_CHEST_FLIES, "barbell-bench-press"),
    (BodyPart.SHOULDER, Condition.INSTABILITY): (
        "dip", "*-dip", *_CHEST_FLIES, "*hang", "muscle-up", *_OVERHEAD,
    ),
    (BodyPart.ELBOW, Condition.PAIN): ("barbell-curl", "chin-up", "*skull-crusher"),
    (BodyPart.ELBOW, Condition.TENDINOPATHY): ("barbell-curl", "reverse-curl", "chin-up", "*skull-crusher"),
    (BodyPart.WRIST, Condition.PAIN): (
        "front-squat", "power-clean", "push-up", "diamond-push-up", "burpee", "handstand-*",
        "wall-handstand-hold",
    ),
    (BodyPart.NECK, Condition.PAIN): ("*-shrug", "*sit-up", "neck-flexion"),
    (BodyPart.BACK, Condition.PAIN): _DISC,
    (BodyPart.BACK, Condition.DISC): _DISC,
    (BodyPart.BACK, Condition.EXTENSION_PAIN): (
        "superman", "*kettlebell-swing", "cobra-stretch", "overhead-press",
    ),
    (BodyPart.PELVIS, Condition.SACROILIAC): _ONE_LEG,
    (BodyPart.HIP, Condition.PAIN): ("pistol-squat", "high-knees*", "deep-squat-hold"),
    (BodyPart.HIP, Condition.HIP_IMPINGEMENT): (
        "pistol-squat", "high-knees*", "deep-squat-hold", "cossack-squat",
    ),
    (BodyPart.KNEE, Condition.PAIN): _KNEE,
    (BodyPart.KNEE, Condition.FRONT_KNEE): _KNEE,
    (BodyPart.KNEE, Condition.MENISCUS): (*JUMPS, *_DEEP_KNEE, "curtsy-lunge"),
    (BodyPart.KNEE, Condition.ACL_GRAFT): (
        *JUMPS, "interval-run", "*sprint*", "leg-extension", "pistol-squat",
    ),
    (BodyPart.ANKLE, Condition.PAIN): _IMPACT,
    (BodyPart.ANKLE, Condition.SPRAIN): _IMPACT,
    (BodyPart.ANKLE, Condition.ACHILLES): (*JUMPS, "interval-run", "*sprint*"),
    (BodyPart.ABDOMEN, Condition.HERNIA): (*_BAR_SQUATS, "*deadlift", "*sit-up", "v-up"),
    (BodyPart.PELVIS, Condition.PELVIC_FLOOR): (*_IMPACT, "*crunch", "*sit-up", "v-up", "plank", "leg-raise"),
    (BodyPart.BODY, Condition.PREGNANCY): ("burpee", "box-jump", "jump-squat", "jumping-lunge"),
    (BodyPart.BODY, Condition.LATE_PREGNANCY): (
        *JUMPS, "*sit-up", "*crunch", "v-up", "superman", "prone-*", "barbell-bench-press",
        "dumbbell-bench-press",
    ),
    (BodyPart.BODY, Condition.HIGH_BLOOD_PRESSURE): (
        "downward-dog", "handstand-*", "wall-handstand-hold", "decline-*",
    ),
    (BodyPart.BODY, Condition.OSTEOPOROSIS): (*_SIT_UPS, *_TWISTS),
    (BodyPart.BODY, Condition.HYPERMOBILITY): ("dead-hang",),
    (BodyPart.BODY, Condition.OBESITY): _IMPACT,
    (BodyPart.BODY, Condition.EPILEPSY): (
        "*bench-press", "*skull-crusher", "overhead-press", "*barbell-press",
    ),
}  # fmt: skip

# What a client means who names a muscle.
JOINT_OF: Mapping[Muscle, Complaint] = {
    Muscle.FRONT_DELTS: Complaint(BodyPart.SHOULDER),
    Muscle.SIDE_DELTS: Complaint(BodyPart.SHOULDER),
    Muscle.REAR_DELTS: Complaint(BodyPart.SHOULDER),
    Muscle.LOWER_BACK: Complaint(BodyPart.BACK),
    Muscle.QUADS: Complaint(BodyPart.KNEE),
    Muscle.CALVES: Complaint(BodyPart.ANKLE),
    Muscle.NECK: Complaint(BodyPart.NECK),
}
# Left in although a pattern above fits.
LEFT_IN: Mapping[tuple[BodyPart, Condition], tuple[str, ...]] = {
    (BodyPart.BACK, Condition.PAIN): _LIGHT_HINGES,
    (BodyPart.BACK, Condition.DISC): _LIGHT_HINGES,
    (BodyPart.ABDOMEN, Condition.HERNIA): _LIGHT_HINGES,
    (BodyPart.SHOULDER, Condition.CUFF_SURGERY): ("leg-press*",),
}
