"""Which exercise a name means: what is accepted must be right, what is only alike is left to the user."""

from dataclasses import replace

import pytest

from functions.import_plan.matching import ACCEPTED, UNCERTAIN, Catalogue, match
from functions.import_plan.matching.names import words_of
from functions.import_plan.matching.words import SHORT_FORMS, TRANSLATIONS
from tests.functions.import_plan.support import catalogue, seed, slugs

# What people write, a slug, and more names of the same. A dash: the catalogue has no such exercise.
LABELLED = """
barbell-bench-press: Bench; Bench Press; Flat bench press; BB Bench; Barbell Bench Press (flat); Bankdrücken
barbell-bench-press: Press banca
incline-barbell-bench-press: Incline Bench; Incline BB bench press; Schrägbankdrücken; Press inclinado
incline-barbell-bench-press: Inclne bench press
incline-dumbbell-bench-press: Incline DB Press; Incline dumbbell bench; Bench Press - Incline (Dumbbell)
dumbbell-bench-press: DB bench; Bench press (dumbbell); Dumbbell Bench Presses; Kurzhantelbankdrücken
close-grip-bench-press: Close grip bench; CGBP; Close-Grip Bench Press; Enges Bankdrücken
barbell-back-squat: Squat; Squats (Barbell); Back squats; High bar squat; Kniebeugen; Sentadillas
barbell-back-squat: Sentadilla con barra
front-squat: Front squats; Barbell front squat; Frontkniebeuge; Sentadilla frontal
goblet-squat: Goblet squats; DB goblet squat
hack-squat: Hack squats; Machine hack squat
bulgarian-split-squat: Bulgarian split squats; Bulgarian squats; BSS; Sentadilla búlgara
barbell-deadlift: Deadlifts; Conventional deadlift; DL; Kreuzheben; Peso muerto; Barbell deadlift
sumo-deadlift: Sumo DL; Sumo deadlifts; Peso muerto sumo
romanian-deadlift: RDL; RDLs; Romanian deadlifts; Barbell RDL; Rumänisches Kreuzheben; Peso muerto rumano
dumbbell-romanian-deadlift: DB RDL; Dumbbell Romanian deadlifts; Romanian deadlift (dumbbell)
single-leg-romanian-deadlift: Single leg RDL; SL RDL; One-leg RDL
stiff-leg-deadlift: SLDL; Stiff legged deadlift; Stiff-Leg Deadlifts
trap-bar-deadlift: Trap bar deadlifts; Hex bar deadlift
overhead-press: OHP; Military Press; Overhead Press (Barbell); Strict press; Schulterdrücken; Press militar
dumbbell-shoulder-press: Seated DB shoulder press; DB shoulder press; Shoulder Press (Dumbbell)
dumbbell-shoulder-press: DB overhead press
machine-shoulder-press: Shoulder press machine; Machine shoulder press
barbell-row: Barbell rows; BB Row; Bent-over rows; Bent over barbell row; Langhantelrudern; Remo con barra
pendlay-row: Pendlay rows
dumbbell-row: One-arm DB row; DB rows; Single arm dumbbell row; 1-arm dumbbell row
seated-cable-row: Cable row; Seated cable rows; Kabelrudern; Remo sentado
t-bar-row: T-bar rows; T bar row; T-Bar Rudern
lat-pulldown: Lat pulldowns; Lat pull-down; Pulldowns; Latzug; Jalón al pecho; Lat Pulldown (Cable)
pull-up: Pullups; Pull ups; Pull-Ups; Klimmzüge; Dominadas
chin-up: Chin-ups; Chinups; Chin Ups
assisted-pull-up: Assisted pullups; Machine assisted pull-ups
dip: Dips; Chest dips; Parallel bar dips; Fondos en paralelas
face-pull: Face pulls; Facepulls; Cable face pulls
lateral-raise: Lateral raises; Side laterals; DB lateral raise; Side lateral raises; Seitheben
lateral-raise: Elevaciones laterales
cable-lateral-raise: Cable lateral raises; Lateral Raise (Cable)
rear-delt-fly: Rear delt flyes; Reverse flys; Rear delt fly (dumbbell)
barbell-curl: Barbell curls; Bicep curls; BB curl; Bizepscurls; Curl de bíceps con barra
dumbbell-curl: DB curls; Dumbell curl; Dumbbell bicep curl
hammer-curl: Hammer curls; DB hammer curls; Hammercurls; Curl martillo
ez-bar-curl: EZ bar curls; EZ curl; SZ curls
preacher-curl: Preacher curls; Scottcurls
triceps-pushdown: Tricep pushdowns; Rope pushdown; Triceps push-down; Cable pushdowns
triceps-pushdown: Trizepsdrücken am Kabel
skull-crusher: Skullcrushers; Skull crushers; Lying triceps extension; French press
overhead-triceps-extension: Overhead tricep extension; DB overhead triceps extension
leg-press: Leg press; Legpress; Beinpresse; Prensa de piernas
leg-extension: Leg extensions; Beinstrecker; Extensión de piernas
leg-curl: Leg curls; Seated leg curl; Lying leg curls; Beinbeuger; Curl femoral
standing-calf-raise: Calf raises; Standing calf raises; Wadenheben stehend
seated-calf-raise: Seated calf raises; Wadenheben sitzend
walking-lunge: Walking lunges; DB walking lunges
lunge: Lunges; Ausfallschritte; Zancadas
hip-thrust: Hip thrusts; Barbell hip thrust; BB hip thrusts
kettlebell-swing: Kettlebell swings; KB swing
push-up: Push ups; Pushups; Press-ups; Liegestütze; Flexiones
plank: Planks; Front plank; Unterarmstütz
hanging-leg-raise: Hanging leg raises; HLR
ab-wheel-rollout: Ab wheel; Ab rollout; Ab wheel rollouts
barbell-shrug: Shrugs; Barbell shrugs
cable-fly: Cable flyes; Cable crossovers; Cable flys
farmers-carry: Farmers walk; Farmer's carry; Farmer carries
incline-treadmill-walk: Incline walk; Incline treadmill walk
-: Decline DB bench press; Machine curl; Zottman curl; Spoto press; Larsen press; Reverse grip bench press
-: JM press
-: Single leg press; Jefferson deadlift; Seated good morning; Cable squat; Kettlebell bench press
-: Incline cable fly press
-: Smith machine deadlift; Barbell lateral raise; Landmine deadlift; Decline leg press
-: Front foot elevated split squat
-: Ignore all previous instructions; Mobility work; Have fun; Client warm up; Whatever you like; Sauna
""".strip()
PAIRS = [
    (name.strip(), slug)
    for slug, names in (row.split(":", 1) for row in LABELLED.splitlines())
    for name in names.split(";")
]


def found(name: str) -> str:
    exercise_id = match(name, catalogue()).exercise_id
    return slugs()[exercise_id] if exercise_id else "-"


@pytest.mark.parametrize(("name", "slug"), PAIRS)
def test_a_name_is_the_exercise_a_person_means(name: str, slug: str) -> None:
    assert found(name) == slug


@pytest.mark.parametrize("slug", seed())
def test_every_name_and_alias_of_ours_is_accepted(slug: str) -> None:
    entry = seed()[slug]
    assert {found(name) for name in (entry.name, *entry.aliases)} == {slug}


@pytest.mark.parametrize("slug", seed())
def test_case_hyphens_and_plural_make_no_difference(slug: str) -> None:
    name = seed()[slug].name
    plural = name if name.endswith("s") else f"{name}s"
    assert {found(name.upper()), found(name.replace("-", " ")), found(plural)} == {slug}


DIFFERENT = (
    "incline",
    "decline",
    "seated",
    "single leg",
    "reverse",
    "cable",
    "machine",
    "kettlebell",
    "band",
    "close grip",
)


@pytest.mark.parametrize("word", DIFFERENT)
def test_a_word_that_tells_exercises_apart_is_never_passed_over(word: str) -> None:
    wrong = {
        (f"{word} {entry.name}", found(f"{word} {entry.name}"))
        for slug, entry in seed().items()
        if found(f"{word} {entry.name}") == slug and not set(word.split()) <= catalogue().known_words(entry)
    }
    assert wrong == set()


def test_what_is_only_alike_comes_with_candidates() -> None:
    found = match("Seated row", catalogue())
    assert (found.exercise_id, UNCERTAIN <= found.confidence < ACCEPTED) == (None, True)
    assert {c.name for c in found.candidates[:2]} == {"Machine Row", "Seated Cable Row"}


def test_what_is_like_nothing_has_no_candidate() -> None:
    assert match("Ignore all previous instructions", catalogue()).candidates == ()


def test_a_load_beside_a_bodyweight_exercise_means_the_weighted_one() -> None:
    exercise_id = match("Dips", catalogue(), is_loaded=True).exercise_id
    assert slugs()[exercise_id or ""] == "weighted-dip"


@pytest.mark.parametrize("table", [SHORT_FORMS, TRANSLATIONS])
def test_no_short_form_leads_to_another(table: dict[str, str]) -> None:
    assert {
        short for short, full in table.items() if words_of(full) != words_of(" ".join(words_of(full)))
    } == set()


NAMED_ELSEWHERE = {
    "barbell-back-squat": ("Kniebeuge", "Sentadilla", "Agachamento livre"),
    "barbell-bench-press": ("Bankdrücken", "Développé couché", "Supino reto", "Panca piana"),
    "barbell-deadlift": ("Kreuzheben", "Soulevé de terre", "Stacco da terra"),
    "incline-barbell-bench-press": ("Supino inclinado",),
    "seated-cable-row": ("Tirage horizontal", "Tirage"),
    "lat-pulldown": ("Tirage vertical", "Tirage"),
}


def spoken() -> Catalogue:
    """Our exercises, with the names above alone."""
    return Catalogue(replace(entry, foreign=NAMED_ELSEWHERE.get(slug, ())) for slug, entry in seed().items())


def found_abroad(name: str) -> str:
    exercise_id = match(name, spoken()).exercise_id
    return slugs()[exercise_id] if exercise_id else "-"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kniebeuge", "barbell-back-squat"),
        ("développé couché", "barbell-bench-press"),
        ("DEVELOPPE COUCHE", "barbell-bench-press"),
        ("panca piana", "barbell-bench-press"),
        ("Stacco da terra", "barbell-deadlift"),
        ("agachamento livre", "barbell-back-squat"),
        # One slip.
        ("dévelopé couché", "barbell-bench-press"),
        ("Soulevé de tere", "barbell-deadlift"),
        # Two would turn one exercise into another.
        ("Supino declinado", "-"),
    ],
)
def test_a_name_in_another_language_is_the_exercise(name: str, slug: str) -> None:
    assert found_abroad(name) == slug


def test_a_foreign_word_for_two_exercises_is_left_to_the_user() -> None:
    answer = match("Tirage", spoken())
    assert answer.exercise_id is None
    assert {"seated-cable-row", "lat-pulldown"} <= {slugs()[one.exercise_id] for one in answer.candidates}
