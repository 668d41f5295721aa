"""What may be written into a custom exercise, and what may not be changed any more."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.database.catalog.catalog import acting, fault, new_exercise, new_user
from tests.support import Connection


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    with sql.transaction(force_rollback=True):
        yield sql


@pytest.fixture
def owner(db: Connection) -> uuid.UUID:
    return new_user(db)


@pytest.fixture
def stranger(db: Connection) -> uuid.UUID:
    return new_user(db)


@pytest.fixture
def custom(db: Connection, owner: uuid.UUID) -> uuid.UUID:
    return new_exercise(db, owner, "Couch Press")


def test_a_repeated_upsert_passes(db: Connection, owner: uuid.UUID, custom: uuid.UUID) -> None:
    columns = "id, created_by, name, primary_muscle_group, movement_pattern, mechanic"
    with acting(db, owner):
        db.execute(
            f"insert into public.exercises ({columns}) select {columns} from public.exercises where id = %s"
            " on conflict (id) do update"
            " set id = excluded.id, created_by = excluded.created_by, name = excluded.name",
            [custom],
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [("tracking_type", "duration"), ("is_unilateral", True), ("id", str(uuid.UUID(int=7)))],
)
def test_what_sets_depend_on_is_frozen(
    db: Connection, owner: uuid.UUID, custom: uuid.UUID, column: str, value: object
) -> None:
    with pytest.raises(psycopg.Error) as error, acting(db, owner):
        db.execute(f"update public.exercises set {column} = %s where id = %s", [value, custom])
    assert fault(error.value) == ("PT422", column)


def test_a_row_cant_be_handed_to_another_user(
    db: Connection, owner: uuid.UUID, stranger: uuid.UUID, custom: uuid.UUID
) -> None:
    with pytest.raises(psycopg.Error), acting(db, owner):
        db.execute("update public.exercises set created_by = %s where id = %s", [stranger, custom])


def test_an_owner_has_each_name_once(db: Connection, owner: uuid.UUID) -> None:
    new_exercise(db, owner, "Couch Press")
    with pytest.raises(psycopg.errors.UniqueViolation):
        new_exercise(db, owner, "COUCH press")


def test_two_owners_may_use_one_name(db: Connection, stranger: uuid.UUID, custom: uuid.UUID) -> None:
    assert new_exercise(db, stranger, "Couch Press") != custom


@pytest.mark.parametrize(
    "columns",
    [
        {"name": ""},
        {"name": " padded "},
        {"name": "x" * 101},
        {"name": "two\nlines"},
        {"description": "x" * 2001},
        {"image_url": "x" * 2049},
        {"aliases": ["x"] * 21},
        {"aliases": ["x" * 1001]},
        {"aliases": ["a", None]},
        {"instructions": ["x"] * 31},
        {"instructions": ["x" * 10_001]},
        {"met": 0},
        {"met": 26},
    ],
    ids=lambda columns: f"{next(iter(columns))}",
)
def test_absurd_values_are_refused_as_bad_input(
    db: Connection, owner: uuid.UUID, columns: dict[str, object]
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        new_exercise(db, owner, **{"name": "Fine", **columns})  # type: ignore[arg-type]


def test_the_target_isnt_its_own_helper(db: Connection, owner: uuid.UUID) -> None:
    with pytest.raises(psycopg.errors.CheckViolation), acting(db, owner):
        db.execute(
            "insert into public.exercises"
            " (name, primary_muscle_group, secondary_muscle_groups, movement_pattern, mechanic)"
            " values ('Twice', 'chest', '{chest}', 'squat', 'compound')"
        )
