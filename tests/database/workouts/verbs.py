"""The commands on a running workout, at a given moment."""

import json
import uuid
from datetime import timedelta
from typing import Any

import psycopg

from tests.database.athlete import NOON, Athlete

MINUTE = timedelta(minutes=1)


VERBS = {
    "pause": "private.pause_workout(%(user)s, %(session)s, %(at)s)",
    "resume": "private.resume_workout(%(user)s, %(session)s, %(at)s)",
    "rest": "private.start_rest(%(user)s, %(session)s, %(at)s)",
    "skip rest": "private.skip_rest(%(user)s, %(session)s)",
    "cancel": "private.cancel_workout(%(user)s, %(session)s, %(at)s)",
    "finish": "private.finish_workout(%(user)s, %(session)s, null, null, %(at)s)",
    "start": "private.start_workout(%(user)s, null, %(session)s, null, %(at)s)",
    "skip": "private.skip_workout(%(user)s, %(day)s, %(session)s, %(at)s)",
}


def run(athlete: Athlete, verb: str, session: str, day: str | None = None, minutes: float = 30) -> Any:
    arguments = {"user": athlete.id, "session": session, "day": day, "at": NOON + minutes * MINUTE}
    row = athlete.sql.execute(f"select to_jsonb({VERBS[verb]})".encode(), arguments).fetchone()
    return row[0] if row else None


def fault(error: psycopg.Error) -> dict[str, Any]:
    detail: dict[str, Any] = json.loads(error.diag.message_detail or "{}")
    return {"code": error.sqlstate, **detail}


def session_row(athlete: Athlete, session: str) -> dict[str, Any]:
    row: dict[str, Any] = athlete.value(
        "select to_jsonb(w) from public.workout_sessions as w where id = %s", session
    )
    return row


def session_in(athlete: Athlete, day: str, status: str) -> str:
    session = str(uuid.uuid4())
    if status == "skipped":
        run(athlete, "skip", session, day, 0)
        return session
    athlete.start(NOON, None, session)
    verb = {"paused": "pause", "completed": "finish", "canceled": "cancel"}.get(status)
    if verb:
        run(athlete, verb, session, minutes=10)
    return session
