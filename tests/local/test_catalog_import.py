"""`spotter catalog import`: every record and value is taken or listed, and nothing comes twice."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from typer.testing import CliRunner

from local.catalog import terms
from local.catalog.cli import app
from local.catalog.mapping import Exercise, Mapped, map_record
from local.catalog.names import spelling_key
from local.catalog.store import Catalogue, import_id, sort_out

MISSING = ...


def record(**changes: object) -> dict[str, Any]:
    """A record as free-exercise-db has it; a value of MISSING takes the field away."""
    whole = {
        "name": "Wobble Board Heave",
        "force": "push",
        "level": "expert",
        "mechanic": "compound",
        "equipment": "barbell",
        "primaryMuscles": ["chest"],
        "secondaryMuscles": ["triceps"],
        "instructions": ["Lift it.", "Lower it."],
        "category": "strength",
        "id": "Wobble_Board_Heave",
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not MISSING}


FILE = [
    record(),
    record(id="Zigzag_Stretch", name="Zigzag Stretch", category="stretching", mechanic=None, equipment=None),
    record(id="Pushups", name="Pushups", equipment="body only"),
    record(id="Wobbles", name="Wobble-Board Heaves"),
    record(id="Broken", name="Broken Press", primaryMuscles=["gills"]),
    record(id="Zigzag_Jump", name="Zigzag Depth Jump", category="plyometrics", equipment="body only"),
    record(id="Zigzag_Run", name="Zigzag Running", category="cardio", equipment="other", images=["a.jpg"]),
    "not an object",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "exercises.json"
    path.write_text(json.dumps(FILE), encoding="utf-8")
    return path


@pytest.fixture
def target(database: str) -> Iterator[str]:
    """The database, without what the tests here import."""
    yield database
    with psycopg.connect(database) as connection:
        ids = [import_id(item["id"]) for item in FILE if isinstance(item, dict)]
        connection.execute("delete from public.exercises where id = any(%s)", [ids])


def run_import(file: Path, target: str, *options: str) -> dict[str, Any]:
    report = file.with_name("report.json")
    result = CliRunner().invoke(
        app, ["import", str(file), "--database-url", target, "--report", str(report), *options]
    )
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return answer


def mapped(**changes: object) -> Exercise:
    exercise = map_record(record(**changes)).exercise
    assert exercise
    return exercise


def notes(**changes: object) -> list[tuple[str, str]]:
    return [(note.field, note.value) for note in map_record(record(**changes)).notes]


def test_every_record_of_the_file_is_accounted_for(file: Path, target: str) -> None:
    report = run_import(file, target)
    assert report["records"] == len(FILE)
    assert report["imported"] == [
        "Wobble Board Heave",
        "Zigzag Stretch",
        "Zigzag Depth Jump",
        "Zigzag Running",
    ]
    assert report["merged"] == [
        {"name": "Pushups", "into": "Push-Up"},
        {"name": "Wobble-Board Heaves", "into": "Wobble Board Heave"},
    ]
    assert [entry["name"] for entry in report["unmapped"]] == ["Broken Press", "?"]


def test_a_second_import_adds_nothing(file: Path, target: str) -> None:
    run_import(file, target)
    with psycopg.connect(target) as connection:
        before = connection.execute("select id, updated_at from public.exercises order by id").fetchall()
    report = run_import(file, target)
    with psycopg.connect(target) as connection:
        after = connection.execute("select id, updated_at from public.exercises order by id").fetchall()
    assert (report["imported"], len(report["present"])) == ([], 4)
    assert after == before


def test_a_dry_run_tells_the_same_and_writes_nothing(file: Path, target: str) -> None:
    told = run_import(file, target, "--dry-run")
    assert told == run_import(file, target)


def test_an_imported_exercise_is_ours_and_found_by_search(file: Path, target: str) -> None:
    run_import(file, target)
    with psycopg.connect(target) as connection:
        row = connection.execute(
            "select e.slug, e.created_by, e.is_approved, equipment_required(e)"
            " from private.match_spellings(null, 'wobble bord heave') as m"
            " inner join public.exercises as e on m.exercise_id = e.id order by m.score desc"
        ).fetchone()
    assert row == ("wobble-board-heave", None, True, ["Barbell"])


def test_a_refused_row_leaves_nothing_behind(file: Path, target: str) -> None:
    broken = record(id="Zigzag_Stretch", name="Zigzag Stretch", instructions=["x"])
    file.write_text(json.dumps([record(), broken]), encoding="utf-8")
    with psycopg.connect(target) as connection:
        connection.execute(
            "alter table public.exercises add constraint no_zigzag check (name !~ 'Zigzag') not valid"
        )
    try:
        result = CliRunner().invoke(app, ["import", str(file), "--database-url", target])
        with psycopg.connect(target) as connection:
            left = connection.execute(
                "select from public.exercises where slug = 'wobble-board-heave'"
            ).rowcount
    finally:
        with psycopg.connect(target) as connection:
            connection.execute("alter table public.exercises drop constraint no_zigzag")
    assert (result.exit_code, left) == (1, 0)


@pytest.mark.parametrize("muscle", sorted(terms.MUSCLES))
def test_every_muscle_of_the_layout_is_known(muscle: str) -> None:
    assert mapped(primaryMuscles=[muscle]).primary_muscle_group == terms.MUSCLES[muscle]


@pytest.mark.parametrize(
    ("name", "force", "muscle"),
    [
        ("Side Lateral Raise", "push", "side_delts"),
        ("Cable Rear Delt Fly", "pull", "rear_delts"),
        ("Military Press", "push", "front_delts"),
        ("Upright Row", "pull", "side_delts"),
    ],
)
def test_shoulders_are_told_apart(name: str, force: str, muscle: str) -> None:
    assert mapped(name=name, force=force, primaryMuscles=["shoulders"]).primary_muscle_group == muscle


@pytest.mark.parametrize(
    ("changes", "pattern"),
    [
        ({"name": "Barbell Full Squat", "primaryMuscles": ["quadriceps"]}, "squat"),
        ({"name": "Romanian Deadlift", "primaryMuscles": ["hamstrings"]}, "hinge"),
        ({"name": "Dumbbell Lunges", "primaryMuscles": ["quadriceps"]}, "lunge"),
        ({"name": "Wide-Grip Pulldown", "primaryMuscles": ["lats"]}, "vertical_pull"),
        ({"name": "Seated Row", "primaryMuscles": ["middle back"]}, "horizontal_pull"),
        ({"name": "Neck Press"}, "horizontal_push"),
        ({"name": "Leg Extensions", "mechanic": "isolation"}, "isolation"),
        ({"name": "Jogging", "category": "cardio"}, "locomotion"),
    ],
)
def test_the_movement_pattern_follows_from_name_and_target(changes: dict[str, Any], pattern: str) -> None:
    assert mapped(**changes).movement_pattern == pattern


@pytest.mark.parametrize(
    ("changes", "tracking"),
    [
        ({}, "weight_reps"),
        ({"equipment": "body only"}, "reps_only"),
        ({"force": "static"}, "duration"),
        ({"category": "stretching"}, "duration"),
        ({"category": "cardio", "name": "Running, Treadmill"}, "distance_duration"),
        ({"category": "cardio", "name": "Rope Jumping"}, "duration"),
    ],
)
def test_what_is_logged_follows_from_kind_and_equipment(changes: dict[str, Any], tracking: str) -> None:
    assert mapped(**changes).tracking_type == tracking


@pytest.mark.parametrize(
    ("name", "word", "equipment"),
    [
        ("Incline Dumbbell Press", "dumbbell", ["dumbbell", "bench"]),
        ("Barbell Squat", "barbell", ["barbell", "squat-rack"]),
        ("Smith Machine Squat", "machine", ["smith-machine"]),
        ("Thigh Abductor", "machine", ["hip-machine"]),
        ("Atlas Stones", "other", ["special-equipment"]),
        ("Chin-Up", "body only", ["pull-up-bar"]),
        ("Push-Up", "body only", []),
    ],
)
def test_equipment_that_the_file_doesnt_name_is_taken_from_the_name(
    name: str, word: str, equipment: list[str]
) -> None:
    assert mapped(name=name, equipment=word).equipment == equipment


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"images": ["0.jpg"]}, ("images", "['0.jpg']")),
        ({"level": "godlike"}, ("level", "godlike")),
        ({"mechanic": None}, ("mechanic", "")),
        ({"secondaryMuscles": ["gills"]}, ("secondaryMuscles", "gills")),
        ({"name": "Atlas Stones", "equipment": "other"}, ("equipment", "other")),
        ({"equipment": None}, ("equipment", "")),
        ({"instructions": ["x"] * 30 + ["the last"]}, ("instructions", "the last")),
    ],
)
def test_a_value_that_isnt_taken_is_listed(changes: dict[str, Any], note: tuple[str, str]) -> None:
    assert notes(**changes) == [note]


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "dancing"},
        {"equipment": "hoverboard"},
        {"primaryMuscles": []},
        {"primaryMuscles": "chest"},
        {"name": ""},
        {"name": "x" * 101},
        {"name": "NUL \0"},
        {"name": "\ud800"},
        {"name": "俯卧撑"},
        {"name": 7},
        {"id": MISSING},
        {"instructions": "Lift it."},
    ],
    ids=str,
)
def test_a_record_that_cant_be_used_says_why(changes: dict[str, Any]) -> None:
    outcome = map_record(record(**changes))
    assert outcome.exercise is None
    assert outcome.reason


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
records = st.fixed_dictionaries(
    {
        "id": st.sampled_from("abcd"),
        "name": st.sampled_from(["Push-Up", "Push Ups", "Zigzag", "zigzags", "Row"]),
        "category": st.sampled_from([*terms.EXERCISE_TYPES, "dancing"]),
        "equipment": st.sampled_from([*terms.EQUIPMENT, "machine", "other", "body only", None, "hoverboard"]),
        "primaryMuscles": st.lists(st.sampled_from([*terms.MUSCLES, "shoulders", "gills"]), max_size=2),
    }
)


@given(st.lists(json_values | records, max_size=12))
def test_whatever_is_in_the_file_no_record_gets_lost(content: list[JsonValue]) -> None:
    items: list[Mapped] = [map_record(value) for value in content]
    outcome, to_write = sort_out(items, Catalogue(frozenset(), {spelling_key("Push-Up"): "Push-Up"}))
    assert outcome.records == len(content)
    assert len(to_write) == len({spelling_key(exercise.name) for exercise in to_write})


@pytest.mark.parametrize("content", ["{", '{"exercises": []}', "[" * 100_000, "\udcff"])
def test_a_file_of_another_kind_is_refused_with_a_message(file: Path, content: str) -> None:
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    result = CliRunner().invoke(app, ["import", str(file), "--database-url", "postgresql://127.0.0.1:1/none"])
    assert result.exit_code == 1
    assert "is not" in result.output


def test_a_database_that_is_away_is_told_without_a_traceback(file: Path) -> None:
    result = CliRunner().invoke(app, ["import", str(file), "--database-url", "postgresql://127.0.0.1:1/none"])
    assert result.exit_code == 1
    assert "Nothing was imported" in result.output


def test_without_a_stack_the_way_on_is_told(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    result = CliRunner().invoke(app, ["import", str(file)])
    assert result.exit_code == 1
    assert "spotter up" in result.output


@pytest.mark.parametrize(
    ("changes", "tags"),
    [
        ({"name": "Zigzag Snatch", "category": "olympic weightlifting"}, (True, False, True, 3)),
        ({"name": "Zigzag Depth Jump", "equipment": "body only"}, (False, True, False, 0)),
        ({"name": "Zigzag Overhead Carry", "equipment": "dumbbell"}, (False, False, True, 2)),
        ({"name": "Zigzag Deadlift", "primaryMuscles": ["hamstrings"]}, (False, False, False, 3)),
        ({"name": "Barbell Zigzag Squat", "primaryMuscles": ["quadriceps"]}, (False, False, False, 3)),
        ({"name": "Seated Zigzag Curl", "mechanic": "isolation"}, (False, False, False, 0)),
        ({"name": "Overhead Zigzag", "category": "stretching", "equipment": None}, (False, False, False, 0)),
    ],
)
def test_what_an_exercise_asks_for_follows_from_its_name(
    changes: dict[str, Any], tags: tuple[bool, bool, bool, int]
) -> None:
    exercise = mapped(**changes)
    assert (exercise.is_skill, exercise.has_impact, exercise.is_overhead, exercise.spinal_load) == tags


def test_an_imported_jump_is_kept_from_sore_knees(file: Path, target: str) -> None:
    run_import(file, target)
    with psycopg.connect(target) as connection:
        rows = connection.execute(
            "select e.name from public.exercises as e join public.exercise_contraindications as c"
            " on c.exercise_id = e.id where c.body_part = 'knee' and c.condition = 'pain'"
            " and c.severity = 'avoid' and e.name like 'Zigzag%' order by 1"
        ).fetchall()
    assert rows == [("Zigzag Depth Jump",), ("Zigzag Running",)]
