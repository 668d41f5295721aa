"""Connections are cut in the middle of a request, before the gateway and behind it."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.postgres import Cluster
from tests.database.athlete import BENCH, CURL, SQUAT, Document, line, one_set, workout
from tests.faults.campaign import Campaign
from tests.faults.device import Device
from tests.faults.diary import Diary, measured
from tests.faults.proxies import Cut, Direction, Proxy
from tests.faults.report import Tell
from tests.faults.rig import Rig, served
from tests.people import sign_up

# Of the bytes that go one way, where the connection breaks. Answers differ in length, so not before the last.
PLACES: list[tuple[Direction, float]] = [
    ("there", 0), ("there", 0.2), ("there", 0.5), ("there", 0.8), ("there", 0.95), ("back", 0), ("back", 0.5),
    ("back", 0.8), ("back", 0.95),
]  # fmt: skip


@dataclass(frozen=True)
class Detour:
    """A stack whose clients come by one proxy, and which goes to Postgres by another."""

    rig: Rig
    front: Proxy
    back: Proxy

    @property
    def url(self) -> str:
        """Where clients ask."""
        return f"http://127.0.0.1:{self.front.port}"


@pytest.fixture(scope="module")
def built(
    durable_cluster: Cluster, durable_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Detour]:
    with ExitStack() as opened:
        back = opened.enter_context(Proxy(durable_cluster.port))
        around = durable_database.replace(f":{durable_cluster.port}/", f":{back.port}/")
        folder = tmp_path_factory.mktemp("detour")
        rig = opened.enter_context(served(durable_cluster, durable_database, folder, around))
        front = opened.enter_context(Proxy(int(rig.address.url.rpartition(":")[2])))
        yield Detour(rig, front, back)


@pytest.fixture
def detour(built: Detour) -> Iterator[Detour]:
    """Nothing is cut before a test says so, nor after it."""
    yield built
    built.front.disarm()
    built.back.disarm()


@dataclass(frozen=True)
class Request:
    """What a device asks, and what the diary says when it was acknowledged."""

    method: str
    path: str
    body: Any
    note: Callable[[Diary], None]


def requests() -> Iterator[Request]:
    """A morning's requests, each possible once the one before is done."""

    def rpc(name: str, note: Callable[[Diary], None], **arguments: Any) -> Request:
        return Request("POST", f"/rpc/{name}", arguments, note)

    def unnoted(_diary: Diary) -> None:
        """Nothing of it is in the diary."""

    now = datetime.now(UTC)
    first, second = (
        workout(now - timedelta(days=days), one_set(BENCH, 5, 60), one_set(SQUAT, 5, 80), minutes=30)
        for days in (2, 1)
    )
    live = workout(now)["id"]
    added = one_set(BENCH, 6, 62.5)
    corrected: Document = {**first, "sets": [*first["sets"], one_set(CURL, 10, 20, order=3)]}
    plan = {
        "id": workout(now)["id"], "name": "P", "plan_type": "other", "days_per_week": 1,
        "days": [{"name": "D", "order_in_plan": 1, "exercises": [line()]}],
    }  # fmt: skip
    yield rpc("create_plan", unnoted, p_plan=plan)
    yield rpc("record_check_in", lambda d: d.days.add(now.date().isoformat()), p_check_in={"energy": 5})
    yield rpc("log_workout", lambda d: d.logged(first), p_workout=first)
    yield rpc("log_workout", lambda d: d.logged(second), p_workout=second)
    yield rpc("correct_workout", lambda d: d.logged(corrected), p_workout=corrected)
    yield Request("DELETE", f"/workout_sessions?id=eq.{second['id']}", None, lambda d: d.gone(second["id"]))
    yield rpc("start_workout", lambda d: d.moved(live, "started"), p_session_id=live)
    yield Request(
        "POST", "/session_exercises?on_conflict=id", {**added, "workout_session_id": live},
        lambda d: d.sessions[live][1].update({added["id"]: measured(added)}),
    )  # fmt: skip
    yield rpc("finish_workout", lambda d: d.moved(live, "completed"), p_session_id=live)


UPSERT = {"prefer": "resolution=merge-duplicates"}


def sizes(detour: Detour, proxy: Proxy) -> list[dict[Direction, int]]:
    """How many bytes each request takes through a proxy, on connections that are warm."""
    person = sign_up(detour.rig.address)
    device = Device(person, detour.rig.address, detour.url)
    device.ask("GET", "/profiles?select=id")
    found = []
    for request in requests():
        with proxy.measuring() as passed:
            device.ask(request.method, request.path, request.body, **UPSERT)
        found.append(dict(passed))
    device.close()
    return found


def cut_everywhere(
    detour: Detour, proxy: Proxy, places: list[tuple[Direction, float]], *, is_hard: bool
) -> int:
    """Cut each request of a morning once, at each place; returns how many cuts there were."""
    measured_sizes = sizes(detour, proxy)
    before = proxy.cuts
    for direction, share in places:
        person = sign_up(detour.rig.address)
        device, diary = Device(person, detour.rig.address, detour.url), Diary(person.id)
        for request, size in zip(requests(), measured_sizes, strict=True):
            device.ask("GET", "/profiles?select=id")
            proxy.arm(Cut(direction, int(size[direction] * share), is_hard=is_hard))
            device.ask(request.method, request.path, request.body, **UPSERT)
            proxy.disarm()
            request.note(diary)
        device.close()
        with detour.rig.sql() as sql:
            diary.audit(sql)
            plans = sql.execute("select count(*) from public.workout_plans where user_id = %s", [person.id])
            assert plans.fetchone() == (1,)
    return proxy.cuts - before


@pytest.mark.parametrize("is_hard", [True, False], ids=["reset", "closed"])
def test_cut_between_client_and_gateway_a_request_repeated_is_done_once(
    detour: Detour, tell: Tell, *, is_hard: bool
) -> None:
    places = PLACES if is_hard else PLACES[1::3]
    cuts = cut_everywhere(detour, detour.front, places, is_hard=is_hard)
    tell(cuts=cuts)
    assert cuts >= len(places) * 8, "too many requests were through before they could be cut"


def test_cut_between_gateway_and_postgres_a_request_repeated_is_done_once(detour: Detour, tell: Tell) -> None:
    cuts = cut_everywhere(detour, detour.back, PLACES[::2], is_hard=True)
    tell(cuts=cuts)
    assert cuts >= len(PLACES[::2]) * 8, "too many requests were through before they could be cut"


def test_an_answer_lost_after_the_commit_says_that_it_may_be_asked_again(detour: Detour) -> None:
    """The client must neither take it for done nor for refused."""
    person = sign_up(detour.rig.address)
    device, diary = Device(person, detour.rig.address), Diary(person.id)
    done = workout(datetime.now(UTC) - timedelta(days=1), one_set(), minutes=30)
    detour.back.arm(Cut("back", before=b"COMMIT"))
    lost = device.once("POST", "/rpc/log_workout", {"p_workout": done})
    assert (lost.status_code, lost.json()["code"]) == (503, "PGRST001")
    diary.logged(done)
    with detour.rig.sql() as sql:
        # It was done; and done it stays when it is asked for again.
        diary.audit(sql)
        assert device.call("log_workout", p_workout=done)["session_id"] == done["id"]
        diary.audit(sql)
    device.close()


def test_cut_at_any_time_anywhere_all_that_was_acknowledged_is_there_once(
    detour: Detour, campaign: Campaign
) -> None:
    def cut(luck: random.Random) -> None:
        proxy = luck.choice([detour.front, detour.back])
        proxy.arm(Cut(luck.choice(["there", "back"]), luck.randrange(4000), is_hard=luck.random() < 0.5))
        if luck.random() < 0.2:
            proxy.cut_all()

    campaign.run(detour.rig, cut, detour.url)


def test_every_backend_ended_by_an_administrator_all_that_was_acknowledged_is_there_once(
    rig: Rig, campaign: Campaign
) -> None:
    def end(_luck: random.Random) -> None:
        with rig.sql() as sql:
            sql.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where application_name = 'spotter gateway'"
            )

    campaign.run(rig, end)
