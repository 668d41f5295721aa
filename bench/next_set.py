"""Figure: the time of `next_set` before and after each set of a long workout, inside Postgres."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg

from bench.athletes import Athlete
from bench.caller import Caller
from bench.laboratory import Laboratory
from bench.load import sign_up
from bench.timing import Timing, Trial, repeated
from bench.wire import Wire
from local.postgres import SUPERUSER

SETS = 3
_WARM_UP = 20
_EXERCISES = """
select id::text from public.exercises
where created_by is null and tracking_type = 'weight_reps' and not is_unilateral
order by slug limit %s
"""
_CREATE = "select private.create_plan(%s, %s, 'user', %s)"
# What is asked for is done.
_DO = """
insert into public.session_exercises (
    user_id, workout_session_id, exercise_id, workout_plan_exercise_id, set_order, logged_reps,
    logged_weight_kg, difficulty_rating
)
select
    $1::uuid, (n.told ->> 'session_id')::uuid, (n.told ->> 'exercise_id')::uuid,
    (n.told ->> 'plan_exercise_id')::uuid, $2::smallint, (n.told -> 'expected')::smallint,
    (n.told -> 'weight_kg')::numeric, 8
from (select private.next_set($1::uuid, $3::uuid, null, now()) as told) as n
"""


def measure(place: Laboratory, lines: int, runs: int) -> Timing:
    """Time `next_set` before and after each set of a workout of so many exercises, `runs` times each.

    Raises RuntimeError if following it doesn't lead through the whole workout.
    """
    athlete = Athlete(1)
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        sign_up(admin, [athlete])
        session = _begin(admin, athlete, lines)
    with Caller(place) as client, Wire(place.url()) as gym:
        client.prepare_call("next_set", {"p_session_id": "uuid"})
        gym.prepare("do", _DO)
        ask = Trial(client.call("next_set", athlete, {"p_session_id": session}))
        repeated([ask] * _WARM_UP)
        timing = repeated(_workout(ask, gym, [str(athlete.id), session], lines * SETS, runs))
    with psycopg.connect(place.url(SUPERUSER)) as admin:
        row = admin.execute(
            "select private.next_set(%s, %s, null, now()) ->> 'is_done'", [athlete.id, session]
        )
        if row.fetchone() != ("true",):
            raise RuntimeError("there are sets left after the last one")
    return timing


def _begin(admin: psycopg.Connection, athlete: Athlete, lines: int) -> str:
    """Make a plan of one long day and start its workout; return the session's id."""
    exercises = [row[0] for row in admin.execute(_EXERCISES, [lines])]
    plan = {
        "name": "A long day",
        "plan_type": "full_body",
        "days_per_week": 1,
        "days": [
            {
                "name": "Everything",
                "order_in_plan": 1,
                "exercises": [
                    {
                        "exercise_id": exercise,
                        "order_in_workout": place,
                        "target_sets": SETS,
                        "target_reps": "8-12",
                        "target_rir": 2,
                        "current_suggested_weight_kg": 40,
                        "progression": {"scheme": "double"},
                    }
                    for place, exercise in enumerate(exercises, 1)
                ],
            }
        ],
    }
    now = datetime.now(UTC)
    made = admin.execute(_CREATE, [athlete.id, json.dumps(plan), now]).fetchone()
    row = admin.execute(
        """
        select s.id::text from public.workout_plan_days as d
        cross join lateral private.start_workout(d.user_id, d.id, null, 'UTC', %s) as s
        where d.plan_id = %s
        """,
        [now, made and made[0]],
    ).fetchone()
    if not row:
        raise RuntimeError("the workout didn't start")
    return str(row[0])


def _workout(ask: Trial, gym: Wire, whose: list[str], sets: int, runs: int) -> Iterator[Trial]:
    user, session = (text.encode() for text in whose)
    for number in range(sets + 1):
        yield from [ask] * runs
        if number < sets:
            gym.run("do", [user, str(number + 1).encode(), session])
