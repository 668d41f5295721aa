"""Every figure can be measured, at a tiny size, and its file says what the table says."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from bench.athletes import SETS_PER_WORKOUT, Athlete
from bench.bare_insert import BareInsert
from bench.cli import app
from bench.laboratory import Laboratory, laboratory
from bench.log_workout import Turn, next_workouts
from bench.report import Figure
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


def test_both_reads_are_measured_against_the_owner(tmp_path: Path) -> None:
    figures = measured(tmp_path, "reads", "--size=2000", "--runs=3")
    assert [figure["goal"] for figure in figures] == [1.2, 1.2]
    assert all(figure["baseline_name"] == "no RLS" for figure in figures)


def test_a_workout_over_http_is_measured_both_ways(tmp_path: Path) -> None:
    [figure] = measured(tmp_path, "http", "--size=40", "--runs=2")
    assert figure["ratio"] > 0


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
