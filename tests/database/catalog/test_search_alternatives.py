"""alternative_exercises: what trains the same with what one has."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.database.catalog.catalog import acting, fault, new_exercise, new_user, slug_id
from tests.support import Connection


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    with sql.transaction(force_rollback=True):
        yield sql


@pytest.fixture
def user(db: Connection) -> uuid.UUID:
    return new_user(db)


def onboard(db: Connection, user: uuid.UUID, *equipment: str) -> None:
    db.execute("update public.profiles set onboarding_complete = true where id = %s", [user])
    for slug in equipment:
        db.execute(
            "insert into public.user_equipment (user_id, equipment_id) values (%s, %s)",
            [user, slug_id(db, slug, "equipment")],
        )


def alternatives(db: Connection, user: uuid.UUID, exercise: uuid.UUID, limit: int = 5) -> list[str]:
    with acting(db, user):
        rows = db.execute(
            "select slug from public.alternative_exercises(%s, %s)", [exercise, limit]
        ).fetchall()
    return [row[0] for row in rows]


def test_the_nearest_come_first(db: Connection, user: uuid.UUID) -> None:
    assert "dumbbell-bench-press" in alternatives(db, user, slug_id(db, "barbell-bench-press"))


def test_all_train_the_same_muscle_or_movement(db: Connection, user: uuid.UUID) -> None:
    bench = slug_id(db, "barbell-bench-press")
    with acting(db, user):
        rows = db.execute(
            "select slug from public.alternative_exercises(%s, 50)"
            " where primary_muscle_group <> 'chest' and movement_pattern <> 'horizontal_push'",
            [bench],
        ).fetchall()
    assert rows == []


def test_an_exercise_isnt_its_own_alternative(db: Connection, user: uuid.UUID) -> None:
    assert "push-up" not in alternatives(db, user, slug_id(db, "push-up"), 50)


def test_nothing_needs_what_the_user_hasnt(db: Connection, user: uuid.UUID) -> None:
    onboard(db, user, "dumbbell", "bench")
    bench = slug_id(db, "barbell-bench-press")
    with acting(db, user):
        rows = db.execute(
            "select equipment_required(e) from public.alternative_exercises(%s, 50) as e", [bench]
        ).fetchall()
    assert {name for row in rows for name in row[0]} == {"Bench", "Dumbbells"}


def test_who_has_nothing_gets_bodyweight_exercises(db: Connection, user: uuid.UUID) -> None:
    onboard(db, user)
    assert {"push-up", "knee-push-up"} <= set(alternatives(db, user, slug_id(db, "barbell-bench-press")))


def test_who_has_told_nothing_yet_gets_all(db: Connection, user: uuid.UUID) -> None:
    assert "machine-chest-press" in alternatives(db, user, slug_id(db, "barbell-bench-press"), 50)


def test_an_avoided_exercise_isnt_offered(db: Connection, user: uuid.UUID) -> None:
    avoided = slug_id(db, "dumbbell-bench-press")
    db.execute(
        "insert into public.training_preferences (user_id, avoided_exercises) values (%s, %s)",
        [user, [avoided]],
    )
    assert "dumbbell-bench-press" not in alternatives(db, user, slug_id(db, "barbell-bench-press"), 50)


def test_anothers_exercise_isnt_offered(db: Connection, user: uuid.UUID) -> None:
    planted = new_exercise(db, new_user(db), "Wobble Board Press")
    with acting(db, user):
        rows = db.execute(
            "select id from public.alternative_exercises(%s, 50)", [slug_id(db, "barbell-bench-press")]
        ).fetchall()
    assert (planted,) not in rows


@pytest.mark.parametrize("whose", ["anothers", "nobodys"])
def test_an_exercise_that_isnt_readable_doesnt_exist(db: Connection, user: uuid.UUID, whose: str) -> None:
    exercise = new_exercise(db, new_user(db), "Secret Press") if whose == "anothers" else uuid.uuid4()
    with pytest.raises(psycopg.Error) as error:
        alternatives(db, user, exercise)
    assert fault(error.value) == ("PT404", "p_exercise_id")


@pytest.mark.parametrize("limit", [0, 51, -1])
def test_an_absurd_number_is_refused(db: Connection, user: uuid.UUID, limit: int) -> None:
    with pytest.raises(psycopg.Error) as error:
        alternatives(db, user, slug_id(db, "push-up"), limit)
    assert fault(error.value) == ("PT422", "p_limit")
