"""The app tier does the same work in few round trips; the simulated network has the given delay."""

import json
import socket
import time
from collections.abc import Iterator
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from bench.athletes import Athlete
from bench.facts import Json
from bench.laboratory import Laboratory, laboratory
from bench.load import claims
from bench.log_workout import WARM_UP, LogWorkout, Turn, next_workouts
from bench.peers.agreement import DisagreementError, agreeing, refuse_difference
from bench.peers.app_side import PLAIN, InProcess, copy_plain, served, token
from bench.peers.comparison import AtDatabase, Compared, OverHttp, compare, compare_wger, needed
from bench.peers.delay import Target, delayed
from bench.peers.distance import Distant, target_of
from bench.peers.figures import figures_of
from bench.peers.wger import Wger
from bench.timing import Timing, Trial, in_turns
from local.postgres import SUPERUSER
from tests.fakes.wger import server as wger_server

SECRET = "a secret of this test alone, long enough for HS256"  # noqa: S105
WORKOUTS, SPARE, LATER, LAST = 30, 3, needed(1, 1), WARM_UP + 1
SLOW = 0.05


# Each workout is logged once, as the newest, on both sides.
pytestmark = pytest.mark.in_order


@pytest.fixture(scope="module")
def place() -> Iterator[Laboratory]:
    with laboratory("16") as place:
        yield place


@pytest.fixture(scope="module")
def all_turns(place: Laboratory) -> list[Turn]:
    """Ten of every athlete, one athlete after the other."""
    turns = next_workouts(place, 220, -(-(WORKOUTS + SPARE + LATER + LAST) // 10) * 10)
    return sorted(turns, key=lambda turn: turn[0].number)


@pytest.fixture(scope="module")
def turns(all_turns: list[Turn]) -> list[Turn]:
    return all_turns[:WORKOUTS]


@pytest.fixture(scope="module")
def spare(all_turns: list[Turn]) -> list[Turn]:
    return all_turns[WORKOUTS:][:SPARE]


@pytest.fixture(scope="module")
def later(all_turns: list[Turn]) -> list[Turn]:
    return all_turns[WORKOUTS + SPARE :][:LATER]


@pytest.fixture(scope="module")
def last(all_turns: list[Turn]) -> list[Turn]:
    return all_turns[WORKOUTS + SPARE + LATER :][:LAST]


@pytest.fixture(scope="module")
def app_tier(place: Laboratory, all_turns: list[Turn]) -> Iterator[httpx.Client]:
    assert all_turns  # are prepared before the database is copied
    copy_plain(place)
    with served(place.url(database=PLAIN), SECRET) as client:
        yield client


@pytest.fixture(scope="module")
def answers(place: Laboratory, turns: list[Turn], app_tier: httpx.Client) -> list[tuple[Json, Json]]:
    """What both sides answered to the same workouts."""
    with LogWorkout(place) as ours:
        return [(_ours(ours, turn), _theirs(app_tier, turn).raise_for_status().json()) for turn in turns]


def _ours(caller: LogWorkout, turn: Turn) -> Json:
    athlete, workout = turn
    caller.run("begin")
    caller.run("claims", [claims(athlete).encode()])
    answer = caller.run("log_workout", [json.dumps({"p_workout": workout.document()}).encode()])
    caller.run("commit")
    assert answer
    [summary] = json.loads(answer)
    return summary  # type: ignore[no-any-return]


def _theirs(client: httpx.Client, turn: Turn, **changes: Any) -> httpx.Response:
    athlete, workout = turn
    document = workout.document()
    assert isinstance(document, dict)
    headers = {"authorization": f"Bearer {token(athlete, SECRET)}"}
    return client.post("/workouts", json=document | changes, headers=headers)


def test_the_app_tier_leads_to_the_same_rows(place: Laboratory, answers: list[tuple[Json, Json]]) -> None:
    assert refuse_difference(place, PLAIN) > 40 * len(answers)


def test_the_app_tier_gives_the_same_answers(answers: list[tuple[Json, Json]]) -> None:
    for ours, theirs in answers:
        assert ours == theirs


def test_what_is_compared_is_all_that_can_come_of_a_workout(answers: list[tuple[Any, Any]]) -> None:
    summaries = [ours for ours, _ in answers]
    assert any(one["achievements"] for one in summaries)
    assert any(one["xp"]["leveled_up"] for one in summaries)
    assert {event["event_type"] for one in summaries for event in one["xp"]["events"]} >= {
        "workout_completed", "exercise_logged", "personal_record", "streak_kept",
    }  # fmt: skip
    assert {record["record_type"] for one in summaries for record in one["records"]} == {
        "max_weight", "max_volume", "estimated_1rm",
    }  # fmt: skip
    assert {step["reason_code"] for one in summaries for step in one["progression"]} >= {
        "reps_up", "progressed", "held", "below_target", "missed_reps",
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "update public.workout_sessions set total_volume_kg = total_volume_kg + 1",
        "update private.exercise_sessions set estimated_1rm_kg = estimated_1rm_kg + 0.001",
        "update public.prescriptions set new_target = new_target || '{\"weight_kg\": 1}'",
        "delete from private.achievement_awards",
        "insert into private.streak_changes (user_id) select id from public.profiles",
    ],
)
@pytest.mark.usefixtures("answers")
def test_one_other_row_voids_the_comparison(place: Laboratory, change: str) -> None:
    with (
        psycopg.connect(place.url(SUPERUSER)) as ours,
        psycopg.connect(place.url(SUPERUSER, PLAIN)) as theirs,
    ):
        theirs.execute(change.encode())
        with pytest.raises(DisagreementError):
            agreeing(ours, theirs)
        theirs.rollback()


@pytest.mark.usefixtures("answers")
def test_the_app_tier_fires_no_trigger_of_ours(place: Laboratory) -> None:
    with psycopg.connect(place.url(SUPERUSER, PLAIN)) as connection:
        firing = connection.execute(
            "select t.tgname from pg_trigger as t inner join pg_class as c on c.oid = t.tgrelid"
            " where c.relkind = 'r' and not t.tgisinternal and t.tgenabled <> 'D'"
            " and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)"
        ).fetchall()
    assert firing == []


@pytest.mark.usefixtures("answers")
def test_the_app_tier_takes_seven_round_trips(place: Laboratory, spare: list[Turn]) -> None:
    with (
        delayed(target_of(place.url()), 0) as link,
        InProcess(Distant(place, link).url(database=PLAIN)) as app_tier,
    ):
        app_tier.trial(spare[0]).act()  # prepares its statements
        before = link.round_trips
        app_tier.trial(spare[1]).act()
        assert link.round_trips - before == 7


def test_log_workout_takes_the_four_round_trips_of_postgrest(place: Laboratory, spare: list[Turn]) -> None:
    with delayed(target_of(place.url()), 0) as link, LogWorkout(Distant(place, link)) as ours:
        before = link.round_trips
        ours.trial(spare[2]).act()
        assert link.round_trips - before == 4


@pytest.mark.usefixtures("answers")
def test_the_app_tier_refuses_what_log_workout_refuses(app_tier: httpx.Client, turns: list[Turn]) -> None:
    known = turns[-1]
    somebody_else = (Athlete(99), known[1])
    neighbour = next((athlete, known[1]) for athlete, _ in turns if athlete != known[0])
    fresh = {"id": str(uuid4())}
    assert _theirs(app_tier, known).json() == {"session_id": str(known[1].id)}
    assert _theirs(app_tier, known, name="Another").status_code == 409
    assert _theirs(app_tier, somebody_else).status_code == 404
    assert _theirs(app_tier, neighbour, **fresh).status_code == 404
    assert _theirs(app_tier, known, sets=[]).status_code == 422
    assert _theirs(app_tier, known, **fresh).status_code == 501  # not the newest
    assert app_tier.post("/workouts", json=known[1].document()).status_code == 401


def test_all_sides_are_measured_at_a_distance(place: Laboratory, later: list[Turn]) -> None:
    [compared] = compare(place, later, [0.002])
    assert all(len(timing.seconds) == 1 for timing in (*compared.at_database, *compared.over_http))
    # Four round trips, seven, four; one request; seven again.
    assert [timing.median >= least for timing, least in (
        (compared.at_database.ours, 0.008), (compared.at_database.app_tier, 0.014),
        (compared.at_database.bare, 0.008), (compared.over_http.ours, 0.002),
        (compared.over_http.app_tier, 0.014),
    )] == [True] * 5  # fmt: skip


def test_a_wger_is_measured_beside_ours(place: Laboratory, last: list[Turn]) -> None:
    with wger_server.running() as server, Wger(server.url, wger_server.TOKEN) as wger:
        ours, theirs = compare_wger(place, wger, last)
        assert len(server.sessions) == len(last)
    assert len(ours.seconds) == len(theirs.seconds) == 1


def test_the_goal_depends_on_the_distance() -> None:
    slow, fast = Timing((0.02,)), Timing((0.01,))
    near, a_bit, far = (
        figures_of([Compared(delay, AtDatabase(fast, slow, fast), OverHttp(fast, slow))])[0]
        for delay in (0, 0.001, 0.002)
    )
    assert (near.met, a_bit.met, far.met) == (True, None, False)


@pytest.fixture
def echo() -> Iterator[Target]:
    """A server that says everything again."""

    def answer(connection: socket.socket) -> None:
        with connection:
            while data := connection.recv(65536):
                connection.sendall(data)

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            Thread(target=answer, args=[connection]).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=serve)
        thread.start()
        yield Target("127.0.0.1", server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def _said_again(connection: socket.socket, data: bytes) -> float:
    began = time.perf_counter()
    connection.sendall(data)
    received = b""
    while len(received) < len(data):
        received += connection.recv(65536)
    assert received == data
    return time.perf_counter() - began


def test_a_round_trip_takes_at_least_the_delay(echo: Target) -> None:
    with delayed(echo, SLOW) as link, socket.create_connection(("127.0.0.1", link.port)) as near:
        taken = [_said_again(near, b"hello") for _ in range(3)]
    assert min(taken) >= SLOW
    # It waits once each way, and not for every segment.
    assert min(taken) < 1.5 * SLOW


def test_a_large_message_arrives_whole(echo: Target) -> None:
    with delayed(echo, 0.001) as link, socket.create_connection(("127.0.0.1", link.port)) as near:
        _said_again(near, bytes(range(256)) * 400)


def test_round_trips_are_counted_over_all_connections(echo: Target) -> None:
    with delayed(echo, 0.001) as link:
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", link.port)) as near:
                for _ in range(3):
                    _said_again(near, b"hello")
        assert link.round_trips == 6


def test_an_end_reaches_the_other_end(echo: Target) -> None:
    with delayed(echo, 0.001) as link, socket.create_connection(("127.0.0.1", link.port), timeout=5) as near:
        _said_again(near, b"hello")
        near.shutdown(socket.SHUT_WR)
        assert near.recv(1) == b""


def test_a_target_that_is_not_there_hangs_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = Target("127.0.0.1", taken.getsockname()[1])
    with (
        delayed(nobody, 0.001) as link,
        socket.create_connection(("127.0.0.1", link.port), timeout=5) as near,
    ):
        assert near.recv(1) == b""


def test_sides_take_turns_at_going_first() -> None:
    order: list[str] = []
    in_turns([[Trial(lambda name=name: order.append(name)) for name in "abc"] for _ in range(3)], 3)  # type: ignore[misc]
    assert "".join(order) == "abcbcacab"
