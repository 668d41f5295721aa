"""What a person's age, body and complaints allow, whatever the goal.

Sources: for older people NSCA 2019 (10.1519/JSC.0000000000003230), for the young AAP 2020
(10.1542/peds.2020-1011) and NSCA 2009, in pregnancy ACOG 804 (10.1097/AOG.0000000000003772). They are for
choosing exercises and doses, never for treating.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from shared.planner.facts import Brief, Complaint, ExerciseFacts
from shared.planner.terms import BodyPart, Condition, Contraindication, Muscle

OLDER_FROM, ADULT_FROM, WEIGHT_LOSS_FROM = 65, 16, 18
# Body mass indices from which weight decides what is safe: runs, then jumps and unstable gear.
NO_RUNS_FROM_BMI, OBESE_FROM_BMI = 30.0, 35.0

# An injured muscle is a complaint of the joint it moves.
_JOINTS: Mapping[Muscle, BodyPart] = {
    Muscle.FRONT_DELTS: BodyPart.SHOULDER,
    Muscle.SIDE_DELTS: BodyPart.SHOULDER,
    Muscle.REAR_DELTS: BodyPart.SHOULDER,
    Muscle.BICEPS: BodyPart.ELBOW,
    Muscle.TRICEPS: BodyPart.ELBOW,
    Muscle.FOREARMS: BodyPart.WRIST,
    Muscle.LOWER_BACK: BodyPart.BACK,
    Muscle.NECK: BodyPart.NECK,
    Muscle.QUADS: BodyPart.KNEE,
    Muscle.GLUTES: BodyPart.HIP,
    Muscle.ADDUCTORS: BodyPart.HIP,
    Muscle.ABDUCTORS: BodyPart.HIP,
    Muscle.CALVES: BodyPart.ANKLE,
    Muscle.ABS: BodyPart.ABDOMEN,
    Muscle.OBLIQUES: BodyPart.ABDOMEN,
}
# Joints that a landing loads.
_LANDED_ON = frozenset(
    {BodyPart.BACK, BodyPart.HIP, BodyPart.KNEE, BodyPart.ANKLE, BodyPart.PELVIS, BodyPart.ABDOMEN}
)
_NO_LANDING = frozenset(
    {Condition.OLDER_ADULT, Condition.LATE_PREGNANCY, Condition.OBESITY, Condition.OSTEOPOROSIS}
)
# Conditions under which nobody strains: moderate reps, effort well short of the limit.
_NO_STRAIN = frozenset(
    {
        Condition.PREGNANCY,
        Condition.LATE_PREGNANCY,
        Condition.HIGH_BLOOD_PRESSURE,
        Condition.HERNIA,
        Condition.PELVIC_FLOOR,
        Condition.HYPERMOBILITY,
        Condition.EPILEPSY,
    }
)


# The conditions that the catalogue knows of each part beside pain; any other is treated as pain there.
NAMED: Mapping[BodyPart, frozenset[Condition]] = {
    BodyPart.NECK: frozenset({Condition.DISC, Condition.SPRAIN}),
    BodyPart.SHOULDER: frozenset(
        {
            Condition.AC_JOINT,
            Condition.CUFF_SURGERY,
            Condition.IMPINGEMENT,
            Condition.INSTABILITY,
            Condition.SPRAIN,
            Condition.TENDINOPATHY,
        }
    ),
    BodyPart.ELBOW: frozenset({Condition.INSTABILITY, Condition.SPRAIN, Condition.TENDINOPATHY}),
    BodyPart.WRIST: frozenset({Condition.INSTABILITY, Condition.SPRAIN, Condition.TENDINOPATHY}),
    BodyPart.BACK: frozenset(
        {Condition.DISC, Condition.EXTENSION_PAIN, Condition.SACROILIAC, Condition.SPRAIN}
    ),
    BodyPart.HIP: frozenset(
        {
            Condition.HIP_IMPINGEMENT,
            Condition.SACROILIAC,
            Condition.SPRAIN,
            Condition.TENDINOPATHY,
        }
    ),
    BodyPart.KNEE: frozenset(
        {
            Condition.ACL_GRAFT,
            Condition.FRONT_KNEE,
            Condition.INSTABILITY,
            Condition.MENISCUS,
            Condition.SPRAIN,
            Condition.TENDINOPATHY,
        }
    ),
    BodyPart.ANKLE: frozenset(
        {Condition.ACHILLES, Condition.INSTABILITY, Condition.SPRAIN, Condition.TENDINOPATHY}
    ),
    BodyPart.ABDOMEN: frozenset({Condition.HERNIA, Condition.PELVIC_FLOOR}),
    BodyPart.PELVIS: frozenset({Condition.PELVIC_FLOOR, Condition.SACROILIAC}),
    BodyPart.BODY: frozenset(
        {
            Condition.CHILD,
            Condition.EPILEPSY,
            Condition.HIGH_BLOOD_PRESSURE,
            Condition.HYPERMOBILITY,
            Condition.LATE_PREGNANCY,
            Condition.OBESITY,
            Condition.OLDER_ADULT,
            Condition.OSTEOPOROSIS,
            Condition.PREGNANCY,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a person's working sets; `may_go_all_out` allows sets of as many reps as possible."""

    least_reps: int = 1
    most_reps: int = 999
    least_rir: int = 0
    most_sets: int = 5
    may_go_all_out: bool = True


_ANYBODY = Limits()
_OLDER = Limits(6, 15, 2, 3, may_go_all_out=False)
_YOUNG = Limits(6, 15, 3, 3, may_go_all_out=False)
_UNSTRAINED = Limits(8, 15, 3, 3, may_go_all_out=False)


def is_older(brief: Brief) -> bool:
    """Return whether the person is 65 or more."""
    return brief.age is not None and brief.age >= OLDER_FROM


def is_young(brief: Brief) -> bool:
    """Return whether the person is under 16."""
    return brief.age is not None and brief.age < ADULT_FROM


def body_mass_index(brief: Brief) -> float | None:
    """Return the body mass index; None if weight or height isn't known."""
    if not brief.weight_kg or not brief.height_cm:
        return None
    return brief.weight_kg / (brief.height_cm / 100) ** 2


@lru_cache(maxsize=64)
def complaints_of(brief: Brief) -> frozenset[Complaint]:
    """Return what was told, and what follows from injured muscles, age and weight."""
    return brief.complaints | frozenset(_implied(brief))


def _implied(brief: Brief) -> Iterator[Complaint]:
    for complaint in brief.complaints:
        if complaint.condition not in NAMED[complaint.body_part]:
            yield Complaint(complaint.body_part)
    for muscle in brief.injured_muscles:
        if muscle in _JOINTS:
            yield Complaint(_JOINTS[muscle])
    if is_older(brief):
        yield Complaint(BodyPart.BODY, Condition.OLDER_ADULT)
    if is_young(brief):
        yield Complaint(BodyPart.BODY, Condition.CHILD)
    if (body_mass_index(brief) or 0) >= OBESE_FROM_BMI:
        yield Complaint(BodyPart.BODY, Condition.OBESITY)


@lru_cache(maxsize=64)
def limits_of(brief: Brief) -> Limits:
    """Return the bounds of this person's working sets."""
    if any(complaint.condition in _NO_STRAIN for complaint in complaints_of(brief)):
        return _UNSTRAINED
    if is_older(brief):
        return _OLDER
    return _YOUNG if is_young(brief) else _ANYBODY


@lru_cache(maxsize=64)
def may_land(brief: Brief) -> bool:
    """Return whether jumps and other impacts suit this person."""
    return not any(
        complaint.body_part in _LANDED_ON or complaint.condition in _NO_LANDING
        for complaint in complaints_of(brief)
    )


def advice(brief: Brief, exercise: ExerciseFacts) -> Contraindication | None:
    """Return the strongest advice against this exercise for this person."""
    told = {exercise.contraindications.get(complaint) for complaint in complaints_of(brief)}
    if Contraindication.AVOID in told:
        return Contraindication.AVOID
    return Contraindication.CAUTION if Contraindication.CAUTION in told else None
