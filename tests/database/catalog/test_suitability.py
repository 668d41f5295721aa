"""What exercises ask of a body: whom they don't suit, and that enough is left for everybody."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support import Connection

SEED = Path(__file__).parents[3] / "supabase" / "seed"

CONDITIONS = {
    "neck": ["pain", "disc", "sprain"],
    "shoulder": [
        "pain", "impingement", "tendinopathy", "cuff_surgery", "ac_joint", "instability", "sprain",
    ],
    "elbow": ["pain", "tendinopathy", "sprain", "instability"],
    "wrist": ["pain", "tendinopathy", "sprain", "instability"],
    "back": ["pain", "disc", "sprain", "extension_pain", "sacroiliac"],
    "hip": ["pain", "hip_impingement", "tendinopathy", "sprain", "sacroiliac"],
    "knee": ["pain", "front_knee", "tendinopathy", "meniscus", "acl_graft", "sprain", "instability"],
    "ankle": ["pain", "achilles", "tendinopathy", "sprain", "instability"],
    "abdomen": ["pain", "hernia", "pelvic_floor"],
    "pelvis": ["pain", "pelvic_floor", "sacroiliac"],
    "body": [
        "pain", "pregnancy", "late_pregnancy", "high_blood_pressure", "osteoporosis", "hypermobility",
        "obesity", "epilepsy", "older_adult", "child",
    ],
}  # fmt: skip
PAIRS = [(part, condition) for part, conditions in CONDITIONS.items() for condition in conditions]


@pytest.fixture
def db(sql: Connection) -> Iterator[Connection]:
    with sql.transaction(force_rollback=True):
        yield sql


def advised_against(db: Connection, part: str, condition: str, severity: str | None = None) -> set[str]:
    rows = db.execute(
        "select e.slug from public.exercise_contraindications as c"
        " join public.exercises as e on e.id = c.exercise_id"
        " where c.body_part = %s and c.condition = %s and c.severity = coalesce(%s, c.severity)",
        [part, condition, severity],
    ).fetchall()
    return {row[0] for row in rows}


def ours(db: Connection, where: str) -> set[str]:
    rows = db.execute(f"select slug from public.exercises where created_by is null and {where}").fetchall()
    return {row[0] for row in rows}


def seed(db: Connection, part: str, *strains: object) -> int:
    row = db.execute("select private.seed_contraindications(%s, %s)", [part, json.dumps(strains)]).fetchone()
    assert row
    return int(row[0])


def test_every_complaint_of_every_part_is_known_and_no_other(db: Connection) -> None:
    rows = db.execute(
        "select distinct body_part::text, condition::text from public.exercise_contraindications"
    ).fetchall()
    assert sorted(rows) == sorted(PAIRS)


def test_every_condition_and_body_part_of_the_contract_occurs(db: Connection) -> None:
    rows = db.execute(
        "select unnest(enum_range(null::public.health_condition))::text"
        " except select condition::text from public.exercise_contraindications"
        " union all (select unnest(enum_range(null::public.body_part))::text"
        " except select body_part::text from public.exercise_contraindications)"
    ).fetchall()
    assert rows == []


@pytest.mark.parametrize("part", CONDITIONS)
def test_a_nameless_pain_is_treated_with_more_care_than_most_of_its_names(db: Connection, part: str) -> None:
    """What all of its names avoid is at least a caution for it."""
    named = [advised_against(db, part, one, "avoid") for one in CONDITIONS[part] if one != "pain"]
    always = set.intersection(*named)
    assert always <= advised_against(db, part, "pain")


@pytest.mark.parametrize(
    ("tag", "part", "condition"),
    [
        *[("has_impact", "knee", one) for one in CONDITIONS["knee"]],
        *[("has_impact", "ankle", one) for one in CONDITIONS["ankle"]],
        *[("has_impact", "back", one) for one in CONDITIONS["back"]],
        ("has_impact", "hip", "pain"),
        ("has_impact", "pelvis", "pelvic_floor"),
        ("has_impact", "abdomen", "pelvic_floor"),
        ("has_impact", "body", "older_adult"),
        ("has_impact", "body", "late_pregnancy"),
        ("has_impact", "body", "obesity"),
        ("is_skill", "body", "older_adult"),
        ("is_skill", "body", "child"),
        ("is_skill", "body", "pregnancy"),
        ("is_skill", "body", "late_pregnancy"),
        *[("is_overhead", "shoulder", one) for one in CONDITIONS["shoulder"] if one != "ac_joint"],
        ("spinal_load = 3", "back", "disc"),
        ("spinal_load = 3", "back", "pain"),
        ("spinal_load = 3", "abdomen", "hernia"),
    ],
)
def test_a_tag_rules_an_exercise_out(db: Connection, tag: str, part: str, condition: str) -> None:
    tagged = ours(db, tag)
    assert tagged
    assert tagged - advised_against(db, part, condition, "avoid") == set()


@pytest.mark.parametrize(
    ("part", "condition", "names"),
    [
        ("shoulder", "pain", "dip|muscle-up|upright-row|pullover|overhead-(press|triceps)|snatch|handstand"),
        ("shoulder", "cuff_surgery", ("press$(?<!leg-press)|push-up|pull-up|row$|curl$(?<!leg-curl|"
         "nordic-curl)|carry|dead-hang")),
        ("shoulder", "instability", "pull-up|hang|fly$(?<!rear-delt-fly)|dip|overhead"),
        ("elbow", "pain", "skull-crusher|barbell-curl|chin-up|overhead-triceps"),
        ("wrist", "pain", "^(push-up|front-squat|burpee|power-clean)$|handstand"),
        ("neck", "pain", "barbell-shrug|^sit-up|decline-sit-up|handstand"),
        ("back", "disc", ("barbell-row|pendlay|bent-over|renegade|deadlift|good-morning|sit-up|"
         "(bell|arm)-swing|front-squat")),
        ("back", "pain", ("barbell-row|pendlay|bent-over|renegade|deadlift|good-morning|sit-up|"
         "bell-swing|twist|jump")),
        ("back", "extension_pain", "superman|cobra|bell-swing|^overhead-press"),
        ("back", "sacroiliac", "lunge|pistol|sumo|single-leg-romanian|step-up"),
        ("hip", "hip_impingement", "pistol|cossack|walking-lunge|deep-squat"),
        ("knee", "pain", "jump|-run|lunge|pistol|burpee|nordic-curl$(?<!assisted-nordic-curl)"),
        ("knee", "meniscus", "deep-squat|pigeon|cossack|overhead-squat|knee-push-up"),
        ("knee", "acl_graft", "jump|-run|leg-extension|shuttle"),
        ("ankle", "achilles", "jump|-run|incline-(treadmill|intervals)"),
        ("abdomen", "hernia", "sit-up|crunch|(barbell|sumo|deficit)-.*deadlift|back-squat|v-up"),
        ("pelvis", "pelvic_floor", "crunch|sit-up|jump|-run|^plank|leg-raise$(?<!side-lying-leg-raise)"),
        ("body", "late_pregnancy", ("barbell-bench-press$(?<!incline-barbell-bench-press)|crunch|superman|"
         "dead-bug")),
        ("body", "high_blood_pressure", "handstand|downward-dog|wall-sit|pike"),
        ("body", "osteoporosis", "sit-up|crunch|twist|woodchop|v-up"),
        ("body", "obesity", "jump|-run|burpee|handstand|pistol"),
        ("body", "epilepsy", "skull-crusher|barbell-bench|^overhead-press|swimming|box-jump"),
        ("body", "older_adult", "jump|-run|pistol|muscle-up|snatch|clean|burpee"),
        ("body", "child", "snatch|power-clean|overhead-squat|deficit|weighted-(dip|pull)"),
        ("body", "hypermobility", "dead-hang|hanging|dumbbell-fly|pigeon|muscle-up"),
    ],
)  # fmt: skip
def test_what_physiotherapists_avoid_is_avoided(
    db: Connection, part: str, condition: str, names: str
) -> None:
    named = {row[0] for row in db.execute("select slug from public.exercises where slug ~ %s", [names])}
    assert named
    assert named - advised_against(db, part, condition, "avoid") == set()


@pytest.mark.parametrize(
    ("part", "condition", "kept"),
    [
        ("shoulder", "pain", ("machine-row dumbbell-floor-press landmine-press "
         "band-external-rotation wall-push-up")),
        ("shoulder", "cuff_surgery", ("leg-press leg-extension leg-curl brisk-walk bodyweight-squat "
         "stationary-bike")),
        ("back", "disc", ("chest-supported-row hip-thrust glute-bridge side-plank bird-dog "
         "dead-bug brisk-walk")),
        ("back", "extension_pain", "dead-bug glute-bridge split-squat"),
        ("knee", "front_knee", "wall-sit hip-thrust romanian-deadlift stationary-bike sled-push box-squat"),
        ("knee", "meniscus", "leg-press romanian-deadlift glute-bridge stationary-bike"),
        ("ankle", "achilles", "bodyweight-calf-raise seated-calf-raise stationary-bike"),
        ("pelvis", "pelvic_floor", "dead-bug glute-bridge seated-cable-row pelvic-floor-breathing"),
        ("body", "late_pregnancy", ("machine-chest-press seated-cable-row goblet-squat incline-push-up "
         "brisk-walk")),
        ("body", "osteoporosis", "back-extension superman leg-press single-leg-balance brisk-walk"),
        ("body", "older_adult", ("leg-press sit-to-stand machine-row tandem-stand brisk-walk "
         "machine-chest-press")),
        ("body", "child", "push-up bodyweight-squat pull-up goblet-squat dumbbell-bench-press"),
    ],
)  # fmt: skip
def test_what_physiotherapists_prefer_is_left(db: Connection, part: str, condition: str, kept: str) -> None:
    assert set(kept.split()) & advised_against(db, part, condition, "avoid") == set()


@pytest.mark.parametrize("gear", ["everything", "nothing"])
@pytest.mark.parametrize(("part", "condition"), PAIRS, ids=str)
def test_enough_is_left_for_everybody(db: Connection, part: str, condition: str, gear: str) -> None:
    """For a beginner: legs, hips, trunk, breath and mobility; pushes and pulls unless an arm rests."""
    avoided = advised_against(db, part, condition, "avoid")
    bare = "not exists (select from public.exercise_equipment as x where x.exercise_id = exercises.id)"
    possible = bare if gear == "nothing" else "true"
    left = ours(db, f"difficulty = 'beginner' and {possible}") - avoided
    kinds = {
        "legs": "primary_muscle_group in ('quads', 'glutes') and exercise_type = 'strength'",
        "hips": "movement_pattern = 'hinge'",
        "trunk": "primary_muscle_group in ('abs', 'obliques', 'lower_back') and exercise_type = 'strength'",
        "breath": "exercise_type = 'cardio'",
        "mobility": "exercise_type = 'flexibility'",
    }
    if condition != "cuff_surgery":
        kinds["push"] = "movement_pattern = 'horizontal_push'"
        kinds["pull"] = "movement_pattern = 'horizontal_pull'"
    least = {"legs": 3, "trunk": 2, "breath": 4, "mobility": 6}
    short = {
        kind: sorted(left & ours(db, where))
        for kind, where in kinds.items()
        if len(left & ours(db, where)) < least.get(kind, 1)
    }
    assert short == {}


def test_seeding_contraindications_again_changes_nothing(db: Connection) -> None:
    changed = []
    for file in sorted((SEED / "contraindications").glob("*.sql")):
        row = db.execute(file.read_bytes()).fetchone()
        assert row
        changed.append(row[0])
    assert changed == [0] * len(CONDITIONS)


def test_of_two_strains_the_worse_counts(db: Connection) -> None:
    seed(
        db, "neck",
        {"conditions": ["pain"], "severity": "avoid", "exercises": ["push-up"]},
        {"conditions": ["pain", "disc"], "severity": "caution", "exercises": ["push-up"]},
    )  # fmt: skip
    rows = db.execute(
        "select condition::text, severity::text from public.exercise_contraindications"
        " where body_part = 'neck'"
    ).fetchall()
    assert sorted(rows) == [("disc", "caution"), ("pain", "avoid")]


def test_what_is_no_longer_said_is_taken_back(db: Connection) -> None:
    seed(db, "neck", {"conditions": ["pain"], "severity": "avoid", "exercises": ["push-up", "pull-up"]})
    left = {"conditions": ["pain"], "severity": "avoid", "exercises": ["push-up"]}
    assert seed(db, "neck", left) == 1
    assert advised_against(db, "neck", "pain") == {"push-up"}


@pytest.mark.parametrize(
    ("strain", "error"),
    [
        ({"exercises": ["pushup"]}, psycopg.errors.ForeignKeyViolation),
        ({"every": "is_hard"}, psycopg.errors.InvalidTextRepresentation),
    ],
    ids=["exercise", "tag"],
)
def test_a_misspelt_seed_fails(db: Connection, strain: dict[str, object], error: type[psycopg.Error]) -> None:
    with pytest.raises(error), db.transaction():
        seed(db, "neck", {"conditions": ["pain"], "severity": "avoid", **strain})
