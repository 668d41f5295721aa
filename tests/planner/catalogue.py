"""A small catalogue in code: every pattern, with the equipment people really have."""

from uuid import UUID, uuid5

from shared.planner.facts import ExerciseFacts
from shared.planner.terms import (
    ExerciseType,
    Level,
    Mechanic,
    MovementPattern,
    Muscle,
    TrackingType,
)

_NAMESPACE = UUID("6f1d2b0c-3f0e-4a57-9a5e-1f6f2f0f6b11")
_TRACKING = {
    "w": TrackingType.WEIGHT_REPS,
    "r": TrackingType.REPS_ONLY,
    "d": TrackingType.DURATION,
    "m": TrackingType.DISTANCE_DURATION,
}
_LEVELS = {"b": Level.BEGINNER, "i": Level.INTERMEDIATE, "a": Level.ADVANCED}

# slug | pattern | target < helpers | tracking, level, u for one-sided | equipment
_STRENGTH = """
barbell-back-squat | squat | quads < glutes hamstrings lower_back | w i | barbell rack
front-squat | squat | quads < glutes upper_back | w a | barbell rack
goblet-squat | squat | quads < glutes | w b | dumbbell
leg-press | squat | quads < glutes | w b | leg-press-machine
bodyweight-squat | squat | quads < glutes | r b |
pistol-squat | squat | quads < glutes | r a u |
barbell-deadlift | hinge | glutes < hamstrings lower_back traps quads | w i | barbell
romanian-deadlift | hinge | hamstrings < glutes lower_back | w b | barbell
dumbbell-romanian-deadlift | hinge | hamstrings < glutes lower_back | w b | dumbbell
single-leg-romanian-deadlift | hinge | hamstrings < glutes | r i u |
hip-thrust | hinge | glutes < hamstrings | w b | barbell bench
glute-bridge | hinge | glutes < hamstrings | r b |
kettlebell-swing | hinge | glutes < hamstrings lower_back | w i | kettlebell
good-morning | hinge | hamstrings < glutes lower_back | w a | barbell rack
lunge | lunge | quads < glutes hamstrings | r b u |
walking-lunge | lunge | quads < glutes hamstrings | w b u | dumbbell
bulgarian-split-squat | lunge | quads < glutes | w i u | dumbbell bench
step-up | lunge | quads < glutes | r b u | box
barbell-bench-press | horizontal_push | chest < front_delts triceps | w i | barbell bench rack
incline-barbell-bench-press | horizontal_push | chest < front_delts triceps | w i | barbell bench rack
dumbbell-bench-press | horizontal_push | chest < front_delts triceps | w b | dumbbell bench
machine-chest-press | horizontal_push | chest < front_delts triceps | w b | chest-press-machine
push-up | horizontal_push | chest < front_delts triceps abs | r b |
diamond-push-up | horizontal_push | triceps < chest front_delts | r i |
dip | vertical_push | triceps < chest front_delts | r i | dip-bars
overhead-press | vertical_push | front_delts < triceps side_delts | w i | barbell rack
dumbbell-shoulder-press | vertical_push | front_delts < triceps side_delts | w b | dumbbell
pike-push-up | vertical_push | front_delts < triceps | r i |
barbell-row | horizontal_pull | upper_back < lats biceps rear_delts | w i | barbell
dumbbell-row | horizontal_pull | lats < upper_back biceps | w b u | dumbbell bench
seated-cable-row | horizontal_pull | upper_back < lats biceps | w b | cable
inverted-row | horizontal_pull | upper_back < lats biceps | r b | pull-up-bar
band-row | horizontal_pull | upper_back < lats biceps | w b | band
prone-swimmer | horizontal_pull | upper_back < rear_delts lower_back | r b |
pull-up | vertical_pull | lats < upper_back biceps | r i | pull-up-bar
chin-up | vertical_pull | lats < biceps upper_back | r i | pull-up-bar
lat-pulldown | vertical_pull | lats < upper_back biceps | w b | cable
leg-curl | isolation | hamstrings | w b | leg-curl-machine
nordic-curl | isolation | hamstrings < glutes | r a |
leg-extension | isolation | quads | w b | leg-extension-machine
standing-calf-raise | isolation | calves | r b |
dumbbell-calf-raise | isolation | calves | w b | dumbbell
chest-fly | isolation | chest < front_delts | w b | dumbbell bench
lateral-raise | isolation | side_delts | w b | dumbbell
face-pull | isolation | rear_delts < upper_back | w b | cable
rear-delt-fly | isolation | rear_delts < upper_back | w b | dumbbell
barbell-curl | isolation | biceps < forearms | w b | barbell
dumbbell-curl | isolation | biceps < forearms | w b | dumbbell
hammer-curl | isolation | biceps < forearms | w b | dumbbell
triceps-pushdown | isolation | triceps | w b | cable
skull-crusher | isolation | triceps | w i | barbell bench
plank | isolation | abs < obliques | d b |
hanging-leg-raise | isolation | abs | r i | pull-up-bar
crunch | isolation | abs | r b |
russian-twist | rotation | obliques < abs | r b |
farmers-carry | carry | forearms < traps abs | m b | dumbbell
"""
_OTHER = """
treadmill-run | locomotion | cardio < quads calves | m b | treadmill | cardio
stationary-bike | locomotion | cardio < quads | d b | bike | cardio
brisk-walk | locomotion | cardio | m b | | cardio
burpee | locomotion | full_body < chest quads | r i | | cardio
arm-circle | isolation | side_delts | r b | | flexibility
leg-swing | isolation | hamstrings < glutes | r b | | flexibility
chest-stretch | isolation | chest | d b | | flexibility
lat-stretch | isolation | lats | d b | | flexibility
hamstring-stretch | isolation | hamstrings | d b | | flexibility
quad-stretch | isolation | quads | d b u | | flexibility
"""
_COMPOUND = {p for p in MovementPattern if p.value not in ("isolation", "rotation", "locomotion", "carry")}


def equipment_id(slug: str) -> str:
    return str(uuid5(_NAMESPACE, f"equipment:{slug}"))


def _read(line: str) -> ExerciseFacts:
    slug, pattern, muscles, traits, equipment, *kind = (part.strip() for part in line.split("|"))
    target, _, helpers = muscles.partition("<")
    tracking, level, *sides = traits.split()
    movement = MovementPattern(pattern)
    return ExerciseFacts(
        id=str(uuid5(_NAMESPACE, f"exercise:{slug}")),
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        primary_muscle=Muscle(target.strip()),
        secondary_muscles=frozenset(Muscle(m) for m in helpers.split()),
        movement_pattern=movement,
        mechanic=Mechanic.COMPOUND if movement in _COMPOUND else Mechanic.ISOLATION,
        difficulty=_LEVELS[level],
        tracking_type=_TRACKING[tracking],
        exercise_type=ExerciseType(kind[0]) if kind else ExerciseType.STRENGTH,
        is_unilateral=bool(sides),
        equipment=frozenset(equipment_id(e) for e in equipment.split()),
    )


CATALOGUE = tuple(_read(line) for line in (_STRENGTH + _OTHER).strip().splitlines() if line)
BY_SLUG = {exercise.slug: exercise for exercise in CATALOGUE}
ALL_EQUIPMENT = frozenset(e for exercise in CATALOGUE for e in exercise.equipment)
