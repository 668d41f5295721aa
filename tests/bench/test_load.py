"""Growth, saturation and layers can be measured at a tiny size, and measure what they should."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from bench.athletes import SETS_PER_WORKOUT
from bench.calls import CALLS, LOG_WORKOUT, READS, START_WORKOUT, TABLE_READS, WRITES, Call
from bench.cli import app
from bench.layers import LAYERS, take_away
from bench.load import Inhabited, claims, inhabited
from bench.members import MOST_WORKOUTS, Member, logging, reading, rested, training
from bench.pgbench import Request, serve
from bench.population import population
from bench.report import Figure
from bench.timing import Timing
from bench.turns import warmed_up, writes
from local.errors import StackError
from local.postgres import SUPERUSER

# What a layer is made of.
_STATE = """
select
    (select count(*) from pg_class where relrowsecurity),
    (select count(*) from pg_trigger where tgenabled = 'D'),
    (select sum(length(prosrc)) from pg_proc)
"""


def measured(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    file, picture = tmp_path / "figures.json", tmp_path / "figures.svg"
    options = [*arguments, f"--json={file}", f"--plot={picture}"]
    result = CliRunner().invoke(app, options, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "<svg" in picture.read_text()
    written: dict[str, Any] = json.loads(file.read_text())
    return written


def test_every_hot_call_is_measured_against_the_small_database(tmp_path: Path) -> None:
    figures = measured(tmp_path, "growth", "--size=10000", "--size=11000", "--runs=1")["figures"]
    assert {figure["name"] for figure in figures} == {f"{call.name}, 11,000 sets" for call in CALLS}
    assert all(figure["baseline_name"] == "10,000" for figure in figures)
    assert all(figure["goal"] == figure["p95_ratio_goal"] == 1.5 for figure in figures)


def test_every_number_of_clients_logs_its_share_of_the_workouts(tmp_path: Path) -> None:
    arguments = ("saturation", "--size=10000", "--requests=4", "--clients=1", "--clients=2")
    loads = measured(tmp_path, *arguments)["loads"]
    assert [load["clients"] for load in loads] == [1, 2]
    assert all(len(load["timing"]["seconds"]) == 4 for load in loads)
    assert all(load["wal_mb"] > 0 and sum(load["waits"].values()) == pytest.approx(1) for load in loads)


def test_a_layer_is_measured_by_taking_it_away(tmp_path: Path) -> None:
    arguments = ("layers", "--size=10000", "--runs=1", "--layer=all rollups")
    figures = measured(tmp_path, *arguments)["figures"]
    assert {figure["name"] for figure in figures} == {call.name for call in WRITES}
    assert {figure["baseline_name"] for figure in figures} == {"without all rollups"}


@pytest.fixture(scope="module")
def few() -> Iterator[Inhabited]:
    with inhabited("16", 10_000) as few:
        yield few


@pytest.fixture
def copy(few: Inhabited) -> Inhabited:
    """The same database for a test that logs workouts: who has logged is not asked again."""
    return Inhabited(few.place.copy("copy"), few.people)


@pytest.fixture
def admin(few: Inhabited) -> Iterator[psycopg.Connection]:
    with psycopg.connect(few.place.url(SUPERUSER), autocommit=True) as admin:
        yield admin


@pytest.mark.parametrize("call", TABLE_READS, ids=lambda call: call.name)
def test_a_read_finds_rows(few: Inhabited, admin: psycopg.Connection, call: Call) -> None:
    [request] = reading(few, call, 1)
    with admin.transaction():
        admin.execute("set local role authenticated")
        admin.execute("select set_config('request.jwt.claims', %s, true)", [claims(request.athlete)])
        query = call.query.format(body="%s")
        [found] = admin.execute(query.encode(), [request.body] * query.count("%s")).fetchone() or [None]
    assert found


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_can_be_taken_away(few: Inhabited, layer: str) -> None:
    with psycopg.connect(few.place.url()) as owner, owner.transaction(force_rollback=True):
        before = owner.execute(_STATE).fetchone()
        take_away(owner, LAYERS[layer])
        assert owner.execute(_STATE).fetchone() != before


@pytest.mark.parametrize("runs", [1, 16])
def test_no_workout_is_logged_after_one_of_today_was_lived(few: Inhabited, runs: int) -> None:
    calls = [request.call for lane in writes(few, runs) for request in lane]
    logged = [nth for nth, call in enumerate(calls) if call == LOG_WORKOUT]
    lived = [nth for nth, call in enumerate(calls) if call == START_WORKOUT]
    assert logged
    assert lived
    assert logged[-1] < lived[0]


def test_workouts_are_logged_as_the_newest_and_once(copy: Inhabited) -> None:
    [member, *_] = rested(copy, 2)
    lane = list(logging([member], 3))
    served = serve(copy.place, [warmed_up(lane, 1)])
    assert [one.call for one in served.lanes[0]] == [LOG_WORKOUT] * 2
    with psycopg.connect(copy.place.url(SUPERUSER)) as admin:
        latest = admin.execute(
            "select id::text from public.workout_sessions where user_id = %s"
            " order by started_at desc limit 3",
            [member.athlete.id],
        ).fetchall()
    assert [row[0] for row in latest] == [
        json.loads(request.body)["p_workout"]["id"] for request in reversed(lane)
    ]


def test_who_has_logged_since_is_not_asked_again(copy: Inhabited) -> None:
    [member, *others] = rested(copy, 1)
    serve(copy.place, [list(logging([member], 1))])
    assert not others
    with pytest.raises(StackError, match="kept"):
        rested(copy, 2)
    with pytest.raises(StackError, match=r"3 users .* are needed; there are 2"):
        rested(copy, 3)


def test_the_last_workout_of_a_member_is_not_in_the_future(few: Inhabited) -> None:
    life, athlete = few.people.regular_members(datetime.now(UTC).date())[0]
    assert Member(athlete, life).coming(MOST_WORKOUTS)[-1].ended_at < datetime.now(UTC)


def test_who_is_measured_lives_the_same_life_in_every_database() -> None:
    today = date(2026, 3, 4)
    lives = [
        population(sets).regular_members(today)[0][0] for sets in (10_000, 44_000, 1_000_000, 20_000_000)
    ]
    assert lives == [lives[0]] * 4


def test_a_request_that_fails_ends_the_measurement(few: Inhabited) -> None:
    [request] = reading(few, READS[0], 1)
    with pytest.raises(RuntimeError, match="invalid input syntax for type uuid"):
        serve(few.place, [[Request(READS[0], request.athlete, "nobody")]])


def test_a_live_workout_is_finished_with_its_sets(copy: Inhabited) -> None:
    *_, (life, athlete) = copy.people.regular_members(datetime.now(UTC).date())
    lane = list(training([Member(athlete, life)], 1))
    serve(copy.place, [lane])
    session = json.loads(lane[0].body)["p_session_id"]
    with psycopg.connect(copy.place.url(SUPERUSER)) as admin:
        stored = admin.execute(
            "select status::text, total_sets from public.workout_sessions where id = %s", [session]
        ).fetchone()
    assert stored == ("completed", SETS_PER_WORKOUT)


def test_the_next_day_is_found_without_reading_a_year_of_workouts(
    few: Inhabited, admin: psycopg.Connection
) -> None:
    life, athlete = few.people.regular_members(datetime.now(UTC).date())[-1]
    for _ in range(8):  # the first ones read the catalogue, too, and are planned for this user alone
        [[explained]] = admin.execute(
            "explain (analyze, buffers, format json) select private.next_day(user_id, id, activated_at)"
            " from public.workout_plans where user_id = %s",
            [athlete.id],
        ).fetchone() or [[]]
    assert life.workouts > 100
    assert explained["Plan"]["Shared Hit Blocks"] + explained["Plan"]["Shared Read Blocks"] < 60


def test_a_growth_of_the_slowest_misses_the_goal() -> None:
    slow_once_in_ten = Timing((*(0.001,) * 18, 0.03, 0.03))
    steady = Timing((0.001,) * 20)
    assert not Figure("a", slow_once_in_ten, "b", steady, goal=1.5, p95_ratio_goal=1.5).met
    assert Figure("a", slow_once_in_ten, "b", slow_once_in_ten, goal=1.5, p95_ratio_goal=1.5).met
