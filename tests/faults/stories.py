"""The request of each function in the kill tests, and the expected final state."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from local.services import Address
from tests import people
from tests.access import callers
from tests.database.billing.buyers import buyer
from tests.database.billing.purchases import read
from tests.database.notifications.messages import notify, person, register
from tests.database.weeks import MONDAY, aim_for, train
from tests.fakes.billing.events import revenuecat
from tests.fakes.billing.senders import senders
from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply, calls
from tests.fakes.gemini.server import LocalGemini
from tests.fakes.push.server import LocalProviders
from tests.functions.coach_chat.coached import CoachedMember, says
from tests.functions.delete_files.files import kept, upload
from tests.functions.lambdas import url_event
from tests.functions.members import Member, enrol
from tests.functions.served import feature
from tests.functions.wise import FOR_THE_MODEL, wise
from tests.support import Connection

State = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A stack in which nobody else lives, and the services around it."""

    place: Address
    sql: Connection
    gemini: LocalGemini
    providers: LocalProviders

    def rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        return self.sql.execute(query.encode(), arguments).fetchall()


@dataclass(frozen=True)
class Story:
    """One errand: whoever sends it, sends the same event again until it is done."""

    function: str
    event: Mapping[str, Any]
    # What is there afterwards, without ids and times.
    state: Callable[[], State]


def _member(scene: Scene) -> Member:
    member = enrol(people.sign_up(scene.place), scene.place, scene.sql, is_premium=True, consents=True)
    member.http.close()
    return member


def _asked(scene: Scene, member: Member, function: str, body: Any, more: Callable[[], State]) -> Story:
    """A request with an Idempotency-Key, as a client repeats it."""
    headers = {
        "authorization": f"Bearer {member.person.access_token}",
        "content-type": "application/json",
        "idempotency-key": str(uuid.uuid4()),
    }

    def state() -> State:
        requests = scene.rows(
            "select status, charged_at is null from private.ai_requests where user_id = %s", member.id
        )
        return {"used": member.used(feature(function)), "requests": requests, **more()}

    event = url_event("POST", "/", headers, json.dumps(body).encode())
    return Story(feature(function), event, state)


def _plans(scene: Scene, member: Member) -> State:
    """The plans, line by line, and where they came from."""
    lines = scene.rows(
        "select p.name, p.created_by, p.is_active, o.engine, d.order_in_plan, x.order_in_workout, e.slug,"
        " x.target_sets, x.target_reps from public.workout_plans p"
        " left join public.plan_origins o on o.plan_id = p.id"
        " left join public.workout_plan_days d on d.plan_id = p.id"
        " left join public.workout_plan_day_exercises x on x.plan_workout_id = d.id"
        " left join public.exercises e on e.id = x.exercise_id"
        " where p.user_id = %s order by p.created_at, 5, 6",
        member.id,
    )
    changes = scene.rows(
        "select made_by, status, summary, operations from public.plan_changes"
        " where user_id = %s order by created_at",
        member.id,
    )
    # Ids differ from one person to the next.
    return {
        "plans": lines,
        "changes": [(*change[:3], [operation["op"] for operation in change[3]]) for change in changes],
    }


def generate(scene: Scene) -> Story:
    """A new plan by the model."""
    scene.gemini.think(wise)
    member = _member(scene)
    body = FOR_THE_MODEL["generate-plan"]
    return _asked(scene, member, "generate-plan", body, lambda: _plans(scene, member))


def optimize(scene: Scene) -> Story:
    """A better version of a plan, proposed."""
    scene.gemini.think(wise)
    athlete = CoachedMember(_member(scene))
    athlete.plan_two_days()
    body = {"optimize": athlete.plan_id}
    return _asked(scene, athlete.member, "generate-plan", body, lambda: _plans(scene, athlete.member))


def read_in(scene: Scene) -> Story:
    """A plan out of a text that takes a model."""
    scene.gemini.think(wise)
    member = _member(scene)
    body = FOR_THE_MODEL["import-plan"]
    return _asked(scene, member, "import-plan", body, lambda: _plans(scene, member))


def _busy_coach(received: Received) -> Reply | None:
    """Logs what was measured, changes the plan, then says so and remembers it."""
    if received.method != "generateContent":
        return None
    if received.function_responses:
        memory = {"content": "Weighs himself on Mondays.", "kind": "fact", "importance": 2}
        return says("Logged, and one set more.", memories=[memory])
    return calls(
        ("log_measurement", {"weight": 80}), ("update_exercise", {"exercise": "x1", "target_sets": 4})
    )


def chat(scene: Scene) -> Story:
    """A message that the coach acts on."""
    scene.gemini.think(_busy_coach)
    athlete = CoachedMember(_member(scene))
    athlete.plan_two_days()
    member = athlete.member

    def state() -> State:
        said = (
            "select sender, kind, content, engine, jsonb_array_length(actions)"
            " from public.ai_coach_messages where user_id = %s order by created_at"
        )
        return {
            "messages": scene.rows(said, member.id),
            "memories": [row["content"] for row in athlete.memories()],
            "weights": [row["weight_kg"] for row in athlete.rows("body_measurements")],
            **_plans(scene, member),
        }

    message = "I weigh 80 kg today, log it. And give me four sets of bench press."
    return _asked(scene, member, "coach-chat", {"message": message}, state)


def buy(scene: Scene) -> Story:
    """A purchase as the provider tells it, and tells again until it hears 200."""
    someone = buyer(scene.sql)
    event = revenuecat("INITIAL_PURCHASE", 0, someone.id, 0, 3650)
    body = json.dumps(event).encode()
    headers = senders("")["revenuecat"].headers(body)

    def state() -> State:
        return {
            "events": scene.rows(
                "select state::text from private.billing_events where event_id = %s", read(event).event_id
            ),
            "status": someone.shown(),
            "subscription": someone.subscription(),
        }

    return Story("billing_webhook", url_event("POST", "/revenuecat", headers, body), state)


def _scheduled() -> Mapping[str, str]:
    """An event of the scheduler; Lambda delivers it again under the same name."""
    return {"scheduled_time": "2026-11-21T18:00:00Z", "execution_id": str(uuid.uuid4())}


def dispatch(scene: Scene) -> Story:
    """A message by each provider."""
    scene.providers.script.sent.clear()
    for fake in scene.providers.fakes:
        if fake.channel != "email":
            someone = person(scene.sql, devices=0)
            register(someone, fake.address(), platform=fake.service)
            assert notify(someone, datetime.now(UTC), level=7)
    reader = person(scene.sql, devices=0)
    assert notify(reader, datetime.now(UTC), kind="premium_started", level=7)

    def state() -> State:
        states = "select channel::text, state::text from private.outbox order by 1"
        return {"outbox": scene.rows(states)}

    return Story("dispatch_notifications", _scheduled(), state)


def forget(scene: Scene) -> Story:
    """The files of somebody whose account is gone."""
    me = callers.sign_up(scene.place)
    for bucket in ("avatars", "plan-photos"):
        assert upload(scene.place, me, bucket, "me.png").status_code == httpx.codes.OK
    me.rpc("delete_my_account", p_confirm="delete my account")
    me.http.close()

    def state() -> State:
        queue = (
            "select bucket_id, state::text, error from private.file_deletions where prefix = %s order by 1"
        )
        return {"files": kept(scene.sql, me.id), "queue": scene.rows(queue, f"{me.id}/")}

    return Story("delete_files", _scheduled(), state)


def settle(scene: Scene) -> Story:
    """The streaks of people who trained once in June 2026, and their nudges."""
    scene.rows("update private.jobs set batch_size = 2 where name = 'reset_streaks' returning 1")
    # At midnight UTC a new round would begin.
    scene.rows("insert into private.settling_round (settled_before) values ('infinity') returning 1")
    # Two in the afternoon there, whatever the hour: streaks are looked at for nudges, too.
    zone = f"Etc/GMT{datetime.now(UTC).hour - 14:+d}"
    athletes = [person(scene.sql, zone=zone) for _ in range(5)]
    for athlete in athletes:
        aim_for(athlete, 1, MONDAY.date())
        train(athlete, MONDAY)

    def state() -> State:
        shown = (
            "select streak_type::text, current_streak, longest_streak, freezes_available"
            " from private.settled_streaks order by 1, 2, 3, 4"
        )
        return {"streaks": scene.rows(shown)}

    return Story("reset_streaks", _scheduled(), state)
