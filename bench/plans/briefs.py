"""Random briefs: who could come, what they have, what hurts, how much time there is. A seed fixes them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from bench.plans.case import Catalogue
from shared.planner.facts import Brief, Complaint
from shared.planner.terms import (
    BodyPart,
    Condition,
    GoalType,
    Level,
    MovementPattern,
    Muscle,
    Sex,
)

SEED = 16
FULL_GYM = "full gym"
_NOTHING: tuple[str, ...] = ()
_KINDS: dict[str, tuple[str, ...]] = {
    "nothing": _NOTHING,
    "bands": ("resistance-band",),
    "dumbbells": ("dumbbell",),
    "dumbbells and bench": ("dumbbell", "bench"),
    "kettlebell": ("kettlebell",),
    "home mix": ("dumbbell", "kettlebell", "resistance-band", "pull-up-bar", "bench"),
    "barbell at home": ("barbell", "squat-rack", "bench", "weight-plate", "pull-up-bar"),
}
_RANDOM = "random gear"
# Out of 100 briefs.
_SHARES = {
    "nothing": 14, "bands": 9, "dumbbells": 8, "dumbbells and bench": 8, "kettlebell": 9, "home mix": 12,
    "barbell at home": 12, FULL_GYM: 16, _RANDOM: 12,
}  # fmt: skip
# Special pieces that hardly anyone means by a full gym.
_NOT_IN_A_GYM = ("special-equipment",)
_MINUTES = (15, 20, 25, 30, 40, 45, 45, 50, 60, 60, 60, 75, 90, 120)
_INJURIES = (
    (Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.REAR_DELTS),
    (Muscle.LOWER_BACK,),
    (Muscle.QUADS,),
    (Muscle.HAMSTRINGS,),
    (Muscle.CALVES,),
    (Muscle.NECK,),
)
_COMPLAINTS = (
    (BodyPart.SHOULDER, Condition.PAIN), (BodyPart.SHOULDER, Condition.IMPINGEMENT),
    (BodyPart.SHOULDER, Condition.CUFF_SURGERY), (BodyPart.SHOULDER, Condition.INSTABILITY),
    (BodyPart.ELBOW, Condition.TENDINOPATHY), (BodyPart.WRIST, Condition.PAIN),
    (BodyPart.NECK, Condition.PAIN),
    (BodyPart.BACK, Condition.PAIN), (BodyPart.BACK, Condition.DISC),
    (BodyPart.BACK, Condition.EXTENSION_PAIN),
    (BodyPart.HIP, Condition.HIP_IMPINGEMENT), (BodyPart.KNEE, Condition.PAIN),
    (BodyPart.KNEE, Condition.FRONT_KNEE), (BodyPart.KNEE, Condition.MENISCUS),
    (BodyPart.KNEE, Condition.ACL_GRAFT),
    (BodyPart.ANKLE, Condition.SPRAIN), (BodyPart.ANKLE, Condition.ACHILLES),
    (BodyPart.ABDOMEN, Condition.HERNIA),
    (BodyPart.BODY, Condition.HIGH_BLOOD_PRESSURE), (BodyPart.BODY, Condition.OSTEOPOROSIS),
    (BodyPart.BODY, Condition.OBESITY),
)  # fmt: skip
_WOMENS = (
    (BodyPart.BODY, Condition.PREGNANCY),
    (BodyPart.BODY, Condition.LATE_PREGNANCY),
    (BodyPart.PELVIS, Condition.PELVIC_FLOOR),
)
# Out of 100: well, with an injured muscle, with a complaint; and disliking nothing, exercises, a pattern.
_HEALTH, _DISLIKES = (66, 16, 18), (88, 8, 4)
_DISLIKED_EXERCISES = (
    "burpee", "barbell-deadlift", "pull-up", "lunge", "barbell-back-squat", "plank", "overhead-press",
    "push-up", "dumbbell-bench-press", "outdoor-run",
)  # fmt: skip
_DISLIKED_PATTERNS = (MovementPattern.LUNGE, MovementPattern.SQUAT, MovementPattern.VERTICAL_PUSH)
# Out of 100: with a muscle to focus on, and without.
_FOCUSES = (10, 90)
_FERTILE = range(18, 46)
_FOCUS = (Muscle.GLUTES, Muscle.CHEST, Muscle.BICEPS, Muscle.UPPER_BACK, Muscle.QUADS, Muscle.SIDE_DELTS)


def briefs(catalogue: Catalogue, count: int, seed: int = SEED) -> Iterator[tuple[str, Brief]]:
    """Yield that many briefs with the kind of gear; fewer are the first of more.

    A new exercise changes none of them, and new equipment only those with any pieces at all.
    """
    for number in range(count):
        yield _brief(catalogue, Random(f"{seed} {number}"))


def gym_briefs(catalogue: Catalogue, count: int, seed: int = SEED) -> Iterator[tuple[str, Brief]]:
    """Yield briefs of people with a full gym and no complaint."""
    for number in range(count):
        random = Random(f"{seed} gym {number}")
        yield FULL_GYM, replace(_person(random), equipment=_gear(catalogue, FULL_GYM, random))


def _brief(catalogue: Catalogue, random: Random) -> tuple[str, Brief]:
    kind = random.choices(list(_SHARES), list(_SHARES.values()))[0]
    person = _person(random)
    injury, complaint = random.choice(_INJURIES), Complaint(*random.choice(_complaints_of(person)))
    avoided, pattern = random.sample(_DISLIKED_EXERCISES, 2), random.choice(_DISLIKED_PATTERNS)
    health = random.choices(("well", "injured", "complains"), _HEALTH)[0]
    dislikes = random.choices(("nothing", "exercises", "pattern"), _DISLIKES)[0]
    return kind, replace(
        person,
        injured_muscles=frozenset(injury if health == "injured" else ()),
        complaints=frozenset({complaint} if health == "complains" else ()),
        avoided_exercises=frozenset(
            catalogue.by_slug[slug].id for slug in avoided if dislikes == "exercises"
        ),
        avoided_patterns=frozenset({pattern} if dislikes == "pattern" else ()),
        equipment=_gear(catalogue, kind, random),
    )


def _person(random: Random) -> Brief:
    age, sex = _age(random), _sex(random)
    height = round(random.gauss(177 if sex is Sex.MALE else 164, 7))
    bmi = min(max(random.gauss(26, 4.5), 17), 42)
    focus, focuses = random.choice(_FOCUS), random.choices((True, False), _FOCUSES)[0]
    return Brief(
        goal_type=random.choice(list(GoalType)),
        fitness_level=random.choice(list(Level)),
        days_per_week=random.choice(range(1, 8)),
        minutes_per_session=random.choice(_MINUTES),
        focus=frozenset({focus} if focuses else ()),
        age=age,
        sex=sex,
        weight_kg=round(bmi * (height / 100) ** 2, 1),
        height_cm=float(height),
    )


def _complaints_of(brief: Brief) -> Sequence[tuple[BodyPart, Condition]]:
    womens = brief.sex is Sex.FEMALE and brief.age in _FERTILE
    return [*_COMPLAINTS, *(_WOMENS if womens else ())]


def _age(random: Random) -> int:
    """Most are adults; the young and the old come often enough to be judged."""
    span = random.choices(((14, 15), (16, 64), (65, 80)), (8, 70, 22))[0]
    return random.randint(*span)


def _sex(random: Random) -> Sex | None:
    return random.choices((Sex.FEMALE, Sex.MALE, Sex.OTHER, None), (45, 45, 4, 6))[0]


def _gear(catalogue: Catalogue, kind: str, random: Random) -> frozenset[str]:
    everything = sorted(slug for slug in catalogue.equipment_ids if slug not in _NOT_IN_A_GYM)
    slugs: Sequence[str]
    if kind == FULL_GYM:
        slugs = everything
    elif kind == _RANDOM:
        slugs = random.sample(everything, random.randint(1, len(everything) // 2))
    else:
        slugs = _KINDS[kind]
    return frozenset(catalogue.equipment_ids[slug] for slug in slugs)
