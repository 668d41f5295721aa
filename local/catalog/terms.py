"""Mapping of free-exercise-db's terms to ours."""

from typing import Final

MUSCLES: Final = {
    "abdominals": "abs",
    "abductors": "abductors",
    "adductors": "adductors",
    "biceps": "biceps",
    "calves": "calves",
    "chest": "chest",
    "forearms": "forearms",
    "glutes": "glutes",
    "hamstrings": "hamstrings",
    "lats": "lats",
    "lower back": "lower_back",
    "middle back": "upper_back",
    "neck": "neck",
    "quadriceps": "quads",
    "traps": "traps",
    "triceps": "triceps",
}
"""All but `shoulders`, which are three muscles here: see `derive.py`."""

DIFFICULTIES: Final = {"beginner": "beginner", "intermediate": "intermediate", "expert": "advanced"}

EXERCISE_TYPES: Final = {
    "strength": "strength",
    "powerlifting": "strength",
    "olympic weightlifting": "strength",
    "strongman": "strength",
    "plyometrics": "strength",
    "stretching": "flexibility",
    "cardio": "cardio",
}

EQUIPMENT: Final = {
    "barbell": "barbell",
    "dumbbell": "dumbbell",
    "cable": "cable-machine",
    "kettlebells": "kettlebell",
    "bands": "resistance-band",
    "medicine ball": "medicine-ball",
    "exercise ball": "exercise-ball",
    "foam roll": "foam-roller",
    "e-z curl bar": "ez-bar",
}
"""Terms for a single piece of equipment. `machine` and `other` are resolved by the exercise's name."""

NAMED_EQUIPMENT: Final = (
    (r"\bsmith\b", "smith-machine"),
    (r"leg press|calf press", "leg-press-machine"),
    (r"hack squat|machine squat", "hack-squat-machine"),
    (r"leg extension", "leg-extension-machine"),
    (r"leg curl", "leg-curl-machine"),
    (r"calf", "calf-raise-machine"),
    (r"abductor|adductor", "hip-machine"),
    (r"butterfly|machine flye", "pec-deck"),
    (r"chest press|machine bench press", "chest-press-machine"),
    (r"shoulder.*press", "shoulder-press-machine"),
    (r"high row|iso row", "seated-row-machine"),
    (r"preacher", "preacher-bench"),
    (r"hyperextension|back extension|glute ham raise", "back-extension-bench"),
    (r"treadmill", "treadmill"),
    (r"bicycling, stationary|recumbent bike", "stationary-bike"),
    (r"rowing, stationary", "rowing-machine"),
    (r"elliptical", "elliptical"),
    (r"stairmaster|step mill", "stair-climber"),
    (r"\bsled\b|prowler", "sled"),
    (r"rope jumping", "jump-rope"),
    (r"battling ropes", "battle-ropes"),
    (r"trap bar", "trap-bar"),
    (r"sandbag", "sandbag"),
    (r"ab roller", "ab-wheel"),
    (r"suspended|with straps", "suspension-trainer"),
    (r"\bring\b", "gymnastic-rings"),
    (r"parallel bar|^dips", "dip-bars"),
    (r"\bplate\b", "weight-plate"),
    (r"\bbox\b|step-?up|depth jump", "plyo-box"),
    (r"pull-?ups?\b|chin-?ups?\b|\bchins?\b|muscle up|hanging|inverted row", "pull-up-bar"),
    (r"\bband\b", "resistance-band"),
    (r"t-bar|landmine", "landmine"),
    (r"\bbench\b", "bench"),
)
"""For equipment that the file calls `machine`, `other`, `body only` or nothing. First match wins."""

SPECIAL_EQUIPMENT: Final = "special-equipment"

PATTERNS: Final = (
    (r"\bcarry\b|farmer'?s walk|yoke walk|conan'?s wheel", "carry"),
    (r"twist|wood ?chop|rotation|windmill|russian|figure 8", "rotation"),
    (r"lunge|split squat|split jerk|step-?up", "lunge"),
    (r"squat|leg press|\bsled push\b|box jump|jump squat", "squat"),
    (r"deadlift|good morning|swing|hip thrust|bridge|pull through|clean|snatch", "hinge"),
    (r"hyperextension|back extension", "hinge"),
    (r"sprint|running|jogging|walking|skating|bicycl|drag\b|crawl", "locomotion"),
    (r"skipping?\b|\bbound|\bhops?\b", "locomotion"),
    (r"pull-?up|chin-?up|\bchins?\b|pull-?down|muscle up|rope climb|upright row", "vertical_pull"),
    (r"\brows?\b|face pull|rear delt row", "horizontal_pull"),
    (r"push-?ups?\b|bench press|chest press|floor press|\bdips?\b", "horizontal_push"),
    (r"overhead press|shoulder.*press|military press|push press|\bjerk\b|arnold|handstand", "vertical_push"),
)
"""By name, for compound exercises. First match wins; without a match the target muscle decides."""

MUSCLE_PATTERNS: Final = {
    "chest": "horizontal_push",
    "triceps": "horizontal_push",
    "front_delts": "vertical_push",
    "side_delts": "vertical_push",
    "rear_delts": "horizontal_pull",
    "upper_back": "horizontal_pull",
    "traps": "hinge",
    "lats": "vertical_pull",
    "biceps": "vertical_pull",
    "quads": "squat",
    "glutes": "hinge",
    "hamstrings": "hinge",
    "lower_back": "hinge",
}
"""The pattern of most compound exercises for this muscle. Any other muscle has isolation exercises."""

BENCH: Final = r"\bbench\b|\bincline\b|\bdecline\b|\blying\b|\bseated\b"
RACK: Final = r"squat|good morning|\brack\b"

COVERED_DISTANCE: Final = r"running|jogging|walking|bicycling|rowing|skating|elliptical|bike|sprint|sled|drag"

UNLOADED: Final = frozenset(
    {
        "ab-wheel",
        "back-extension-bench",
        "bench",
        "dip-bars",
        "exercise-ball",
        "foam-roller",
        "gymnastic-rings",
        "plyo-box",
        "pull-up-bar",
        "resistance-band",
        "suspension-trainer",
    }
)
"""Equipment without a load that can be logged in kilograms."""

NEVER_WITHOUT_SAYING: Final = frozenset({"calf-raise-machine", "hip-machine"})
"""Machines that the file always names: with `body only`, the word in the name means the muscle."""

MAX_STEPS: Final = 30
MAX_STEPS_LENGTH: Final = 10_000
"""The limit of the constraint on `exercises.instructions`."""

SHOWN: Final = 80
"""Characters of a value that a report shows."""

SKILLS: Final = (
    r"\b(snatch|clean|jerk|muscle.?up|pistol|handstand|planche|get-?up|overhead squat|push press)\b"
)
IMPACTS: Final = (
    r"jump|\bhops?\b|bound|leap|skip|sprint|running|jogging|burpee|butt kick|shuffle|carioca|\bjacks?\b|plyo"
    r"|drop push|run release|\bpower (clean|snatch)"
)
OVERHEAD: Final = (
    r"overhead|snatch|jerk|handstand|military|shoulder press|arnold|pull-?over|slam|thruster|push press"
    r"|get-?up"
)
HEAVY_SPINE: Final = r"deadlift|good morning|\bclean|snatch|bent.?over.*row|t-bar row|pendlay|rack pull"
SUPPORTED: Final = r"lying|seated|incline|chest.supported|hip thrust|bridge|\bbench\b|machine|leg press|band"
LOADED_PATTERNS: Final = frozenset({"squat", "hinge", "carry", "lunge", "vertical_push"})
"""Of a load that is held standing, the trunk carries most in these."""
