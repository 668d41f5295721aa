"""The client logs whole workouts by wger's protocol, and reports errors."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bench.athletes import Athlete
from bench.peers.wger import Wger, WgerError
from tests.fakes.wger import server as wger_server
from tests.fakes.wger.server import TOKEN

WORKOUT = Athlete(1).workouts(1, date(2026, 3, 4))[0]


@pytest.fixture
def server() -> Iterator[wger_server.Wger]:
    with wger_server.running() as wger:
        yield wger


@pytest.fixture
def client(server: wger_server.Wger) -> Iterator[Wger]:
    with Wger(server.url, TOKEN) as client:
        yield client


def test_a_workout_takes_a_request_and_one_a_set(client: Wger) -> None:
    assert client.log(WORKOUT) == 1 + len(WORKOUT.sets)


def test_every_set_arrives_as_it_was_lifted(server: wger_server.Wger, client: Wger) -> None:
    client.log(WORKOUT)
    assert [(log["repetitions"], log["weight"], log["rir"], log["rest"]) for log in server.logs] == [
        (one.reps, one.weight_kg, 10 - one.rpe, one.rest_seconds) for one in WORKOUT.sets
    ]


def test_sets_of_an_exercise_stay_together(server: wger_server.Wger, client: Wger) -> None:
    client.log(WORKOUT)
    pairs = {(one.exercise_id, log["exercise"]) for one, log in zip(WORKOUT.sets, server.logs, strict=True)}
    assert len(pairs) == len({ours for ours, _ in pairs}) == len({theirs for _, theirs in pairs})


def test_the_session_has_the_times_of_the_workout(server: wger_server.Wger, client: Wger) -> None:
    client.log(WORKOUT)
    [session] = server.sessions.values()
    assert session["date"] == WORKOUT.started_at.date().isoformat()
    assert session["time_end"] == WORKOUT.ended_at.time().isoformat()


def test_an_effort_that_wger_has_no_word_for_is_its_easiest(server: wger_server.Wger, client: Wger) -> None:
    easy = replace(WORKOUT, sets=(replace(WORKOUT.sets[0], rpe=2),))
    client.log(easy)
    assert server.logs[0]["rir"] == 4.5


def test_what_was_logged_is_deleted_at_the_end(server: wger_server.Wger) -> None:
    with Wger(server.url, TOKEN) as client:
        client.log(WORKOUT)
        client.log(WORKOUT)
        assert len(server.sessions) == 2
    assert server.sessions == {}
    assert server.logs == []


def test_what_a_fault_left_behind_is_deleted_too(server: wger_server.Wger) -> None:
    server.faults = [None, None, 500]
    with pytest.raises(WgerError, match="500"), Wger(server.url, TOKEN) as client:
        client.log(WORKOUT)
    assert server.sessions == {}


def test_a_wrong_token_is_told(server: wger_server.Wger) -> None:
    with Wger(server.url, "wrong") as client, pytest.raises(WgerError, match=r"401 .*Invalid token"):
        client.log(WORKOUT)


def test_a_limit_is_told(server: wger_server.Wger, client: Wger) -> None:
    server.faults = [429]
    with pytest.raises(WgerError, match=r"429 to POST workoutsession: .*throttled"):
        client.log(WORKOUT)


def test_a_refused_field_is_told(client: Wger) -> None:
    impossible = replace(WORKOUT, sets=(replace(WORKOUT.sets[0], weight_kg=12345.678),))
    with pytest.raises(WgerError, match=r"400 to POST workoutlog: .*weight"):
        client.log(impossible)


def test_a_connection_that_breaks_is_told(server: wger_server.Wger, client: Wger) -> None:
    server.faults = [0]
    with pytest.raises(WgerError, match="doesn't answer"):
        client.log(WORKOUT)


def test_an_instance_without_exercises_is_told(server: wger_server.Wger, client: Wger) -> None:
    server.exercises = []
    with pytest.raises(WgerError, match="no exercises"):
        client.log(WORKOUT)
