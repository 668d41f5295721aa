"""Loads generated athletes and their history into a database."""

import json
import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench.athletes import Athlete
from bench.diaries import keep_diaries
from bench.facts import Workout
from bench.laboratory import Laboratory, kept_laboratory, laboratory
from bench.population import Population, population
from bench.repeat import repeat
from local.binaries import PostgresVersion
from local.postgres import SUPERUSER

_log = logging.getLogger(__name__)

# Long before any workout that is measured, else it would be history.
_SIGN_UP = "insert into auth.users (id, email, created_at) values (%s, %s, '2010-01-01')"
_SESSIONS = """
copy public.workout_sessions (
    id, user_id, plan_workout_id, started_at, ended_at, status, timezone, name, planned, total_volume_kg,
    total_sets, created_at
) from stdin
"""
_SETS = """
copy public.session_exercises (
    id, user_id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps,
    logged_weight_kg, logged_at, difficulty_rating, rest_seconds, created_at
) from stdin
"""
# The users with the longest history are subscribers; one in five of the others consents to cohort statistics.
_SUBSCRIBE = (
    "select private.grant_access(u.id, null, 'a measurement', now()) from unnest(%s::uuid[]) as u (id)"
)
_CONSENT = """
insert into public.user_consents (user_id, purpose, granted, version)
select unnest(%s::uuid[]), 'cohort_statistics', true, '1'
"""


def sign_up(admin: psycopg.Connection, athletes: Sequence[Athlete]) -> None:
    """Create their accounts and onboard them."""
    for athlete in athletes:
        email = f"athlete{athlete.number}@example.com"
        admin.execute(_SIGN_UP, [athlete.id, email])
    onboard(admin, athletes)


def onboard(admin: psycopg.Connection, athletes: Sequence[Athlete]) -> None:
    """Give each a body weight, a goal and an active plan, through the API's functions."""
    for athlete in athletes:
        with admin.transaction():
            admin.execute("set local role authenticated")
            admin.execute("select set_config('request.jwt.claims', %s, true)", [claims(athlete)])
            admin.execute(
                "select public.complete_onboarding(%s, %s, null)",
                [json.dumps(athlete.person()), json.dumps({"goal_type": "gain_muscle"})],
            )
            admin.execute("select public.create_plan(%s)", [json.dumps(athlete.plan())])
            admin.execute("select public.activate_plan(id) from public.workout_plans")


# PostgREST's start of every transaction.
CLAIMS = "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)"


def claims(athlete: Athlete) -> str:
    """Return the claims of the athlete's token, as the Data API passes them to Postgres."""
    return json.dumps({"sub": str(athlete.id), "role": "authenticated", "aud": "authenticated"})


def copy_history(admin: psycopg.Connection, histories: Iterable[tuple[Athlete, Sequence[Workout]]]) -> None:
    """Write the facts with all triggers disabled: totals come from the generator, nothing else is derived."""
    with admin.transaction():
        admin.execute("set local session_replication_role = replica")
        for athlete, history in histories:
            _copy_sessions(admin, athlete, history)
            _copy_sets(admin, athlete, history)


def derive(admin: psycopg.Connection, athletes: Sequence[Athlete]) -> None:
    """Derive records, targets, weeks and XP from the facts, by full recomputation."""
    for athlete in athletes:
        admin.execute("select private.recompute_progress(%s)", [athlete.id])


class Inhabited(NamedTuple):
    """A laboratory and the population of its database."""

    place: Laboratory
    people: Population


@contextmanager
def inhabited(version: PostgresVersion, sets: int, keep: Path | None = None) -> Iterator[Inhabited]:
    """A laboratory with a population of this many sets; kept in the folder `keep` for later runs."""
    people = population(sets)
    if keep is None:
        with laboratory(version) as place:
            settle(place, people)
            yield Inhabited(place, people)
        return
    # The population depends on the week: next week's has trained a week longer.
    year, week, _ = datetime.now(UTC).isocalendar()
    with kept_laboratory(
        version,
        keep / f"spotter-bench-{sets}",
        f"{year}-{week} {people}",
        lambda place: settle(place, people),
    ) as place:
        yield Inhabited(place, people)


def settle(place: Laboratory, people: Population, only: Collection[str] = ()) -> None:
    """Load the whole population: a few lives by `derive`, all others by repeating them.

    With `only` some tables, the others have just the rows of those few.
    """
    lives = people.lives(datetime.now(UTC).date())
    athletes = [life.athlete for life in lives]
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        sign_up(admin, athletes)
        admin.execute(_SUBSCRIBE, [[athlete.id for athlete in athletes if athlete in people.readers]])
        admin.execute(_CONSENT, [[athlete.id for athlete in athletes[::5]]])
        keep_diaries(admin, lives)
        copy_history(admin, ((life.athlete, life.history()) for life in lives))
        admin.execute("analyze")
        _log.info("%d lives are written down, their progress is derived", len(lives))
        derive(admin, athletes)
        # As in the nightly job.
        admin.execute("select private.settle_streaks(now(), 50000, null)")
    _log.info("%s users repeat them", f"{people.users - len(lives):,}")
    repeat(place, people.repetitions(), only)
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        while admin.execute("select private.refresh_cohorts(now())").fetchone() != (0,):
            pass
        admin.execute("checkpoint")
    _log.info("all are there")


def _copy_sessions(admin: psycopg.Connection, athlete: Athlete, history: Sequence[Workout]) -> None:
    # As log_workout would store it with the facts.
    rows = admin.execute(
        "select id, name, private.planned_workout(user_id, id)::text from public.workout_plan_days"
        " where user_id = %s",
        [athlete.id],
    )
    planned = {day: (name, content) for day, name, content in rows}
    with admin.cursor().copy(_SESSIONS) as copy:
        for one in history:
            copy.write_row((
                one.id, athlete.id, one.plan_workout_id, one.started_at, one.ended_at, "completed", "UTC",
                *planned[one.plan_workout_id], one.volume_kg, len(one.sets), one.ended_at,
            ))  # fmt: skip


def _copy_sets(admin: psycopg.Connection, athlete: Athlete, history: Sequence[Workout]) -> None:
    with admin.cursor().copy(_SETS) as copy:
        for workout in history:
            for one in workout.sets:
                copy.write_row((
                    one.id, athlete.id, workout.id, one.exercise_id, one.plan_exercise_id, one.order,
                    one.reps, one.weight_kg, one.logged_at, one.rpe, one.rest_seconds, workout.ended_at,
                ))  # fmt: skip
