"""What the catalogue holds from the start, and seeding it again."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support import Connection

SEED = Path(__file__).parents[3] / "supabase" / "seed"
KINDS = ("exercises", "contraindications", "ladders")
FILES = [SEED / "equipment.sql", *(file for kind in KINDS for file in sorted((SEED / kind).glob("*.sql")))]


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    with sql.transaction(force_rollback=True):
        yield sql


def seed(db: Connection, *files: Path) -> int:
    """How many rows changed."""
    changed = 0
    for file in files:
        row = db.execute(file.read_bytes()).fetchone()
        assert row
        changed += row[0]
    return changed


def write(db: Connection, **exercise: object) -> int:
    row = db.execute("select private.seed_exercises('{}', %s)", [json.dumps([exercise])]).fetchone()
    assert row
    return int(row[0])


def test_there_are_150_exercises_and_25_pieces_of_equipment(db: Connection) -> None:
    exercises = db.execute("select from public.exercises where created_by is null").rowcount
    equipment = db.execute("select from public.equipment").rowcount
    assert exercises >= 150
    assert equipment >= 25


def test_seeding_again_changes_nothing(db: Connection) -> None:
    assert seed(db, *FILES) == 0


def test_an_edited_text_is_renewed(db: Connection) -> None:
    db.execute("update public.exercises set instructions = '{old}' where slug = 'push-up'")
    assert seed(db, *FILES) == 1


def test_equipment_that_is_no_longer_needed_is_taken_away(db: Connection) -> None:
    db.execute(
        "insert into public.exercise_equipment (exercise_id, equipment_id) select e.id, q.id"
        " from public.exercises as e, public.equipment as q where e.slug = 'push-up' and q.slug = 'sled'"
    )
    seed(db, *FILES)
    row = db.execute(
        "select equipment_required(e) from public.exercises as e where slug = 'push-up'"
    ).fetchone()
    assert row == ([],)


def test_a_misspelt_equipment_slug_fails_the_seed(db: Connection) -> None:
    with pytest.raises(psycopg.errors.NotNullViolation), db.transaction():
        write(
            db, slug="odd-press", name="Odd Press", primary_muscle_group="chest", movement_pattern="squat",
            mechanic="compound", equipment=["barbel"],
        )  # fmt: skip


def test_ids_are_made_of_the_slug(db: Connection) -> None:
    rows = db.execute(
        "select slug from public.exercises"
        " where created_by is null and id <> private.stable_id('exercise', slug)"
    ).fetchall()
    assert rows == []


def test_every_exercise_of_ours_is_told_in_2_to_4_steps(db: Connection) -> None:
    rows = db.execute(
        "select slug from public.exercises"
        " where created_by is null and cardinality(instructions) not between 2 and 4"
    ).fetchall()
    assert rows == []


def test_no_name_or_alias_stands_for_two_exercises(db: Connection) -> None:
    rows = db.execute(
        "select s.compact, count(distinct s.exercise_id) from private.exercise_spellings as s"
        " join public.exercises as e on e.id = s.exercise_id and e.created_by is null"
        " where s.locale is null"
        " group by s.compact having count(distinct s.exercise_id) > 1"
    ).fetchall()
    assert rows == []


@pytest.mark.parametrize(
    "pattern",
    [
        "squat",
        "hinge",
        "lunge",
        "horizontal_push",
        "vertical_push",
        "horizontal_pull",
        "isolation",
        "rotation",
        "locomotion",
    ],
)
def test_every_pattern_but_hanging_and_carrying_can_be_trained_without_equipment(
    db: Connection, pattern: str
) -> None:
    rows = db.execute(
        "select 1 from public.exercises as e where e.movement_pattern = %s and e.created_by is null"
        " and not exists (select from public.exercise_equipment as x where x.exercise_id = e.id)",
        [pattern],
    ).fetchall()
    assert rows


def test_every_muscle_is_trained(db: Connection) -> None:
    rows = db.execute(
        "select m from unnest(enum_range(null::public.muscle)) as m"
        " where not exists (select from public.exercises as e where e.primary_muscle_group = m)"
    ).fetchall()
    assert rows == []


def test_an_id_is_kept_when_given(db: Connection) -> None:
    given = uuid.uuid4()
    write(
        db, id=str(given), slug="odd-press", name="Odd Press", primary_muscle_group="chest",
        movement_pattern="squat", mechanic="compound",
    )  # fmt: skip
    assert db.execute("select id from public.exercises where slug = 'odd-press'").fetchone() == (given,)


def test_what_is_lifted_needs_something_that_bears_a_load(db: Connection) -> None:
    """Else nobody's bars, dumbbells or machines would say which loads there are for it."""
    found = db.execute(
        """
        select e.slug from public.exercises as e
        where e.created_by is null and e.tracking_type in ('weight_reps', 'assisted')
            and not exists (
                select from public.exercise_equipment as x
                inner join public.equipment as q on q.id = x.equipment_id
                where x.exercise_id = e.id and q.load_type is not null
            )
        """
    ).fetchall()
    assert found == []
