"""search_exercises: finds what was meant, shows nobody what isn't theirs, and takes any input."""

import random
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.catalog.catalog import acting, fault, found, new_exercise, new_user, slug_id
from tests.support import Connection


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    with sql.transaction(force_rollback=True):
        yield sql


@pytest.fixture
def user(db: Connection) -> uuid.UUID:
    return new_user(db)


@pytest.fixture
def stranger(db: Connection) -> uuid.UUID:
    return new_user(db)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Push-Up", "Push-Up"),
        ("pushup", "Push-Up"),
        ("pullups", "Pull-Up"),
        ("squat", "Barbell Back Squat"),
        ("bench press", "Barbell Bench Press"),
        ("lat pull down", "Lat Pulldown"),
        ("press bench", "Barbell Bench Press"),
        ("farmers walk", "Farmer's Carry"),
        ("LÜNGÉ", "Lunge"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    db: Connection, user: uuid.UUID, query: str, first: str
) -> None:
    assert found(db, user, query)[0] == first


@pytest.mark.parametrize(
    ("alias", "first"),
    [
        ("ohp", "Overhead Press"),
        ("rdl", "Romanian Deadlift"),
        ("DB bench", "Dumbbell Bench Press"),
        ("trx row", "Suspension Row"),
        ("hspu", "Handstand Push-Up"),
    ],
)
def test_an_alias_finds_its_exercise(db: Connection, user: uuid.UUID, alias: str, first: str) -> None:
    assert found(db, user, alias)[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("benchpres", "Barbell Bench Press"),
        ("bnech press", "Barbell Bench Press"),
        ("sqaut", "Barbell Back Squat"),
        ("deadlfit", "Barbell Deadlift"),
        ("dumbel curl", "Dumbbell Curl"),
        ("kettelbell swing", "Kettlebell Swing"),
        ("overhed press", "Overhead Press"),
        ("burpie", "Burpee"),
    ],
)
def test_a_typing_error_is_forgiven(db: Connection, user: uuid.UUID, query: str, first: str) -> None:
    assert found(db, user, query)[0] == first


def with_a_slip(name: str, dice: random.Random) -> str:
    """The name with one letter missing, doubled, wrong, or changed with its neighbour."""
    at = dice.randrange(1, len(name) - 1)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    return dice.choice(
        [
            before + after,
            before + letter + letter + after,
            f"{before}x{after}",
            before + after[:1] + letter + after[1:],
        ]
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(dice=st.randoms(use_true_random=False))
def test_one_slip_of_the_fingers_never_loses_an_exercise(
    db: Connection, user: uuid.UUID, dice: random.Random
) -> None:
    names = [
        row[0]
        for row in db.execute(
            "select name from public.exercises where created_by is null and length(name) > 8 order by 1"
        )
    ]
    name = dice.choice(names)
    assert name in found(db, user, with_a_slip(name, dice))[:10]


def test_nonsense_finds_nothing(db: Connection, user: uuid.UUID) -> None:
    assert found(db, user, "zzzzqqq") == []


@pytest.mark.parametrize("query", [None, "", "  ", "%", "_", "!?-"])
def test_without_a_word_the_list_begins_by_name(db: Connection, user: uuid.UUID, query: str | None) -> None:
    names = found(db, user, query, p_limit=100)
    assert names == sorted(names)
    assert len(names) == 100


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_a_query(db: Connection, user: uuid.UUID, query: str) -> None:
    assert len(found(db, user, query)) <= 20


def test_a_query_isnt_sql(db: Connection, user: uuid.UUID) -> None:
    found(db, user, "'; drop table public.exercises; --")
    assert found(db, user, "push-up")[0] == "Push-Up"


def test_anothers_exercise_is_never_found(db: Connection, user: uuid.UUID, stranger: uuid.UUID) -> None:
    new_exercise(db, stranger, "Wobble Board Press", aliases=["wobbly"])
    assert "Wobble Board Press" not in found(db, user, "wobble board press") + found(db, user, "wobbly")


def test_anothers_exercise_isnt_in_the_list(db: Connection, user: uuid.UUID, stranger: uuid.UUID) -> None:
    new_exercise(db, stranger, "AAA Press")
    assert "AAA Press" not in found(db, user, None)


def test_a_search_in_anothers_name_is_refused(db: Connection, user: uuid.UUID, stranger: uuid.UUID) -> None:
    # Even if clients could reach the schema.
    db.execute("grant usage on schema private to authenticated")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="sign in"), acting(db, user):
        db.execute("select * from private.search_exercises(%s, 'x', null, null, null, 5, null)", [stranger])


def test_a_visitor_may_not_search(db: Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(db, None):
        db.execute("select * from public.search_exercises('push-up')")


def test_ones_own_exercise_is_found(db: Connection, user: uuid.UUID) -> None:
    new_exercise(db, user, "Wobble Board Press", aliases=["wobbly"])
    assert found(db, user, "wobbly")[0] == "Wobble Board Press"


def test_an_approved_exercise_is_found_by_everybody(
    db: Connection, user: uuid.UUID, stranger: uuid.UUID
) -> None:
    exercise = new_exercise(db, stranger, "Wobble Board Press")
    with acting(db, new_user(db, role="moderator")):
        db.execute("select public.approve_exercise(%s)", [exercise])
    assert found(db, user, "wobble board")[0] == "Wobble Board Press"


def test_an_archived_exercise_isnt_found(db: Connection, user: uuid.UUID) -> None:
    new_exercise(db, user, "Wobble Board Press", is_active=False)
    assert "Wobble Board Press" not in found(db, user, "wobble board press")


def test_a_renamed_exercise_is_found_by_its_new_name_alone(db: Connection, user: uuid.UUID) -> None:
    exercise = new_exercise(db, user, "Wobble Board Press")
    with acting(db, user):
        db.execute("update public.exercises set name = 'Zigzag Heave' where id = %s", [exercise])
    assert found(db, user, "zigzag")[0] == "Zigzag Heave"
    assert "Zigzag Heave" not in found(db, user, "wobble")


def test_a_muscle_filter_puts_targets_before_helpers(db: Connection, user: uuid.UUID) -> None:
    with acting(db, user):
        rows = db.execute(
            "select primary_muscle_group = 'triceps', 'triceps' = any(secondary_muscle_groups)"
            " from public.search_exercises(p_muscles => '{triceps}', p_limit => 100)"
        ).fetchall()
    assert all(target or helper for target, helper in rows)
    assert [target for target, _ in rows] == sorted((target for target, _ in rows), reverse=True)


def test_nothing_found_needs_more_than_the_equipment_at_hand(db: Connection, user: uuid.UUID) -> None:
    dumbbells = slug_id(db, "dumbbell", "equipment")
    with acting(db, user):
        rows = db.execute(
            "select distinct equipment_required"
            " from public.search_exercises(p_equipment => %s, p_limit => 100)",
            [[dumbbells]],
        ).fetchall()
    assert sorted(row[0] for row in rows) == [[], ["Dumbbells"]]


def test_what_uses_the_equipment_comes_first(db: Connection, user: uuid.UUID) -> None:
    dumbbells = slug_id(db, "dumbbell", "equipment")
    with acting(db, user):
        row = db.execute(
            "select equipment_required from public.search_exercises(p_equipment => %s)", [[dumbbells]]
        ).fetchone()
    assert row == (["Dumbbells"],)


def test_a_difficulty_filter_keeps_to_it(db: Connection, user: uuid.UUID) -> None:
    with acting(db, user):
        rows = db.execute(
            "select distinct difficulty"
            " from public.search_exercises(p_difficulty => 'advanced', p_limit => 100)"
        ).fetchall()
    assert rows == [("advanced",)]


@pytest.mark.parametrize("query", [None, "press"])
def test_pages_show_every_row_once_and_in_order(db: Connection, user: uuid.UUID, query: str | None) -> None:
    pages: list[tuple[str, float]] = []
    cursor = None
    with acting(db, user):
        while True:
            rows = db.execute(
                "select name, score, cursor from public.search_exercises(%s, p_limit => 7, p_after => %s)",
                [query, cursor],
            ).fetchall()
            if not rows:
                break
            pages += [(name, score) for name, score, _ in rows]
            cursor = rows[-1][2]
        whole = db.execute(
            "select name, score from public.search_exercises(%s, p_limit => 100)", [query]
        ).fetchall()
    assert pages[:100] == whole
    assert len(pages) == len(set(pages))


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"p_limit": 0}, "p_limit"),
        ({"p_limit": 101}, "p_limit"),
        ({"p_limit": None}, "p_limit"),
        ({"p_query": "x" * 201}, "p_query"),
        ({"p_query": "x" * 1_000_000}, "p_query"),
        ({"p_after": "x"}, "p_after"),
        ({"p_after": ""}, "p_after"),
        ({"p_after": "ff"}, "p_after"),
        ({"p_after": b"[1]".hex()}, "p_after"),
        ({"p_after": b'["x", "y", "z"]'.hex()}, "p_after"),
        ({"p_after": b'[1, "\\u0000", "z"]'.hex()}, "p_after"),
        ({"p_after": b'[99999999999, "y", "z"]'.hex()}, "p_after"),
        ({"p_muscles": ["chest"] * 51}, "p_muscles"),
        ({"p_equipment": [str(uuid.UUID(int=1))] * 201}, "p_equipment"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_arguments_are_named(
    db: Connection, user: uuid.UUID, arguments: dict[str, object], field: str
) -> None:
    casts = {"p_muscles": "::public.muscle[]", "p_equipment": "::uuid[]", "p_limit": "::integer"}
    named = ", ".join(f"{key} => %s{casts.get(key, '')}" for key in arguments)
    with pytest.raises(psycopg.Error) as error, acting(db, user):
        db.execute(f"select * from public.search_exercises({named})", list(arguments.values()))
    assert fault(error.value) == ("PT422", field)
