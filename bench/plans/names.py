"""The exercises that the rules speak of, as patterns of slugs, so that a new variation of a lift counts.

None of this is from the planner. The families are those of any textbook; who should leave what is in
`hurting.py`.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache

# Both feet leave the ground, or the landing is the exercise.
JUMPS = (
    "*jump*", "burpee*", "high-knees*", "shuttle-run*", "*bound*", "*hop", "clap-push-up", "*plyo*",
)  # fmt: skip
RUNS = ("*run", "run-*", "interval-run", "shuttle-run", "*run-intervals", "*sprint*")
# Lifts that take months to learn, or strength that few have: power lifts and gymnastics.
SKILLS = (
    "muscle-up", "handstand-*", "wall-handstand-hold", "pistol-squat", "nordic-curl", "power-*", "*snatch*",
    "kettlebell-clean*", "overhead-squat", "turkish-get-up", "archer-*", "ring-push-up", "toes-to-bar",
    "push-press",
)  # fmt: skip
# Those of which a body can usually do a few, whatever the plan asks for.
HARD_WITH_BODY_WEIGHT = (
    "pull-up", "neutral-grip-pull-up", "towel-pull-up", "weighted-pull-up", "chin-up", "muscle-up",
    "handstand-push-up", "pistol-squat", "nordic-curl", "archer-push-up", "ring-push-up", "toes-to-bar",
)  # fmt: skip
DIPS = ("dip", "weighted-dip", "ring-dip")
# Calisthenics and sprints that nobody keeps up for long.
HARD_CONDITIONING = (
    "burpee*", "high-knees*", "jumping-jack*", "jump-rope", "mountain-climber*", "bear-crawl*",
    "battle-rope*",
    "shuttle-run*", "shadow-boxing*", "*sprint*", "jumping-lunge", "jump-squat",
)  # fmt: skip
# Easy steps on the spot: nobody does them for an hour.
ON_THE_SPOT = ("march-in-place", "step-touch", "seated-march", "low-impact-jack")
INTERVALS = ("*interval*",)
BALANCE = (
    "bird-dog", "single-leg-balance", "tandem-stand", "semi-tandem-stand", "heel-to-toe-walk", "*balance*",
)  # fmt: skip
# Written as pulls in the catalogue, but no substitute for a row, a pulldown or a pull-up.
NO_REAL_PULL = (
    "upright-row", "*pullover", "straight-arm-pulldown", "*face-pull", "*pull-apart", "prone-*", "y-raise",
    "dead-hang",
    "scapular-pull-up", "towel-row",
)  # fmt: skip
NO_PULL = ("upright-row",)
BARBELL_LIFTS = {
    "squat": ("barbell-back-squat", "front-squat", "low-bar-squat", "pause-squat", "box-squat"),
    "deadlift": ("barbell-deadlift", "sumo-deadlift", "deficit-deadlift", "trap-bar-deadlift"),
    "bench press": (
        "barbell-bench-press", "paused-bench-press", "incline-barbell-bench-press", "close-grip-bench-press",
    ),
    "press": ("overhead-press", "seated-barbell-press", "push-press"),
}  # fmt: skip


@cache
def is_one_of(slug: str, patterns: Sequence[str]) -> bool:
    """Return whether a slug fits one of the patterns."""
    return any(fnmatchcase(slug, pattern) for pattern in patterns)


_TOOLS = (
    "barbell-",
    "dumbbell-",
    "kettlebell-",
    "smith-machine-",
    "band-",
    "landmine-",
    "trap-bar-",
    "machine-",
)


def without_tool(slug: str) -> str:
    """Return the name of a lift whatever it is done with: a Romanian deadlift is one with any weight."""
    return next((slug.removeprefix(tool) for tool in _TOOLS if slug.startswith(tool)), slug)
