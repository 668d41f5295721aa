"""What the seed calls the exercises in other languages: all of them, each its own way, as lifters say it."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database.catalog.catalog import found, new_user
from tests.support import Connection

SEED = Path(__file__).parents[3] / "supabase" / "seed" / "names"
FILES = {file.stem: file for file in sorted(SEED.glob("*.sql"))}

# What lifters of a country call an exercise, and its slug.
SAID = {
    "de": {
        "Kniebeuge": "barbell-back-squat",
        "LH-Kniebeuge": "barbell-back-squat",
        "Frontkniebeuge": "front-squat",
        "Goblet-Kniebeuge": "goblet-squat",
        "Kniebeuge ohne Gewicht": "bodyweight-squat",
        "Box-Kniebeuge": "box-squat",
        "bulgarische Kniebeuge": "bulgarian-split-squat",
        "Ausfallschritt": "lunge",
        "Aufsteiger": "step-up",
        "Beinpresse": "leg-press",
        "Hackenschmidt": "hack-squat",
        "Beinstrecker": "leg-extension",
        "Beinbeuger": "leg-curl",
        "Wadenheben": "standing-calf-raise",
        "Kreuzheben": "barbell-deadlift",
        "rumänisches Kreuzheben": "romanian-deadlift",
        "gestrecktes Kreuzheben": "stiff-leg-deadlift",
        "Hexbar-Kreuzheben": "trap-bar-deadlift",
        "Hyperextension": "back-extension",
        "Beckenheben": "glute-bridge",
        "KB-Schwung": "kettlebell-swing",
        "Umsetzen": "power-clean",
        "Bankdrücken": "barbell-bench-press",
        "BD": "barbell-bench-press",
        "Schrägbankdrücken": "incline-barbell-bench-press",
        "Negativbankdrücken": "decline-barbell-bench-press",
        "KH-Bankdrücken": "dumbbell-bench-press",
        "Brustpresse": "machine-chest-press",
        "Fliegende": "dumbbell-fly",
        "Butterfly": "pec-deck-fly",
        "Liegestütz": "push-up",
        "Barrenstütz": "dip",
        "Militärpresse": "overhead-press",
        "KH-Schulterdrücken": "dumbbell-shoulder-press",
        "Seitheben": "lateral-raise",
        "Frontheben": "front-raise",
        "vorgebeugtes Seitheben": "rear-delt-fly",
        "aufrechtes Rudern": "upright-row",
        "Schulterheben": "barbell-shrug",
        "Klimmzug im Untergriff": "chin-up",
        "Latziehen": "lat-pulldown",
        "LH-Rudern": "barbell-row",
        "KH-Rudern": "dumbbell-row",
        "Kabelrudern": "seated-cable-row",
        "umgekehrtes Rudern": "inverted-row",
        "Überzüge": "dumbbell-pullover",
        "Bizeps-Curls": "barbell-curl",
        "Scott-Curls": "preacher-curl",
        "Trizepsdrücken": "triceps-pushdown",
        "Stirndrücken": "skull-crusher",
        "Unterarmstütz": "plank",
        "Seitstütz": "side-plank",
        "Beinheben": "leg-raise",
        "Käfer": "dead-bug",
        "Laufband": "treadmill-run",
        "Rudergerät": "rowing-machine",
        "Heimtrainer": "stationary-bike",
        "Seilspringen": "jump-rope",
        "Kastensprung": "box-jump",
    },
    "fr": {
        "squat avant": "front-squat",
        "squat poids du corps": "bodyweight-squat",
        "fente bulgare": "bulgarian-split-squat",
        "fente": "lunge",
        "montée sur banc": "step-up",
        "presse à cuisses": "leg-press",
        "mollets": "standing-calf-raise",
        "soulevé de terre": "barbell-deadlift",
        "SDT": "barbell-deadlift",
        "SDT roumain": "romanian-deadlift",
        "SDT jambes tendues": "stiff-leg-deadlift",
        "banc à lombaires": "back-extension",
        "pont fessier": "glute-bridge",
        "relevé de bassin": "glute-bridge",
        "épaulé": "power-clean",
        "développé couché": "barbell-bench-press",
        "DC": "barbell-bench-press",
        "développé incliné": "incline-barbell-bench-press",
        "développé haltères": "dumbbell-bench-press",
        "presse pectoraux": "machine-chest-press",
        "écarté": "dumbbell-fly",
        "pompes": "push-up",
        "développé militaire": "overhead-press",
        "développé épaules": "dumbbell-shoulder-press",
        "élévations latérales": "lateral-raise",
        "oiseau": "rear-delt-fly",
        "tirage visage": "face-pull",
        "rowing menton": "upright-row",
        "traction": "pull-up",
        "traction supination": "chin-up",
        "tirage poitrine": "lat-pulldown",
        "rowing haltère": "dumbbell-row",
        "tirage horizontal": "seated-cable-row",
        "traction australienne": "inverted-row",
        "curl marteau": "hammer-curl",
        "extension triceps poulie": "triceps-pushdown",
        "barre au front": "skull-crusher",
        "gainage": "plank",
        "relevé de buste": "sit-up",
        "marche du fermier": "farmers-carry",
        "footing": "outdoor-run",
        "rameur": "rowing-machine",
        "corde à sauter": "jump-rope",
        "saut sur box": "box-jump",
    },
    "es": {
        "sentadilla": "barbell-back-squat",
        "sentadilla frontal": "front-squat",
        "sentadilla búlgara": "bulgarian-split-squat",
        "zancada": "lunge",
        "desplante": "lunge",
        "curl femoral": "leg-curl",
        "peso muerto": "barbell-deadlift",
        "peso muerto rumano": "romanian-deadlift",
        "buenos días": "good-morning",
        "empuje de cadera": "hip-thrust",
        "puente de glúteos": "glute-bridge",
        "press de banca": "barbell-bench-press",
        "press inclinado": "incline-barbell-bench-press",
        "lagartijas": "push-up",
        "fondos": "dip",
        "press militar": "overhead-press",
        "elevaciones laterales": "lateral-raise",
        "pájaros": "rear-delt-fly",
        "remo al mentón": "upright-row",
        "dominada": "pull-up",
        "jalón al pecho": "lat-pulldown",
        "remo con barra": "barbell-row",
        "remo en polea": "seated-cable-row",
        "press francés": "skull-crusher",
        "plancha": "plank",
        "paseo del granjero": "farmers-carry",
        "elíptica": "elliptical-trainer",
    },
    "pt": {
        "agachamento": "barbell-back-squat",
        "agachamento búlgaro": "bulgarian-split-squat",
        "afundo": "lunge",
        "cadeira extensora": "leg-extension",
        "mesa flexora": "leg-curl",
        "panturrilha": "standing-calf-raise",
        "levantamento terra": "barbell-deadlift",
        "peso morto": "barbell-deadlift",
        "elevação pélvica": "hip-thrust",
        "supino": "barbell-bench-press",
        "supino inclinado": "incline-barbell-bench-press",
        "crucifixo": "dumbbell-fly",
        "voador": "pec-deck-fly",
        "elevação lateral": "lateral-raise",
        "remada alta": "upright-row",
        "encolhimento": "barbell-shrug",
        "barra fixa": "pull-up",
        "puxada": "lat-pulldown",
        "remada curvada": "barbell-row",
        "remada baixa": "seated-cable-row",
        "remada cavalinho": "t-bar-row",
        "rosca direta": "barbell-curl",
        "rosca martelo": "hammer-curl",
        "tríceps testa": "skull-crusher",
        "prancha": "plank",
        "esteira": "treadmill-run",
        "pular corda": "jump-rope",
    },
    "it": {
        "squat a corpo libero": "bodyweight-squat",
        "affondo": "lunge",
        "stacco da terra": "barbell-deadlift",
        "stacco rumeno": "romanian-deadlift",
        "stacco sumo": "sumo-deadlift",
        "ponte glutei": "glute-bridge",
        "girata": "power-clean",
        "panca piana": "barbell-bench-press",
        "panca inclinata": "incline-barbell-bench-press",
        "panca manubri": "dumbbell-bench-press",
        "croci": "dumbbell-fly",
        "piegamenti": "push-up",
        "lento avanti": "overhead-press",
        "lento manubri": "dumbbell-shoulder-press",
        "alzate laterali": "lateral-raise",
        "alzate frontali": "front-raise",
        "alzate posteriori": "rear-delt-fly",
        "tirate al mento": "upright-row",
        "scrollate": "barbell-shrug",
        "trazioni": "pull-up",
        "lat machine": "lat-pulldown",
        "rematore": "barbell-row",
        "panca Scott": "preacher-curl",
        "push down": "triceps-pushdown",
        "camminata": "brisk-walk",
        "vogatore": "rowing-machine",
    },
}


@pytest.fixture
def user(sql: Connection) -> Iterator[uuid.UUID]:
    with sql.transaction(force_rollback=True):
        yield new_user(sql)


def test_every_language_has_names_and_spot_checks() -> None:
    assert set(FILES) == set(SAID)


@pytest.mark.parametrize("locale", SAID)
def test_every_exercise_of_ours_has_a_name(sql: Connection, locale: str) -> None:
    rows = sql.execute(
        "select e.slug from public.exercises as e where e.created_by is null and not exists ("
        " select from public.exercise_names as n where n.exercise_id = e.id and n.locale = %s) order by 1",
        [locale],
    ).fetchall()
    assert rows == []


@pytest.mark.parametrize("locale", SAID)
def test_no_two_exercises_share_a_name(sql: Connection, locale: str) -> None:
    rows = sql.execute(
        "select array_agg(e.slug order by e.slug) from public.exercise_names as n"
        " join public.exercises as e on e.id = n.exercise_id"
        " where n.locale = %s group by private.search_fold(n.name) having count(*) > 1",
        [locale],
    ).fetchall()
    assert rows == []


@pytest.mark.parametrize("locale", SAID)
def test_no_name_is_said_twice_of_an_exercise(sql: Connection, locale: str) -> None:
    rows = sql.execute(
        "select e.slug, lower(said.name) from public.exercise_names as n"
        " join public.exercises as e on e.id = n.exercise_id"
        " cross join lateral unnest(n.aliases || n.name) as said (name)"
        " where n.locale = %s group by 1, 2 having count(*) > 1",
        [locale],
    ).fetchall()
    assert rows == []


@pytest.mark.parametrize("locale", SAID)
def test_seeding_names_again_changes_nothing(sql: Connection, locale: str) -> None:
    with sql.transaction(force_rollback=True):
        cursor = sql.execute(FILES[locale].read_bytes())
        changed = [cursor.fetchone()]
        while cursor.nextset():
            changed.append(cursor.fetchone())
    assert set(changed) == {(0,)}


@pytest.mark.parametrize(
    ("locale", "said", "slug"),
    [(locale, said, slug) for locale, names in SAID.items() for said, slug in names.items()],
)
def test_what_lifters_say_is_a_name_and_finds_the_exercise_first(
    sql: Connection, user: uuid.UUID, locale: str, said: str, slug: str
) -> None:
    row = sql.execute(
        "select e.name, lower(%s) in (select lower(a.said) from unnest(n.aliases || n.name) as a (said))"
        " from public.exercises as e join public.exercise_names as n on n.exercise_id = e.id"
        " where e.slug = %s and n.locale = %s",
        [said, slug, locale],
    ).fetchone()
    assert row
    name, is_a_name = row
    assert is_a_name
    assert found(sql, user, said, p_locale=locale)[0] == name
