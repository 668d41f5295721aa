"""The users who are measured, with a year of training, and their requests."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import NamedTuple
from uuid import UUID

import psycopg

from bench.athletes import Athlete
from bench.calls import (
    CHECK_IN,
    EXERCISE_PROGRESS,
    FINISH_WORKOUT,
    INSERT_SET,
    LOG_WORKOUT,
    SEARCH,
    START_WORKOUT,
    TABLE_READS,
    Call,
)
from bench.facts import Json, Workout
from bench.load import Inhabited
from bench.pgbench import Request
from bench.population import WEEKS_AWAY, Life
from local.errors import StackError
from local.postgres import SUPERUSER

# One per day, until today.
MOST_WORKOUTS = 7 * WEEKS_AWAY
READERS = 40
_SEARCHES = ("bench press", "benhc pres", "rdl", "curl", "sqat")


class Member(NamedTuple):
    """A user, and the life that its rows come from: its own, or one that it repeats."""

    athlete: Athlete
    life: Life

    def coming(self, number: int) -> list[Workout]:
        """Return the next workouts, one per day."""
        following = self.life.coming(number)
        first = following[0].started_at
        return [
            self._own(one, first + timedelta(days=nth) - one.started_at) for nth, one in enumerate(following)
        ]

    def _own(self, workout: Workout, later: timedelta) -> Workout:
        return replace(
            workout,
            id=self._mine(workout.id),
            plan_workout_id=self._mine(workout.plan_workout_id),
            started_at=workout.started_at + later,
            ended_at=workout.ended_at + later,
            sets=tuple(
                replace(
                    one,
                    id=self._mine(one.id),
                    plan_exercise_id=self._mine(one.plan_exercise_id),
                    logged_at=one.logged_at + later,
                )
                for one in workout.sets
            ),
        )

    def _mine(self, name: UUID) -> UUID:
        # The same id as in `repeat`.
        return UUID(f"{str(name)[:24]}{self.athlete.number:012x}")


def members(inhabited: Inhabited) -> list[Member]:
    """Return all users with a year of training."""
    today = datetime.now(UTC).date()
    return [Member(athlete, life) for life, athlete in inhabited.people.regular_members(today)]


def rested(inhabited: Inhabited, number: int, *, alike: bool = False) -> list[Member]:
    """Return `number` members who haven't trained since the database was filled.

    With `alike`, only repetitions of the first life. Raises StackError if there are too few.
    """
    candidates = _alike(inhabited) if alike else members(inhabited)
    if len(candidates) < number:
        raise StackError(
            f"{number} users with a year of training are needed; there are {len(candidates)}.",
            "Choose a larger --size, or fewer --requests.",
        )
    lived = {member.athlete.id: member.life.workouts for member in candidates}
    with psycopg.connect(inhabited.place.url(SUPERUSER)) as admin:
        rows = admin.execute(
            "select p.id, (select count(*) from public.workout_sessions as w where w.user_id = p.id)"
            " from unnest(%s::uuid[]) as p (id)",
            [list(lived)],
        )
        fresh = {user for user, workouts in rows if workouts == lived[user]}
    found = [member for member in candidates if member.athlete.id in fresh][:number]
    if len(found) < number:
        raise StackError("Too many workouts have been logged in the kept database.", "Delete its folder.")
    return found


def reading(inhabited: Inhabited, call: Call, number: int) -> list[Request]:
    """Return `number` reads, alternating between members."""
    readers = _alike(inhabited)[:READERS]
    exercises = [str(one.exercise_id) for one in readers[0].coming(1)[0].sets]
    bodies: dict[Call, list[Json]] = {
        EXERCISE_PROGRESS: [{"p_exercise_id": one} for one in exercises],
        SEARCH: [{"p_query": words} for words in _SEARCHES],
    }
    turns = zip(cycle(readers), cycle(bodies.get(call, [None])), strict=False)
    return [
        Request(call, athlete, str(athlete.id) if call in TABLE_READS else json.dumps(body))
        for (athlete, _), body in islice(turns, number)
    ]


def checking_in(inhabited: Inhabited, number: int) -> list[Request]:
    """Return `number` check-ins of today, alternating between members; after the first they are updates."""
    turns = islice(cycle(_alike(inhabited)[:READERS]), number)
    bodies = cycle(range(1, 6))
    return [
        Request(CHECK_IN, athlete, json.dumps({"p_check_in": {"sleep": sleep}}))
        for (athlete, _), sleep in zip(turns, bodies, strict=False)
    ]


def logging(members: Sequence[Member], each: int) -> Iterator[Request]:
    """Yield each member's next workouts, alternating between members."""
    lives = [member.coming(each) for member in members]
    for nth in range(each):
        for member, life in zip(members, lives, strict=True):
            body: Json = {"p_workout": life[nth].document()}
            yield Request(LOG_WORKOUT, member.athlete, json.dumps(body))


def training(members: Sequence[Member], each: int) -> Iterator[Request]:
    """Yield live workouts of each member: start, set by set, finish."""
    # Ids differ from those of the logged workouts.
    lives = [member.coming(MOST_WORKOUTS + each)[MOST_WORKOUTS:] for member in members]
    for nth in range(each):
        for member, life in zip(members, lives, strict=True):
            yield from _live(member.athlete, life[nth])


def _live(athlete: Athlete, workout: Workout) -> Iterator[Request]:
    session = str(workout.id)
    start: Json = {"p_plan_workout_id": str(workout.plan_workout_id), "p_session_id": session}
    yield Request(START_WORKOUT, athlete, json.dumps(start))
    for one in workout.sets:
        row: Json = {
            "id": str(one.id), "workout_session_id": session, "exercise_id": str(one.exercise_id),
            "workout_plan_exercise_id": str(one.plan_exercise_id), "set_order": one.order,
            "logged_reps": one.reps, "logged_weight_kg": one.weight_kg, "difficulty_rating": one.rpe,
            "rest_seconds": one.rest_seconds,
        }  # fmt: skip
        yield Request(INSERT_SET, athlete, json.dumps(row))
    yield Request(FINISH_WORKOUT, athlete, json.dumps({"p_session_id": session}))


def _alike(inhabited: Inhabited) -> list[Member]:
    everybody = members(inhabited)
    return [member for member in everybody if member.life == everybody[0].life]
