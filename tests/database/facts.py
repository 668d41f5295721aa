"""Strategies for facts: few exercises, loads, days and hours, so that they meet, tie and beat one another."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.database.athlete import ASSISTED_DIP, BENCH, PLANK, PUSH_UP, RUN, SPLIT_SQUAT, Document, line
from tests.database.progressions import progressions
from tests.people import LONG_AGO

# All there are; most sets are working sets.
SET_TYPES = ("working", "warmup", "drop", "failure")
# The end of a Monday week, of a Sunday week, of a month.
FIRST_DAY = datetime(2026, 5, 25, tzinfo=UTC)

PLAN = (
    [
        line(BENCH, order_in_workout=1, on_success_weight_increase_kg=2.5, current_suggested_weight_kg=60),
        line(SPLIT_SQUAT, order_in_workout=2, target_sets=2, target_reps="8-10",
             progression={"scheme": "double"}),
        line(PUSH_UP, order_in_workout=3, target_sets=2, target_reps="8,8+",
             progression=[{"axis": "sets", "step": 1, "ceiling": 3}]),
    ],
    [
        line(BENCH, order_in_workout=1, target_sets=1, target_reps="AMRAP", progression={"scheme": "linear"}),
        line(ASSISTED_DIP, order_in_workout=2, target_sets=2, current_suggested_weight_kg=20,
             progression=[{"axis": "load", "step": 5, "after_failures": 1}]),
        line(PLANK, order_in_workout=3, target_sets=1, target_reps="30s",
             progression=[{"axis": "reps", "step": 5}]),
        line(BENCH, order_in_workout=4, target_sets=2, target_reps="4,4+", current_suggested_weight_kg=60,
             target_rir=2, progression={"scheme": "gzclp", "tier": 1}),
        line(SPLIT_SQUAT, order_in_workout=5, progression={
            "scheme": "percentage_wave", "after_failures": 1,
            "weeks": [{"percents": [85, 95], "reps": "4"}, {"percents": [60], "reps": "4"}],
        }),
        line(BENCH, order_in_workout=6, target_sets=2, target_reps="4-8",
             progression={"scheme": "sum_of_reps", "total": 12, "after_stalls": 2}),
    ],
    # As on the first day: they share its targets.
    [
        line(BENCH, order_in_workout=1, on_success_weight_increase_kg=2.5, current_suggested_weight_kg=60),
        line(SPLIT_SQUAT, order_in_workout=2, target_sets=2, target_reps="8-10",
             progression={"scheme": "double"}),
    ],
)  # fmt: skip
EXERCISES = (BENCH, SPLIT_SQUAT, PUSH_UP, ASSISTED_DIP, PLANK, RUN)


@st.composite
def plans(draw: st.DrawFn) -> list[list[Document]]:
    """The plan above, some of its lines with another progression or something to leave in reserve."""
    return [
        [
            line
            | draw(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "progression": progressions(timed=line["exercise_id"] == PLANK),
                        "target_rir": st.sampled_from([None, 0, 2]),
                    },
                )
            )
            for line in day
        ]
        for day in PLAN
    ]


moments = st.builds(
    lambda day, hour: FIRST_DAY + timedelta(days=day, hours=hour),
    # With a break of two weeks now and then.
    st.integers(0, 20) | st.sampled_from([34, 35, 36]),
    st.sampled_from([0, 9, 12, 23.5]),
)
# Long before, or so late that some of the moments are history.
sign_ups = st.sampled_from([LONG_AGO, FIRST_DAY + timedelta(days=8, hours=10)])
zones = st.sampled_from([None, "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
# Every id is new, and some sort before older ones: ties are broken by id.
_counter = itertools.count()
ids = st.builds(
    lambda rank: str(uuid.UUID(int=(rank << 120) + next(_counter), version=4)), st.integers(0, 255)
)


@st.composite
def sets(draw: st.DrawFn, lines: tuple[tuple[str, str], ...] = ()) -> Document:
    """A set; of one of the plan's lines (id, exercise) or free, or of another exercise swapped in."""
    choices: list[tuple[str | None, str]] = [*lines, *((None, e) for e in EXERCISES)]
    plan_line, exercise_id = draw(st.sampled_from(choices))
    if plan_line and draw(st.integers(0, 9)) == 0:
        exercise_id = draw(st.sampled_from(EXERCISES))
    return draw(sets_of(exercise_id, plan_line))


@st.composite
def sets_of(draw: st.DrawFn, exercise_id: str, plan_line: str | None = None) -> Document:
    """A set of this exercise."""
    return {
        "id": draw(ids),
        "exercise_id": exercise_id,
        "workout_plan_exercise_id": plan_line,
        "set_order": draw(st.integers(1, 6)),
        "side": draw(st.sampled_from([None, None, None, "left", "right"])),
        **draw(measures(exercise_id)),
    }


def measures(exercise_id: str) -> st.SearchStrategy[dict[str, Any]]:
    """What was done in a set, by what its exercise needs."""
    reps = st.sampled_from([0, 1, 4, 5, 8, 10, 12, 13, 15])
    loads = st.sampled_from([0, 40, 57.5, 60, 62.5, 65])
    needs: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        BENCH: {"logged_reps": reps, "logged_weight_kg": loads},
        SPLIT_SQUAT: {"logged_reps": reps, "logged_weight_kg": loads},
        PUSH_UP: {"logged_reps": reps, "logged_weight_kg": st.sampled_from([None, None, 10])},
        ASSISTED_DIP: {"logged_reps": reps, "logged_weight_kg": st.sampled_from([0, 10, 15, 20, 25])},
        PLANK: {
            "duration_seconds": st.sampled_from([0, 20, 30, 35, 40]),
            "logged_weight_kg": st.sampled_from([None, None, 10, 20]),
        },
        RUN: {
            "distance_m": st.sampled_from([400, 1000, 4980, 5000, 5000.5, 20995]),
            "duration_seconds": st.sampled_from([None, 1500, 1501, 1510, 1600]),
            "logged_weight_kg": st.sampled_from([None, None, None, 10]),
        },
    }
    nothing: dict[str, st.SearchStrategy[Any]] = dict.fromkeys(
        ("logged_reps", "logged_weight_kg", "duration_seconds", "distance_m"), st.none()
    )
    return st.fixed_dictionaries(
        {
            **nothing,
            **needs[exercise_id],
            "set_type": st.sampled_from(["working", "working", *SET_TYPES]),
            "difficulty_rating": st.sampled_from([None, 6, 8, 9.5, 10]),
        }
    )


@st.composite
def workouts(
    draw: st.DrawFn, days: tuple[str, ...] = (), lines: tuple[tuple[str, str], ...] = ()
) -> Document:
    """A workout as log_workout takes it."""
    start = draw(moments)
    return {
        "id": draw(ids),
        "plan_workout_id": draw(st.sampled_from([None, *days])),
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(minutes=draw(st.sampled_from([0, 45])))).isoformat(),
        "timezone": draw(zones),
        "sets": draw(st.lists(sets(lines), max_size=6)),
    }


def time_taken(document: Document) -> str:
    """What no two workouts may share that aren't to be duplicates. Without a duration they take none."""
    start, end = document["started_at"], document["ended_at"]
    return str(start if start != end else document["id"])


@st.composite
def in_one_zone(
    draw: st.DrawFn, lines: tuple[tuple[str, str], ...] = (), *, least: int, most: int
) -> list[Document]:
    """Workouts told in one zone, no two at the same time.

    Else the first told decides the day, and which of two is a duplicate.
    """
    zone = draw(zones)
    documents = draw(st.lists(workouts((), lines), min_size=least, max_size=most, unique_by=time_taken))
    return [document | {"timezone": zone} for document in documents]
