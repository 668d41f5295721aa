"""Every figure can be measured, at a tiny size, and its file says what the table says."""

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from bench.athletes import SETS_PER_WORKOUT, Athlete
from bench.bare_insert import BareInsert
from bench.calls import TABLE_READS
from bench.cli import app
from bench.crowd import CLIENTS
from bench.laboratory import Laboratory, kept_laboratory, laboratory
from bench.log_workout import Turn, next_workouts
from bench.report import Figure
from bench.rollups import STATISTICS
from bench.timing import Timing


def measured(tmp_path: Path, *arguments: str) -> list[dict[str, Any]]:
    file = tmp_path / "figures.json"
    result = CliRunner().invoke(app, [*arguments, f"--json={file}"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    figures: list[dict[str, Any]] = json.loads(file.read_text())["figures"]
    return figures


def test_log_workout_is_measured_against_the_bare_insert(tmp_path: Path) -> None:
    [figure] = measured(tmp_path, "log-workout", "--size=40", "--runs=3")
    assert figure["baseline_name"] == "bare insert"
    assert len(figure["ours"]["seconds"]) == len(figure["baseline"]["seconds"]) == 3


def test_finishing_is_measured_alone_and_with_its_sets(tmp_path: Path) -> None:
    alone, together = measured(tmp_path, "finish-workout", "--size=40", "--runs=3")
    assert alone["baseline"] == together["baseline"]
    assert all(
        one < both for one, both in zip(alone["ours"]["seconds"], together["ours"]["seconds"], strict=True)
    )


def test_the_next_set_is_measured_through_a_workout(tmp_path: Path) -> None:
    [figure] = measured(tmp_path, "next-set", "--lines=2", "--runs=3")
    assert len(figure["ours"]["seconds"]) == (2 * 3 + 1) * 3
    assert figure["p95_goal"] == 0.005


@pytest.mark.parametrize("command", ["log-workout", "finish-workout"])
def test_a_profile_is_of_the_call_and_not_of_what_comes_before(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--profile", "--size=20", "--runs=2"], catch_exceptions=False)
    assert f"private.{command.replace('-', '_')}" in result.output
    assert "start_workout" not in result.output


def test_every_read_of_tables_is_measured_against_the_owner(tmp_path: Path) -> None:
    figures = measured(tmp_path, "reads", "--size=10000", "--runs=3")
    assert [figure["name"] for figure in figures] == [f"{call.name} of 10,000 sets" for call in TABLE_READS]
    assert all(figure["baseline_name"] == "no RLS" and figure["goal"] == 1.15 for figure in figures)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that Postgres' account can reach when we are root, which pytest's can't be."""
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_statistics_are_measured_against_a_smaller_database(tmp_path: Path, shelf: Path) -> None:
    arguments = ("statistics", "--size=40000", "--size=44000", f"--keep={shelf}", "--runs=2")
    figures = measured(tmp_path, *arguments)
    alone, compared = figures[: len(STATISTICS)], figures[len(STATISTICS) :]
    assert [figure["name"] for figure in alone] == [f"{one.name} of 40,000 sets" for one in STATISTICS]
    assert [figure["name"] for figure in compared] == [f"{one.name} of 44,000 sets" for one in STATISTICS]
    assert all(figure["p95_goal"] == 0.02 for figure in figures)
    assert all(figure["baseline"] is None for figure in alone)
    assert all(figure["baseline_name"] == "of 40,000" and figure["goal"] == 1.5 for figure in compared)


def test_settling_streaks_is_measured_against_fewer_users(tmp_path: Path) -> None:
    *nights, meanwhile = measured(tmp_path, "streaks", "--users=200", "--users=220", "--runs=2")
    for alone, grown in (nights[:2], nights[2:]):
        assert alone["goal"] == 0.25  # seconds for 5,000 users: 20,000 a second
        assert grown["ours"] == alone["ours"]
        assert grown["baseline_name"] == "of 200"
        assert len(grown["ours"]["seconds"]) == len(grown["baseline"]["seconds"]) == 2
    assert meanwhile["baseline_name"] == "alone"


def test_what_is_kept_is_used_again(shelf: Path) -> None:
    def fill(place: Laboratory) -> None:
        with psycopg.connect(place.url()) as owner:
            owner.execute("create table public.fillings as select 1 as number")

    contents: list[list[tuple[int, ...]]] = []
    for wanted in ("one", "one", "other"):
        with (
            kept_laboratory("16", shelf / "kept", wanted, fill) as place,
            psycopg.connect(place.url()) as owner,
        ):
            owner.execute("update public.fillings set number = number + 1")
            contents.append(owner.execute("select number from public.fillings").fetchall())
    assert contents == [[(2,)], [(3,)], [(2,)]]


def test_a_workout_over_http_is_measured_both_ways_and_for_many(tmp_path: Path) -> None:
    figure, *served = measured(tmp_path, "http", "--size=40", "--runs=2")
    assert figure["ratio"] > 0
    assert len(served) == 3 * len(CLIENTS)
    assert all(one["a_second"] > 0 for one in served)


def test_own_time_is_measured_with_the_model_and_without(tmp_path: Path) -> None:
    figures = measured(tmp_path, "own-time", "--memories=100", "--runs=4")
    whole = [figure["name"] for figure in figures if figure["p95_goal"]]
    assert whole == [
        f"{name} without the model, 100 memories"
        for name in ("generate-plan", "coach-chat", "generate-plan by rule", "coach-chat by rule")
    ]
    assert all(
        figure["p95_goal"] in (0.06, None) and len(figure["ours"]["seconds"]) == 4 for figure in figures
    )


def test_own_time_is_what_python_and_the_database_take(tmp_path: Path) -> None:
    own, python, database, *_ = measured(tmp_path, "own-time", "--memories=100", "--runs=2")
    parts = zip(python["ours"]["seconds"], database["ours"]["seconds"], strict=True)
    assert own["ours"]["seconds"] == pytest.approx([sum(part) for part in parts], abs=0.002)


@pytest.fixture(scope="module")
def place() -> Iterator[Laboratory]:
    with laboratory("16") as place:
        yield place


@pytest.fixture(scope="module")
def turn(place: Laboratory) -> Turn:
    return next_workouts(place, 20, 1)[0]


def test_a_bare_insert_of_other_rows_is_refused(place: Laboratory, turn: Turn) -> None:
    with BareInsert(place) as bare:
        bare.trial(*turn).act()  # and log_workout isn't called
        with pytest.raises(RuntimeError, match="same rows"):
            bare.refuse_difference()


def test_the_bare_insert_checks_foreign_keys(place: Laboratory, turn: Turn) -> None:
    with BareInsert(place) as bare, pytest.raises(RuntimeError, match="foreign key"):
        bare.trial(Athlete(99), turn[1]).act()


@pytest.mark.parametrize("table", ["workout_sessions", "session_exercises"])
def test_the_bare_insert_fires_no_trigger_of_ours(place: Laboratory, table: str) -> None:
    with BareInsert(place), psycopg.connect(place.url(database="bare")) as connection:
        firing = connection.execute(
            "select tgname from pg_trigger"
            " where tgrelid = %s::regclass and not tgisinternal and tgenabled <> 'D'",
            [f"public.{table}"],
        ).fetchall()
    assert firing == []


def test_the_same_athlete_trains_the_same_way_every_time() -> None:
    one, other = (Athlete(3).workouts(7, date(2026, 3, 4)) for _ in range(2))
    assert one == other


def test_every_made_up_workout_has_as_many_sets_as_the_figures_say() -> None:
    assert {len(workout.sets) for workout in Athlete(1).workouts(6, date(2026, 3, 4))} == {SETS_PER_WORKOUT}


def test_a_ratio_is_of_the_medians() -> None:
    figure = Figure("a", Timing((2.0, 6.0, 100.0)), "b", Timing((3.0, 1.0, 4.0)))
    assert figure.ratio == 2


def test_a_goal_without_a_baseline_is_in_seconds() -> None:
    assert Figure("cold start", Timing((59.0,)), goal=60).met


def test_a_missed_goal_is_told() -> None:
    assert not Figure("cold start", Timing((61.0,)), goal=60).met


def test_a_goal_for_the_slowest_is_of_the_95th_percentile() -> None:
    slow_once_in_ten = Timing((*(0.001,) * 18, 0.03, 0.03))
    assert not Figure("statistic", slow_once_in_ten, p95_goal=0.02).met
    assert Figure("statistic", slow_once_in_ten, p95_goal=0.03).met


def test_every_goal_has_to_be_met() -> None:
    figure = Figure("statistic", Timing((0.01,)), "small", Timing((0.005,)), goal=1.5, p95_goal=0.02)
    assert not figure.met
