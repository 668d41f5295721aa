"""Easier and harder forms: ladders without gaps or circles, that are seeded repeatably."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support import Connection

LADDERS = Path(__file__).parents[3] / "supabase" / "seed" / "ladders" / "ladders.sql"


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    with sql.transaction(force_rollback=True):
        yield sql


def links(db: Connection, column: str) -> dict[str, str]:
    return dict(
        db.execute(
            f"select e.slug, o.slug from public.exercises as e"
            f" join public.exercises as o on o.id = e.{column}"
        ).fetchall()
    )


def seed(db: Connection, *ladders: list[str]) -> int:
    row = db.execute("select private.seed_ladders(%s)", [json.dumps(ladders)]).fetchone()
    assert row
    return int(row[0])


def climb(db: Connection, column: str, start: str) -> list[str]:
    steps, way = links(db, column), [start]
    while way[-1] in steps:
        way.append(steps[way[-1]])
        assert way[-1] not in way[:-1], way
    return way


@pytest.mark.parametrize(
    ("start", "passed"),
    [
        ("dead-hang", "scapular-pull-up inverted-row negative-pull-up band-assisted-pull-up pull-up"),
        ("band-assisted-dip", "negative-dip dip weighted-dip"),
        ("wall-push-up", "incline-push-up knee-push-up push-up decline-push-up"),
        (
            "sit-to-stand",
            "box-squat-to-chair bodyweight-squat split-squat bulgarian-split-squat pistol-squat",
        ),
        ("glute-bridge", "single-leg-glute-bridge assisted-nordic-curl nordic-curl"),
        ("hip-hinge-drill", "kettlebell-deadlift trap-bar-deadlift barbell-deadlift"),
        ("pike-push-up", "wall-handstand-hold handstand-push-up"),
        ("dead-bug", "leg-raise hanging-knee-raise hanging-leg-raise toes-to-bar"),
        ("short-lever-plank", "plank"),
        ("semi-tandem-stand", "tandem-stand single-leg-balance"),
        ("brisk-walk", "outdoor-walk-intervals run-walk-intervals outdoor-run"),
    ],
)
def test_a_ladder_leads_up_in_order(db: Connection, start: str, passed: str) -> None:
    way = climb(db, "regression_of", start)
    assert [step for step in way if step in passed.split()] == passed.split()


@pytest.mark.parametrize("column", ["regression_of", "progression_of"])
def test_no_ladder_is_a_circle(db: Connection, column: str) -> None:
    for start in links(db, column):
        climb(db, column, start)


@pytest.mark.parametrize(
    "slug",
    ["pull-up", "chin-up", "dip", "push-up", "pistol-squat", "nordic-curl", "handstand-push-up", "muscle-up",
     "hanging-leg-raise", "barbell-deadlift", "barbell-back-squat", "plank", "outdoor-run"],
)  # fmt: skip
def test_whoever_cant_do_it_yet_finds_something_easier(db: Connection, slug: str) -> None:
    way = climb(db, "progression_of", slug)
    assert len(way) >= 2
    levels = dict(
        db.execute("select slug, array_position('{beginner,intermediate,advanced}', difficulty::text)"
                   " from public.exercises where slug = any(%s)", [way]).fetchall()
    )  # fmt: skip
    assert levels[way[-1]] == 1


def test_nothing_easier_is_rated_harder(db: Connection) -> None:
    rows = db.execute(
        "select e.slug, o.slug from public.exercises as e join public.exercises as o"
        " on o.id = e.regression_of where e.difficulty > o.difficulty"
        " union all select e.slug, o.slug from public.exercises as e join public.exercises as o"
        " on o.id = e.progression_of where e.difficulty < o.difficulty"
    ).fetchall()
    assert rows == []


def test_every_rung_of_the_seed_is_reached(db: Connection) -> None:
    text = LADDERS.read_text()
    ladders = json.loads(text[text.index("$json$") + 6 : text.rindex("$json$")])
    up, down = links(db, "regression_of"), links(db, "progression_of")
    for ladder in ladders:
        for easier, harder in itertools.pairwise(ladder):
            assert up.get(easier) == harder or down.get(harder) == easier, (easier, harder)


def test_seeding_ladders_again_changes_nothing(db: Connection) -> None:
    row = db.execute(LADDERS.read_bytes()).fetchone()
    assert row == (0,)


def test_the_first_ladder_leads_on_where_two_meet(db: Connection) -> None:
    seed(db, ["push-up", "dip"], ["plank", "push-up", "pull-up"])
    assert links(db, "regression_of") == {"push-up": "dip", "plank": "push-up"}
    assert links(db, "progression_of") == {"dip": "push-up", "push-up": "plank", "pull-up": "push-up"}


def test_only_edited_rungs_are_written(db: Connection) -> None:
    seed(db, ["push-up", "dip"], ["plank", "pull-up"])
    assert seed(db, ["push-up", "dip"], ["plank", "chin-up"]) == 3


def test_a_misspelt_rung_fails_the_seed(db: Connection) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation), db.transaction():
        seed(db, ["push-up", "dipp"])
