"""Figure: the time of generate-plan and coach-chat without the model, for a user with a year of training."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from bench.athletes import Athlete
from bench.laboratory import Laboratory
from bench.load import sign_up
from bench.memories import remember
from bench.model import KEY, instant_model
from bench.phones import Phone, load, services, signed_up
from bench.timing import Timing
from functions.generate_plan.gather import Known, gather
from functions.generate_plan.models import PlanRequest
from local.errors import StackError
from local.postgres import SUPERUSER
from local.services import Address
from shared.data.database import Database
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from shared.ops.stopwatch import Stopwatch
from shared.planner import make_plan
from shared.planner.terms import Section

WORKOUTS = 156
# So that each of the gateway's ten connections has planned every function.
_WARM_UP = 40
_LOOKS, _LOOK_SECONDS = 100, 0.05
_WISH = {"days_per_week": 4, "minutes_per_session": 60, "goal_type": "gain_muscle"}
_MESSAGES = (
    "What's my next workout?",
    "How did my bench press develop over the last weeks?",
    "My legs are tired after yesterday's squats. What do you think about doing a bit less on Friday?",
    "I train before work now, at six in the morning.",
)
_ACCOUNTS = """
update public.profiles
set fitness_level = 'intermediate', full_name = 'Kim'
where id = any(%(users)s)
"""
_SUBSCRIBE = """
select private.grant_access(u.id, null, 'a measurement', now()) from unnest(%(users)s) as u (id)
"""
_CONSENT = """
insert into public.user_consents (user_id, purpose, granted, version) values (%(user)s, 'ai', true, '1')
"""
_GYM = """
insert into public.user_equipment (user_id, equipment_id)
select u, e.id from unnest(%(users)s) as u cross join public.equipment as e
"""
# No quotas, no rates.
_NO_LIMIT = """
update private.quotas set per_day = null, per_month = null;
update private.ai_rates set requests = 1000000;
"""


@dataclass(frozen=True)
class Spent:
    """The parts of the time of warm requests, in seconds: `own` is all but the model's."""

    own: Timing
    python: Timing
    # Waiting for the database, but not for the model.
    database: Timing
    # The time of the model's client, as the model itself answers instantly.
    model: Timing
    calls: float


def measure(place: Laboratory, memories: int, runs: int) -> dict[str, Spent]:
    """Time each function for a user who consented to the model and for one who didn't."""
    brain = _Brain()
    with ExitStack() as opened:
        url = opened.enter_context(instant_model(brain.parts))
        settings = {"GEMINI_BASE_URL": url, "GEMINI_API_KEY": KEY}
        address, log = opened.enter_context(services(place, settings))
        asking, ruled = (opened.enter_context(signed_up(address, number)) for number in range(2))
        _prepare(place, asking, ruled, memories)
        brain.plan = _worded(asyncio.run(_facts(address, asking)))
        spent = {}
        for who, engine, words in ((asking, "gemini", ""), (ruled, "rules", " by rule")):
            spent[f"generate-plan{words}"] = _spent(_plans(who, runs), log, engine)
            spent[f"coach-chat{words}"] = _spent(_chat(who, runs), log, engine)
        return spent


def _prepare(place: Laboratory, asking: Phone, ruled: Phone, memories: int) -> None:
    until = datetime.now(UTC).date()
    load(place, [(phone.athlete, phone.athlete.workouts(WORKOUTS, until)) for phone in (asking, ruled)])
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        users = {"users": [asking.athlete.id, ruled.athlete.id], "user": asking.athlete.id}
        admin.execute(_NO_LIMIT)
        admin.execute(_ACCOUNTS, users)
        admin.execute(_SUBSCRIBE, users)
        admin.execute(_CONSENT, users)
        admin.execute(_GYM, users)
        others = [Athlete(number) for number in range(2, 4)]
        sign_up(admin, others)
        for athlete in (asking.athlete, ruled.athlete, *others):
            remember(admin, athlete.id, memories)
        admin.execute("vacuum analyze")


async def _facts(address: Address, phone: Phone) -> Known:
    """Return the function's data for a plan, which the model's answer has to fit."""
    settings = Settings.model_validate(
        {
            "supabase_url": address.url,
            "supabase_publishable_key": address.publishable_key,
            "supabase_secret_key": address.secret_key,
        }
    )
    token = phone.http.headers["authorization"].removeprefix("Bearer ")
    async with httpx.AsyncClient() as http:
        key = address.publishable_key
        database = Database(settings, http, Deadline(30), Stopwatch(), token=token, key=key)
        wish = PlanRequest.model_validate_json(json.dumps(_WISH))
        return await gather(wish, database, phone.athlete.id)


def _worded(known: Known) -> str:
    """Return a valid week, as a model would propose it."""
    plan = make_plan(known.brief, known.choices.exercises)
    aliases = known.choices.alias_of
    return json.dumps(
        {
            "name": "Strong in four days",
            "description": "Upper and lower body in turn.",
            "rationale": "Each muscle twice a week, compounds first, built on what you train already.",
            "days": [
                {
                    "name": day.name,
                    "focus": "upper_body" if "Upper" in day.name else "lower_body",
                    "exercises": [
                        {
                            "exercise": aliases[line.exercise_id],
                            "sets": line.target_sets,
                            "reps": line.target_reps,
                            "rest_seconds": line.target_rest_seconds,
                            "rir": line.target_rir,
                            "note": "",
                        }
                        for line in day.in_section(Section.MAIN)
                    ],
                }
                for day in plan.days
            ],
        }
    )


@dataclass
class _Brain:
    """The model's answers: a plan, or for the coach an answer that suits the message."""

    plan: str = ""
    _turn: Iterator[int] = field(default_factory=count)

    def parts(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        if "tools" not in asked:
            return [{"text": self.plan}]
        last = asked["contents"][-1]["parts"]
        message = " ".join(part.get("text", "") for part in last)
        if "bench press develop" in message:
            call = {"name": "read_statistics", "args": {"what": "personal_records"}, "id": "1"}
            return [{"functionCall": call, "thoughtSignature": "AAAA"}]
        answer: dict[str, Any] = {
            "content": "That sounds sensible: keep the squats light and stop two repetitions short.",
            "tone": "encouraging",
            "suggestions": ["What's next?", "Show my records"],
            "memories": [],
        }
        if "before work" in message:
            content = f"Trains before work, at six, as said for the {next(self._turn)}th time."
            answer["memories"] = [{"content": content, "kind": "preference", "importance": 3}]
        return [{"text": json.dumps(answer)}]


def _plans(phone: Phone, runs: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for _ in range(_WARM_UP + runs):
        request_id, answer = _asked(phone, "generate-plan", _WISH)
        yield request_id, answer
        # Plans are deleted, as no user has hundreds of them.
        phone.http.delete(f"/rest/v1/workout_plans?id=eq.{answer['plan_id']}").raise_for_status()


def _chat(phone: Phone, runs: int) -> Iterator[tuple[str, dict[str, Any]]]:
    session = str(uuid4())
    for number in range(_WARM_UP + runs):
        message = _MESSAGES[number % len(_MESSAGES)]
        yield _asked(phone, "coach-chat", {"message": message, "session_id": session})


def _asked(phone: Phone, function: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Send a request; return its id and answer. Raises StackError if it failed."""
    headers = {"x-request-id": str(uuid4()), "idempotency-key": str(uuid4())}
    reply = phone.http.post(f"/functions/v1/{function}", json=body, headers=headers)
    if reply.is_error:
        raise StackError(f"{function} answered {reply.status_code}: {reply.text}")
    answer: dict[str, Any] = reply.json()
    return headers["x-request-id"], answer


def _spent(requests: Iterator[tuple[str, dict[str, Any]]], log: Path, engine: str) -> Spent:
    """Send the requests, and read their times from the log. Raises StackError for another engine."""
    wanted = []
    for number, (request_id, answer) in enumerate(requests):
        if answer["engine"] != engine:
            raise StackError(f"answered by {answer['engine']} instead of {engine}: {answer}")
        if number >= _WARM_UP:
            wanted.append(request_id)
    lines = _logged(log, wanted)
    return Spent(
        own=_timing(line["duration_ms"] - line["model_ms"] for line in lines),
        python=_timing(line["python_ms"] for line in lines),
        database=_timing(line["duration_ms"] - line["model_ms"] - line["python_ms"] for line in lines),
        model=_timing(line["model_ms"] for line in lines),
        calls=sum(line["database_calls"] for line in lines) / len(lines),
    )


def _timing(milliseconds: Iterator[float]) -> Timing:
    return Timing(tuple(each / 1000 for each in milliseconds))


def _logged(log: Path, wanted: list[str]) -> list[dict[str, Any]]:
    """Return the log lines of these requests. A line is written after the answer was sent."""
    for _ in range(_LOOKS):
        logged = {line["request_id"]: line for line in _lines(log)}
        if logged.keys() >= set(wanted):
            return [logged[request_id] for request_id in wanted]
        time.sleep(_LOOK_SECONDS)
    raise StackError("The functions didn't log every request.")


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    """Yield the log lines of requests."""
    for text in log.read_text().splitlines():
        line = json.loads(text) if text.startswith("{") else {}
        if line.get("message") == "request":
            yield line
