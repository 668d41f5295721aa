"""The schemes of the seasons: plans as apps and templates write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from uuid import UUID

from bench.facts import Json
from bench.seasons import lifts
from bench.seasons.lifts import Lift

# Where a plan doesn't say how many repetitions to leave: as the engine's first suggestion has it. With linear
# progression and GZCLP's first tier the method is to add load until repetitions are missed.
_RESERVE = 2.0
LB = 0.45359237
# Of the 1RM, in 5/3/1: the most, and the least of what the method is trained with.
TRAINING_MAX, LEAST_TRAINING_MAX = 0.9, 0.8


@dataclass(frozen=True)
class Line:
    """An exercise of a plan's day. `top` is where its repetitions end if the notation doesn't say."""

    lift: Lift
    sets: int
    reps: str
    progression: Mapping[str, Json]
    increase_kg: float | None = None
    rir: float | None = None
    reserve: float = _RESERVE
    top: int | None = None
    # Reported separately.
    part: str = ""

    @property
    def planned_reserve(self) -> float:
        """The repetitions to leave in the hardest set."""
        return self.reserve if self.rir is None else self.rir

    @property
    def is_wave(self) -> bool:
        """Whether each set has its own percentage."""
        return self.progression["scheme"] == "percentage_wave"


@dataclass(frozen=True)
class Scheme:
    """A plan and the gym it is done in."""

    name: str
    says: str
    days: Sequence[Sequence[Line]]
    weekdays: Sequence[int] = (0, 2, 4)
    in_pounds: bool = False
    parts: Sequence[str] = ("",)

    def step_of(self, line: Line) -> float:
        """Return the distance between two loads."""
        return 5 * LB if self.in_pounds else line.lift.step_kg

    def increase_of(self, line: Line) -> float | None:
        """Return what the plan adds to a load after a success."""
        return round(5 * LB, 3) if self.in_pounds and line.increase_kg else line.increase_kg


def _linear(lift: Lift, sets: int, reps: str, rir: float | None = None) -> Line:
    return Line(lift, sets, reps, {"scheme": "linear"}, lift.step_kg, rir, reserve=1)


def _double(lift: Lift, reps: str, rir: float | None = 2) -> Line:
    return Line(lift, 3, reps, {"scheme": "double"}, lift.step_kg or None, rir)


def _summed(lift: Lift, reps: str, total: int) -> Line:
    return Line(lift, 3, reps, {"scheme": "sum_of_reps", "total": total}, lift.step_kg, 2)


def _tier(lift: Lift, tier: int) -> Line:
    # The third tier adds load when the last set has 25 repetitions.
    sets, reps, reserve, top = {
        1: (5, "3,3,3,3,3+", 1, None),
        2: (3, "10", _RESERVE, None),
        3: (3, "15,15,15+", _RESERVE, 25),
    }[tier]
    return Line(
        lift, sets, reps, {"scheme": "gzclp", "tier": tier}, lift.step_kg, reserve=reserve, top=top,
        part=f"tier {tier}",
    )  # fmt: skip


def _wave(lift: Lift) -> Line:
    step = 5 if lift.anchor in ("squat", "deadlift") else 2.5
    return Line(lift, 3, "5,5,5+", {"scheme": "percentage_wave"}, step)


def _novice(sets: int, reps: str, rir: float | None = None) -> list[list[Line]]:
    pulls = 1 if reps == "5" else sets
    return [
        [_linear(one, sets, reps, rir) for one in (lifts.SQUAT, lifts.BENCH, lifts.ROW)],
        [
            _linear(lifts.SQUAT, sets, reps, rir),
            _linear(lifts.PRESS, sets, reps, rir),
            _linear(lifts.DEADLIFT, pulls, reps, rir),
        ],
    ]


_LIGHT = (lifts.DUMBBELL_CURL, lifts.LATERAL_RAISE, lifts.FACE_PULL)

SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme("linear-3x5", "A/B with squat on both days; 1 in reserve, no RPE rule", _novice(3, "5")),
        Scheme("linear-5x5", "the same with five sets", _novice(5, "5")),
        Scheme("linear-3x8", "as our planner has it for beginners: 2 in reserve", _novice(3, "8", 2)),
        Scheme(
            "double-6-10", "compound lifts, 2 in reserve",
            [
                [_double(one, "6-10") for one in (lifts.SQUAT, lifts.BENCH, lifts.PULLDOWN)],
                [_double(one, "6-10") for one in (lifts.ROMANIAN, lifts.PRESS, lifts.CABLE_ROW)],
            ],
        ),
        Scheme(
            "double-8-12", "machines and dumbbells, 2 in reserve",
            [
                [_double(one, "8-12") for one in (lifts.LEG_PRESS, lifts.DUMBBELL_BENCH, lifts.CABLE_ROW)],
                [_double(one, "8-12") for one in (lifts.LEG_CURL, lifts.DUMBBELL_PRESS, lifts.PULLDOWN)],
            ],
        ),
        Scheme(
            "sum-of-reps", "3 x 8-12, load up at 30 repetitions in total, 2 in reserve",
            [
                [_summed(one, "8-12", 30) for one in (lifts.SQUAT, lifts.BENCH, lifts.PULLDOWN)],
                [_summed(one, "8-12", 30) for one in (lifts.ROMANIAN, lifts.PRESS, lifts.CABLE_ROW)],
            ],
        ),
        Scheme(
            "gzclp", "four days in turns, three times a week",
            [
                [_tier(lifts.SQUAT, 1), _tier(lifts.BENCH, 2), _tier(lifts.PULLDOWN, 3)],
                [_tier(lifts.PRESS, 1), _tier(lifts.DEADLIFT, 2), _tier(lifts.CABLE_ROW, 3)],
                [_tier(lifts.BENCH, 1), _tier(lifts.SQUAT, 2), _tier(lifts.PULLDOWN, 3)],
                [_tier(lifts.DEADLIFT, 1), _tier(lifts.PRESS, 2), _tier(lifts.CABLE_ROW, 3)],
            ],
            parts=("tier 1", "tier 2", "tier 3"),
        ),
        Scheme(
            "wave-531", "5/3/1, one lift a day, four days a week",
            [[_wave(one)] for one in (lifts.PRESS, lifts.DEADLIFT, lifts.BENCH, lifts.SQUAT)],
            weekdays=(0, 1, 3, 4),
        ),
        Scheme(
            "body-weight", "push-ups, chin-ups, inverted rows, 3 x 8-15, 2 in reserve",
            [[_double(one, "8-15") for one in (lifts.PUSH_UP, lifts.CHIN_UP, lifts.INVERTED_ROW)]],
        ),
        Scheme(
            "assisted", "assisted pull-ups and dips, 3 x 6-10, 2 in reserve",
            [[_double(one, "6-10") for one in (lifts.ASSISTED_PULL_UP, lifts.ASSISTED_DIP)]],
        ),
        Scheme(
            "light-double", "isolation with small dumbbells, 3 x 10-15, 1 in reserve",
            [[_double(one, "10-15", 1) for one in _LIGHT]],
        ),
        Scheme(
            "light-linear", "linear, + 2 kg on a split squat, + 1 kg on a curl and a raise, 2 in reserve",
            [
                [
                    _linear(one, 3, "10", 2)
                    for one in (lifts.SPLIT_SQUAT, lifts.DUMBBELL_CURL, lifts.LATERAL_RAISE)
                ]
            ],
        ),
        Scheme(
            "pounds", "a gym in pounds: bars, plates from 2.5 lb, dumbbells by 5 lb; linear and double",
            [
                [
                    _linear(lifts.SQUAT, 3, "5"), _linear(lifts.BENCH, 3, "5"),
                    _double(lifts.DUMBBELL_CURL, "8-12"),
                ],
                [
                    _double(lifts.DUMBBELL_BENCH, "8-12"), _linear(lifts.PRESS, 3, "5"),
                    _double(lifts.ROW, "6-10"),
                ],
            ],
            in_pounds=True,
        ),
    )
}  # fmt: skip


def exercise_id(slug: str) -> str:
    """Return the id of one of our exercises, the same as private.stable_id."""
    return str(UUID(md5(f"exercise:{slug}".encode(), usedforsecurity=False).hexdigest()))
