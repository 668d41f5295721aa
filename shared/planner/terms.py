"""The planner's enums, with the same values as the database enums of the contract."""

from enum import StrEnum


class Term(StrEnum):
    """An enum that hashes as its string value. Enum's own hash is Python code, ten times as slow."""

    __hash__ = str.__hash__


class GoalType(Term):
    """A user's body goal."""

    LOSE_WEIGHT = "lose_weight"
    GAIN_MUSCLE = "gain_muscle"
    MAINTAIN = "maintain"
    IMPROVE_STRENGTH = "improve_strength"
    ENDURANCE = "endurance"


class Level(Term):
    """How experienced a user is, and how demanding an exercise is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """0 for beginner to 2 for advanced."""
        return _RANKS[self]


_RANKS = {level: place for place, level in enumerate(Level)}


class Sex(Term):
    """A user's sex, as they gave it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class PlanType(Term):
    """The plan types."""

    FULL_BODY = "full_body"
    UPPER_LOWER = "upper_lower"
    PUSH_PULL_LEGS = "push_pull_legs"
    SPLIT = "split"
    BODYWEIGHT = "bodyweight"
    CARDIO = "cardio"
    OTHER = "other"


class Muscle(Term):
    """A muscle as the catalogue names it."""

    CHEST = "chest"
    LATS = "lats"
    UPPER_BACK = "upper_back"
    LOWER_BACK = "lower_back"
    TRAPS = "traps"
    FRONT_DELTS = "front_delts"
    SIDE_DELTS = "side_delts"
    REAR_DELTS = "rear_delts"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    ABS = "abs"
    OBLIQUES = "obliques"
    GLUTES = "glutes"
    QUADS = "quads"
    HAMSTRINGS = "hamstrings"
    ADDUCTORS = "adductors"
    ABDUCTORS = "abductors"
    CALVES = "calves"
    NECK = "neck"
    FULL_BODY = "full_body"
    CARDIO = "cardio"


class MovementPattern(Term):
    """The movement pattern of an exercise."""

    SQUAT = "squat"
    HINGE = "hinge"
    LUNGE = "lunge"
    HORIZONTAL_PUSH = "horizontal_push"
    VERTICAL_PUSH = "vertical_push"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    CARRY = "carry"
    ROTATION = "rotation"
    ISOLATION = "isolation"
    LOCOMOTION = "locomotion"


class Mechanic(Term):
    """Whether an exercise involves several joints or one."""

    COMPOUND = "compound"
    ISOLATION = "isolation"


class TrackingType(Term):
    """What is measured in a set of the exercise."""

    WEIGHT_REPS = "weight_reps"
    REPS_ONLY = "reps_only"
    ASSISTED = "assisted"
    DURATION = "duration"
    DISTANCE_DURATION = "distance_duration"


class ExerciseType(Term):
    """The kind of training an exercise belongs to."""

    STRENGTH = "strength"
    CARDIO = "cardio"
    FLEXIBILITY = "flexibility"
    BALANCE = "balance"


class Section(Term):
    """The part of a workout an exercise is in."""

    WARMUP = "warmup"
    MAIN = "main"
    COOLDOWN = "cooldown"


class BodyPart(Term):
    """A part of the body that can hurt; `body` is the whole person."""

    NECK = "neck"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    BACK = "back"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    ABDOMEN = "abdomen"
    PELVIS = "pelvis"
    BODY = "body"


class Condition(Term):
    """A condition of a body part that changes what it should do; `pain` is a complaint without a name."""

    PAIN = "pain"
    IMPINGEMENT = "impingement"
    CUFF_SURGERY = "cuff_surgery"
    AC_JOINT = "ac_joint"
    INSTABILITY = "instability"
    TENDINOPATHY = "tendinopathy"
    DISC = "disc"
    EXTENSION_PAIN = "extension_pain"
    SACROILIAC = "sacroiliac"
    HIP_IMPINGEMENT = "hip_impingement"
    FRONT_KNEE = "front_knee"
    MENISCUS = "meniscus"
    ACL_GRAFT = "acl_graft"
    ACHILLES = "achilles"
    SPRAIN = "sprain"
    HERNIA = "hernia"
    PELVIC_FLOOR = "pelvic_floor"
    PREGNANCY = "pregnancy"
    LATE_PREGNANCY = "late_pregnancy"
    HIGH_BLOOD_PRESSURE = "high_blood_pressure"
    OSTEOPOROSIS = "osteoporosis"
    HYPERMOBILITY = "hypermobility"
    OBESITY = "obesity"
    EPILEPSY = "epilepsy"
    OLDER_ADULT = "older_adult"
    CHILD = "child"


class Contraindication(Term):
    """How strongly an exercise is advised against: with care, or not at all."""

    CAUTION = "caution"
    AVOID = "avoid"
