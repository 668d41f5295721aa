"""Who may read and write which exercise, and the effects."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.database.catalog.catalog import acting, fault, new_exercise, new_user, sees, slug_id
from tests.support import Connection

pytestmark = pytest.mark.quick


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
def moderator(db: Connection) -> uuid.UUID:
    return new_user(db, role="moderator")


@pytest.fixture
def custom(db: Connection, owner: uuid.UUID) -> uuid.UUID:
    return new_exercise(db, owner, "Couch Press")


def approve(db: Connection, moderator: uuid.UUID, exercise: uuid.UUID) -> None:
    with acting(db, moderator):
        db.execute("select public.approve_exercise(%s)", [exercise])


def test_ours_are_read_by_every_signed_in_user(db: Connection, stranger: uuid.UUID) -> None:
    assert sees(db, stranger, slug_id(db, "push-up"))


@pytest.mark.parametrize(
    "table", ["exercises", "equipment", "exercise_equipment", "user_equipment", "muscle_groups"]
)
def test_a_visitor_reads_nothing(db: Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(db, None):
        db.execute(f"select * from public.{table}")


def test_a_custom_exercise_is_its_owners_alone(
    db: Connection, owner: uuid.UUID, stranger: uuid.UUID, custom: uuid.UUID
) -> None:
    assert (sees(db, owner, custom), sees(db, stranger, custom)) == (True, False)


def test_the_equipment_of_a_custom_exercise_is_its_owners_alone(
    db: Connection, owner: uuid.UUID, stranger: uuid.UUID, custom: uuid.UUID
) -> None:
    with acting(db, owner):
        db.execute(
            "insert into public.exercise_equipment values (%s, %s)",
            [custom, slug_id(db, "bench", "equipment")],
        )
    counts = []
    for user in (owner, stranger):
        with acting(db, user):
            counts.append(
                db.execute("select from public.exercise_equipment where exercise_id = %s", [custom]).rowcount
            )
    assert counts == [1, 0]


@pytest.mark.parametrize(
    "statement",
    [
        "update public.exercises set name = 'Mine now' where id = %s",
        "delete from public.exercises where id = %s",
    ],
)
def test_a_stranger_changes_no_custom_exercise(
    db: Connection, stranger: uuid.UUID, custom: uuid.UUID, statement: str
) -> None:
    with acting(db, stranger):
        assert db.execute(statement, [custom]).rowcount == 0


def test_a_stranger_cant_take_over_by_upsert(db: Connection, stranger: uuid.UUID, custom: uuid.UUID) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(db, stranger):
        db.execute(
            "insert into public.exercises (id, name, primary_muscle_group, movement_pattern, mechanic)"
            " values (%s, 'Mine now', 'chest', 'squat', 'compound')"
            " on conflict (id) do update set name = excluded.name",
            [custom],
        )


@pytest.mark.parametrize("slug", ["push-up", None], ids=["ours", "custom"])
def test_a_stranger_adds_equipment_to_no_exercise(
    db: Connection, stranger: uuid.UUID, custom: uuid.UUID, slug: str | None
) -> None:
    exercise = slug_id(db, slug) if slug else custom
    bench = slug_id(db, "bench", "equipment")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(db, stranger):
        db.execute(
            "insert into public.exercise_equipment (exercise_id, equipment_id) values (%s, %s)",
            [exercise, bench],
        )


def test_an_exercise_cant_be_made_in_anothers_name(
    db: Connection, owner: uuid.UUID, stranger: uuid.UUID
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        new_exercise(db, stranger, "Planted", created_by=owner)


def test_an_exercise_of_ours_cant_be_made_by_a_user(db: Connection, stranger: uuid.UUID) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        new_exercise(db, stranger, "Planted", created_by=None)


@pytest.mark.parametrize("column", ["is_approved", "slug"])
def test_a_client_cant_write_what_makes_an_exercise_ours(
    db: Connection, owner: uuid.UUID, custom: uuid.UUID, column: str
) -> None:
    value = {"is_approved": "true", "slug": "couch-press"}[column]
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(db, owner):
        db.execute(f"update public.exercises set {column} = %s where id = %s", [value, custom])


def test_the_author_cant_approve(db: Connection, owner: uuid.UUID, custom: uuid.UUID) -> None:
    with pytest.raises(psycopg.Error) as error:
        approve(db, owner, custom)
    assert fault(error.value) == ("PT404", "p_exercise_id")


def test_an_approved_exercise_is_everybodys(
    db: Connection, stranger: uuid.UUID, moderator: uuid.UUID, custom: uuid.UUID
) -> None:
    approve(db, moderator, custom)
    assert sees(db, stranger, custom)


def test_an_approved_exercise_shows_its_equipment(
    db: Connection, owner: uuid.UUID, stranger: uuid.UUID, moderator: uuid.UUID, custom: uuid.UUID
) -> None:
    with acting(db, owner):
        db.execute(
            "insert into public.exercise_equipment values (%s, %s)",
            [custom, slug_id(db, "bench", "equipment")],
        )
    approve(db, moderator, custom)
    with acting(db, stranger):
        row = db.execute(
            "select equipment_required(e) from public.exercises as e where id = %s", [custom]
        ).fetchone()
    assert row == (["Bench"],)


def test_a_name_of_ours_cant_be_approved_again(
    db: Connection, owner: uuid.UUID, moderator: uuid.UUID
) -> None:
    clash = new_exercise(db, owner, "push-UP")
    with pytest.raises(psycopg.Error) as error:
        approve(db, moderator, clash)
    assert fault(error.value) == ("PT409", "p_exercise_id")


def test_the_author_cant_change_what_was_approved(
    db: Connection, owner: uuid.UUID, moderator: uuid.UUID, custom: uuid.UUID
) -> None:
    approve(db, moderator, custom)
    with acting(db, owner):
        assert db.execute("update public.exercises set name = 'Other' where id = %s", [custom]).rowcount == 0


def test_an_approved_exercise_outlives_its_authors_account(
    db: Connection, owner: uuid.UUID, stranger: uuid.UUID, moderator: uuid.UUID, custom: uuid.UUID
) -> None:
    approve(db, moderator, custom)
    db.execute("delete from auth.users where id = %s", [owner])
    assert sees(db, stranger, custom)


def test_a_custom_exercise_goes_with_its_owners_account(
    db: Connection, owner: uuid.UUID, custom: uuid.UUID
) -> None:
    db.execute("delete from auth.users where id = %s", [owner])
    assert db.execute("select from public.exercises where id = %s", [custom]).rowcount == 0


def test_a_deleted_custom_exercise_leaves_a_tombstone(
    db: Connection, owner: uuid.UUID, custom: uuid.UUID
) -> None:
    with acting(db, owner):
        db.execute("delete from public.exercises where id = %s", [custom])
    rows = db.execute(
        "select table_name, row_key from private.tombstones where user_id = %s", [owner]
    ).fetchall()
    assert rows == [("exercises", {"id": str(custom)})]


def test_own_equipment_is_stated_twice_without_harm(db: Connection, owner: uuid.UUID) -> None:
    bench = slug_id(db, "bench", "equipment")
    with acting(db, owner):
        for _ in range(2):
            db.execute(
                "insert into public.user_equipment (user_id, equipment_id) values (%s, %s)"
                " on conflict (user_id, equipment_id) do update"
                " set user_id = excluded.user_id, equipment_id = excluded.equipment_id",
                [owner, bench],
            )
        assert db.execute("select from public.user_equipment").rowcount == 1


def test_anothers_equipment_is_out_of_sight(db: Connection, owner: uuid.UUID, stranger: uuid.UUID) -> None:
    bench = slug_id(db, "bench", "equipment")
    db.execute("insert into public.user_equipment (user_id, equipment_id) values (%s, %s)", [owner, bench])
    with acting(db, stranger):
        assert db.execute("select from public.user_equipment").rowcount == 0


def test_every_muscle_is_in_one_of_nine_groups(db: Connection) -> None:
    rows = db.execute("select muscle, group_name from public.muscle_groups").fetchall()
    assert len(rows) == len({muscle for muscle, _ in rows}) == 22
    assert {group for _, group in rows} == {
        "chest", "back", "shoulders", "biceps", "triceps", "legs", "abs", "full_body", "cardio",
    }  # fmt: skip


def test_an_exercise_that_isnt_readable_is_named_by_its_field(
    db: Connection, stranger: uuid.UUID, custom: uuid.UUID
) -> None:
    with pytest.raises(psycopg.Error) as error:
        db.execute(
            "select private.require_exercises(%s, %s, %s)",
            [stranger, [slug_id(db, "push-up"), custom], ["sets[0].exercise_id", "sets[1].exercise_id"]],
        )
    assert fault(error.value) == ("PT404", "sets[1].exercise_id")
