"""What exercises are called in other languages, and that they are found by it."""

import json
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.database.catalog.catalog import acting, found, new_exercise, new_user
from tests.support import Connection

# What is said in each language; the seed has all of it, and more.
NAMES: dict[str, dict[str, tuple[str, list[str]]]] = {
    "de": {
        "barbell-back-squat": ("Kniebeuge", ["Langhantel-Kniebeuge"]),
        "front-squat": ("Frontkniebeuge", []),
        "bodyweight-squat": ("Kniebeuge ohne Gewicht", []),
        "bulgarian-split-squat": ("Bulgarische Kniebeuge", []),
        "barbell-bench-press": ("Bankdrücken", ["Langhantel-Bankdrücken"]),
        "incline-barbell-bench-press": ("Schrägbankdrücken", []),
        "barbell-row": ("Langhantelrudern", ["Rudern", "vorgebeugtes Rudern"]),
        "seated-cable-row": ("Kabelrudern", ["Rudern sitzend"]),
        "rowing-machine": ("Rudergerät", ["Rudern"]),
        "overhead-press": ("Schulterdrücken", ["Überkopfdrücken", "Militärpresse"]),
        "pull-up": ("Klimmzug", ["Klimmzüge"]),
    },
    "es": {
        "barbell-back-squat": ("Sentadilla", ["sentadilla con barra"]),
        "front-squat": ("Sentadilla frontal", []),
        "barbell-bench-press": ("Press de banca", ["press banca", "press plano"]),
        "barbell-row": ("Remo con barra", ["remo"]),
        "barbell-deadlift": ("Peso muerto", []),
    },
    "fr": {
        "barbell-back-squat": ("Squat barre", []),
        "barbell-bench-press": ("Développé couché", ["DC"]),
        "incline-barbell-bench-press": ("Développé incliné", []),
        "barbell-deadlift": ("Soulevé de terre", ["SDT"]),
    },
    "pt": {
        "barbell-back-squat": ("Agachamento", ["agachamento livre"]),
        "barbell-bench-press": ("Supino", ["supino reto"]),
        "incline-barbell-bench-press": ("Supino inclinado", []),
        "rowing-machine": ("Remo", []),
    },
    "it": {
        "barbell-bench-press": ("Panca piana", ["panca"]),
        "incline-barbell-bench-press": ("Panca inclinata", []),
        "barbell-deadlift": ("Stacco da terra", ["stacco"]),
    },
}


def write(db: Connection, locale: str, names: dict[str, tuple[str, list[str]]]) -> int:
    row = db.execute("select private.seed_names(%s, %s)", [locale, json.dumps(names)]).fetchone()
    assert row
    return int(row[0])


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    """Only the names above are known, whatever the seed holds."""
    with sql.transaction(force_rollback=True):
        sql.execute("delete from public.exercise_names where locale <> 'en'")
        for locale, names in NAMES.items():
            write(sql, locale, names)
        yield sql


@pytest.fixture
def user(db: Connection) -> uuid.UUID:
    return new_user(db)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Kniebeuge", "Barbell Back Squat"),
        ("kniebeuge ohne gewicht", "Bodyweight Squat"),
        ("Frontkniebeuge", "Front Squat"),
        ("Bankdrücken", "Barbell Bench Press"),
        ("bankdrucken", "Barbell Bench Press"),
        ("Schrägbankdrücken", "Incline Barbell Bench Press"),
        ("Sentadilla", "Barbell Back Squat"),
        ("press de banca", "Barbell Bench Press"),
        ("developpe couche", "Barbell Bench Press"),
        ("développé couché", "Barbell Bench Press"),
        ("SDT", "Barbell Deadlift"),
        ("supino", "Barbell Bench Press"),
        ("panca piana", "Barbell Bench Press"),
        ("panca", "Barbell Bench Press"),
        ("stacco", "Barbell Deadlift"),
        ("Klimmzüge", "Pull-Up"),
    ],
)
def test_a_name_is_found_in_every_language(db: Connection, user: uuid.UUID, query: str, first: str) -> None:
    assert found(db, user, query)[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Kniebuege", "Barbell Back Squat"),
        ("Bankdrüken", "Barbell Bench Press"),
        ("bankdrueken", "Barbell Bench Press"),
        ("sentadila", "Barbell Back Squat"),
        ("pres de banca", "Barbell Bench Press"),
        ("dévelopé couché", "Barbell Bench Press"),
        ("pannca piana", "Barbell Bench Press"),
        ("soulvé de terre", "Barbell Deadlift"),
        ("Klimzug", "Pull-Up"),
    ],
)
def test_a_typing_error_is_forgiven_in_every_language(
    db: Connection, user: uuid.UUID, query: str, first: str
) -> None:
    assert found(db, user, query)[0] == first


@pytest.mark.parametrize(
    ("query", "locale", "first"),
    [
        ("Rudern", "de", "Barbell Row"),
        ("Rudern", None, "Barbell Row"),
        ("remo", "es", "Barbell Row"),
        ("remo", "pt", "Rowing Machine"),
        ("remo", None, "Barbell Row"),
    ],
)
def test_a_word_for_two_exercises_finds_the_commoner_or_that_of_the_language(
    db: Connection, user: uuid.UUID, query: str, locale: str | None, first: str
) -> None:
    assert found(db, user, query, p_locale=locale)[0] == first


def test_the_language_of_the_profile_decides_where_none_is_asked_for(db: Connection, user: uuid.UUID) -> None:
    with acting(db, user):
        db.execute("update public.profiles set locale = 'pt'")
    assert found(db, user, "remo")[0] == "Rowing Machine"
    assert found(db, user, "remo", p_locale="es")[0] == "Barbell Row"


@pytest.mark.parametrize(
    ("locale", "name"),
    [("de", "Bankdrücken"), ("en", "Barbell Bench Press"), ("it", "Panca piana"), (None, None)],
)
def test_an_answer_has_the_name_in_the_language_asked_for(
    db: Connection, user: uuid.UUID, locale: str | None, name: str | None
) -> None:
    with acting(db, user):
        row = db.execute(
            "select name, local_name from public.search_exercises('bench press', p_locale => %s)", [locale]
        ).fetchone()
    assert row == ("Barbell Bench Press", name)


def test_an_exercise_without_a_name_in_the_language_is_found_all_the_same(
    db: Connection, user: uuid.UUID
) -> None:
    new_exercise(db, user, "Wobble Board Press")
    with acting(db, user):
        row = db.execute(
            "select name, local_name from public.search_exercises('wobble', p_locale => 'de')"
        ).fetchone()
    assert row == ("Wobble Board Press", None)


def test_a_page_goes_on_in_the_same_language(db: Connection, user: uuid.UUID) -> None:
    names: list[str] = []
    cursor = None
    with acting(db, user):
        while True:
            rows = db.execute(
                "select name, cursor from public.search_exercises('remo', p_limit => 3, p_after => %s,"
                " p_locale => 'pt')",
                [cursor],
            ).fetchall()
            if not rows:
                break
            names += [row[0] for row in rows]
            cursor = rows[-1][1]
    assert len(names) == len(set(names))
    assert names[:100] == found(db, user, "remo", p_limit=100, p_locale="pt")


def test_a_renamed_exercise_is_found_by_the_new_name_alone(db: Connection, user: uuid.UUID) -> None:
    write(db, "de", {"barbell-back-squat": ("Zickzackbeuge", [])})
    assert found(db, user, "zickzack")[0] == "Barbell Back Squat"
    assert found(db, user, "Kniebeuge")[0] != "Barbell Back Squat"


def test_a_name_that_is_taken_away_finds_nothing(db: Connection, user: uuid.UUID) -> None:
    db.execute("delete from public.exercise_names where locale = 'fr'")
    assert "Barbell Bench Press" not in found(db, user, "développé couché")


def test_writing_the_same_names_again_changes_nothing(db: Connection) -> None:
    assert [write(db, locale, names) for locale, names in NAMES.items()] == [0] * len(NAMES)


def test_a_name_that_is_the_same_in_english_is_indexed_once(db: Connection) -> None:
    write(db, "fr", {"burpee": ("Burpee", ["burpees", "planche sautée"])})
    rows = db.execute(
        "select s.compact from private.exercise_spellings as s join public.exercises as e"
        " on e.id = s.exercise_id where e.slug = 'burpee' and s.locale = 'fr'"
    ).fetchall()
    assert rows == [("planchesautee",)]


def test_english_names_stand_with_the_others(db: Connection) -> None:
    rows = db.execute(
        "select e.slug from public.exercises as e where e.created_by is null and not exists ("
        " select from public.exercise_names as n where n.exercise_id = e.id and n.locale = 'en'"
        " and n.name = e.name and n.aliases = e.aliases)"
    ).fetchall()
    assert rows == []


def test_an_edited_english_name_follows_the_seed(db: Connection) -> None:
    for name in ("Odd Press", "Odder Press"):
        db.execute(
            "select private.seed_exercises('{}', %s)",
            [
                json.dumps([
                    {"slug": "odd-press", "name": name, "primary_muscle_group": "chest",
                     "movement_pattern": "squat", "mechanic": "compound"}
                ])
            ],
        )  # fmt: skip
    row = db.execute(
        "select n.name from public.exercise_names as n join public.exercises as e on e.id = n.exercise_id"
        " where e.slug = 'odd-press'"
    ).fetchone()
    assert row == ("Odder Press",)


def test_a_misspelt_slug_fails_the_seed(db: Connection) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation), db.transaction():
        write(db, "de", {"push-upp": ("Liegestütz", [])})


@pytest.mark.parametrize(
    "statement",
    [
        "update public.exercise_names set name = 'Mine'",
        "delete from public.exercise_names",
        (
            "insert into public.exercise_names (exercise_id, locale, name)"
            " select id, 'de', 'Mine' from public.exercises limit 1"
        ),
    ],
)
def test_a_user_names_no_exercise_of_ours(db: Connection, user: uuid.UUID, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(db, user):
        db.execute(statement)
