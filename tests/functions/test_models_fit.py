"""What functions expect of the database's answers is what its catalogue says they can be.

The two are written twice; here each model of an answer names the column that each of its fields comes from.
"""

import importlib
import pkgutil
import types
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import BaseModel

import functions
import shared
from functions.coach_chat import facts as coach
from functions.coach_chat import store as coach_store
from functions.delete_files.folders import Folder
from functions.dispatch_notifications import outbox, receipts, tokens
from functions.reset_streaks import batches
from shared.ai.web import Sent
from shared.data import service
from shared.data import training_brief as brief
from shared.data.keyring import DataKey
from shared.data.rows import Row
from shared.ops.observability import logger
from shared.ops.settings import FromEnvironment, settings
from shared.planner import terms
from shared.planner.balance import Side
from shared.planner.trunk import TrunkKind
from shared.planner.volume import VolumeGroup
from tests.support import Connection

pytestmark = pytest.mark.quick

# Where fields come from: a column as `table.column`, an argument of a function's answer as
# `function().argument`, or the type of what a query computes, with `?` if it can be null. A bare name is a
# column of the model's table. What isn't named has the name of its column.
SOURCES: dict[type[Row], tuple[str, dict[str, str]]] = {
    coach.Now: ("", {"day": "date", "time": "text", "weekday": "int4", "timezone": "text"}),
    coach.Profile: ("profiles", {}),
    coach.Goal: ("user_goals", {}),
    coach.AffinityFact: ("private.affinity_at()", {}),
    coach.PlannedExercise: (
        "workout_plan_day_exercises",
        {
            "plan_exercise_id": "id",
            "name": "exercises.name",
            "sets": "target_sets",
            "reps": "target_reps",
            "weight_kg": "current_suggested_weight_kg",
            "reason": "text?",
        },
    ),
    coach.NextWorkout: ("workout_plan_days", {"plan_workout_id": "id", "session_id": "uuid?"}),
    coach.Day: ("workout_plan_days", {"plan_workout_id": "id"}),
    coach.Plan: ("workout_plans", {"plan_id": "id", "left_out": "int8"}),
    coach.Streak: ("private.streaks_at()", {}),
    coach.LastWorkout: ("workout_sessions", {"sets": "total_sets", "volume_kg": "total_volume_kg"}),
    coach.Record: ("personal_records", {"exercise": "exercises.name"}),
    coach.CheckIn: ("check_ins", {}),
    coach.Injury: ("coach_memories", {"since": "created_at"}),
    coach.PastAction: ("", {"tool": "text?", "status": "text?"}),
    coach.PastMessage: ("ai_coach_messages", {}),
    coach.Facts: ("", {}),
    coach.Memory: ("match_memories()", {}),
    coach.Found: ("search_exercises()", {}),
    coach.ChangeRow: ("plan_changes", {}),
    coach_store.StoredMessage: ("ai_coach_messages", {"message_id": "id"}),
    coach_store._StoredAnswer: ("", {}),  # noqa: SLF001
    service.Admission: ("", {"request_id": "uuid?", "consented": "bool", "status": "int2?", "body": "jsonb"}),
    service.StoredChange: ("plan_changes", {}),
    brief.Person: ("profiles", {"age": "int4?", "weight_kg": "body_measurements.weight_kg"}),
    brief.Goal: ("user_goals", {}),
    brief.Preferences: ("training_preferences", {}),
    brief.Lift: ("private.exercise_sessions", {"workouts": "int8"}),
    brief.Workout: ("workout_sessions", {"minutes": "int4?", "sets": "total_sets"}),
    brief.GroupVolume: ("", {"muscle_group": "text", "sets": "_numeric"}),
    brief.WeeklySets: ("", {}),
    brief.CheckIn: ("", {"readiness": "numeric?"}),
    brief.Break: ("training_breaks", {}),
    brief.CurrentComplaint: ("complaints", {}),
    brief.TrainingBrief: (
        "",
        {"day": "date?", "equipment": "_uuid", "stalled": "_uuid", "injuries": "_text"},
    ),
    outbox.Message: ("claim_messages()", {}),
    tokens._Token: ("tokens_to_seal()", {}),  # noqa: SLF001
    DataKey: ("data_keys_of()", {}),
    receipts._Receipt: ("claim_receipts()", {}),  # noqa: SLF001
    Folder: (
        "private.file_deletions",
        {"id": "uuid", "attempt": "uuid", "bucket": "bucket_id", "paths": "_text"},
    ),
    batches._Batch: ("", {"outcome": "private.job_runs.outcome", "rows": "int4"}),  # noqa: SLF001
}
# Null in a table, never in the answer: what it leaves out, or is summed only where there is something.
NOT_NULL = {"LastWorkout.sets", "LastWorkout.volume_kg"}
# An enum of which the answer has only some values.
SOME_VALUES = {"_Batch.outcome"}
# Models of nothing that the database answers.
NO_ANSWERS = (Sent, FromEnvironment)
OTHERS = {
    "shared.ai.usage.UsageSummary": "part of our own answers",
    "shared.ops.settings.Price": "a setting",
    "shared.ops.scheduled.Event": "an event of AWS",
    "shared.http.problems.FieldError": "part of our own answers",
    "shared.http.problems.ProblemDocument": "our own answer",
    "functions.import_plan.models.Candidate": "our own answer",
    "functions.import_plan.models.MatchedLine": "our own answer",
    "functions.import_plan.models.UnmatchedLine": "our own answer",
    "functions.import_plan.models.ImportResponse": "our own answer",
    "functions.import_plan.ask._Answer": "the model's answer",
    "functions.import_plan.ask._Transcript": "the model's answer",
    "functions.import_plan.ask._Rewrites": "the model's answer",
    "functions.import_plan.ask._Rewritten": "the model's answer",
    "functions.dispatch_notifications.google_token.ServiceAccount": "a setting",
    "functions.coach_chat.answer.Kept": "the model's answer",
    "functions.coach_chat.answer.CoachAnswer": "the model's answer",
    "functions.coach_chat.models.Action": "our own answer",
    "functions.coach_chat.models.Message": "our own answer",
    "functions.coach_chat.models.MemoryUsed": "our own answer",
    "functions.coach_chat.models.Affinity": "our own answer",
    "functions.coach_chat.models.ChatResponse": "our own answer",
    "functions.generate_plan.models.SourceLink": "our own answer",
    "functions.generate_plan.models.PlanResponse": "our own answer",
    "functions.generate_plan.models.ChangeResponse": "our own answer",
    "functions.dispatch_notifications.outbox.Verdict": "what a provider said",
    "functions.reset_streaks.batches.SettlingRun": "the result of a run",
    "functions.delete_files.folders.Result": "the result of a claim",
    "functions.delete_files.empty.DeletionRun": "the result of a run",
}
# Families of models that are no answers of the database, by their base.
FAMILIES = ("functions.coach_chat.tools.tool.Tool", "functions.generate_plan.proposal._Model")
# The types that each type of Postgres is read as.
READ_AS: dict[str, tuple[Any, ...]] = {
    "int2": (int, float),
    "int4": (int, float),
    "int8": (int, float),
    "numeric": (float,),
    "float4": (float,),
    "float8": (float,),
    "bool": (bool,),
    "text": (str,),
    "uuid": (UUID, str),
    "date": (date, str),
    "timestamptz": (datetime, str),
    "jsonb": (Any, dict, list),
}


def named(model: type) -> str:
    return f"{model.__module__}.{model.__qualname__}"


def models() -> Iterator[type[BaseModel]]:
    """Every model of shared/ and functions/."""
    for package in (shared, functions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    waiting = list(BaseModel.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.__module__.startswith(("shared.", "functions.")):
            yield model


def test_every_model_of_an_answer_is_known_here() -> None:
    """One that reads rows without being a Row would fail at the first value that it doesn't know."""
    bases = {named(base) for base in (Row, *NO_ANSWERS)} | set(FAMILIES)
    unknown = [
        named(model)
        for model in models()
        if model not in SOURCES
        and named(model) not in OTHERS
        and not bases & {named(base) for base in model.__mro__}
    ]
    rows = [model for model in models() if issubclass(model, Row) and model is not Row]
    assert unknown == []
    assert set(rows) == set(SOURCES)


def parts(annotation: Any) -> tuple[Any, bool]:
    """A field's type without `None`, and whether it may be None."""
    if get_origin(annotation) is Annotated:
        return parts(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [each for each in get_args(annotation) if each is not types.NoneType]
        return (inner[0] if len(inner) == 1 else Any), len(inner) < len(get_args(annotation))
    return annotation, False


def is_answers_part(annotation: Any) -> bool:
    """Whether it is another model of an answer, or a list of it: those are checked by themselves."""
    kind, _ = parts(annotation)
    inner = get_args(kind)[0] if get_origin(kind) is list else kind
    return isinstance(inner, type) and issubclass(inner, Row)


def column(sql: Connection, source: str) -> tuple[str, bool | None, list[str]]:
    """A column's or argument's type, whether it may be null (None: not known), and the values of an enum."""
    if "." not in source:
        return source.removesuffix("?"), source.endswith("?"), []
    owner, name = source.rsplit(".", 1)
    if owner.endswith("()"):
        query = """
            select t.typname, null::boolean, t.oid, t.typelem from pg_proc as p
            cross join lateral unnest(p.proallargtypes, p.proargnames, p.proargmodes) as a (type, name, mode)
            inner join pg_type as t on t.oid = a.type
            where p.oid = to_regproc(%s) and a.mode = 't' and a.name = %s
        """
    else:
        query = """
            select t.typname, not a.attnotnull, t.oid, t.typelem from pg_attribute as a
            inner join pg_type as t on t.oid = a.atttypid
            where a.attrelid = to_regclass(%s) and a.attname = %s
        """
    path = owner.removesuffix("()")
    found = sql.execute(query.encode(), [path if "." in path else f"public.{path}", name]).fetchone()
    assert found, f"{source} doesn't exist"
    kind, is_nullable, oid, element = found
    values = sql.execute(
        "select enumlabel from pg_enum where enumtypid = any(%s) order by enumsortorder", [[oid, element]]
    )
    return kind, is_nullable, [value for (value,) in values.fetchall()]


def wrong(sql: Connection, place: str, source: str, annotation: Any) -> str | None:
    """What a field gets wrong about where it comes from."""
    kind, may_be_none = parts(annotation)
    expected, is_nullable, values = column(sql, source)
    if is_nullable and not may_be_none and place not in NOT_NULL:
        return f"{place}: {source} can be null"
    if expected.startswith("_"):
        if get_origin(kind) is not list:
            return f"{place}: {source} is an array"
        kind, expected = get_args(kind)[0], expected[1:]
    if values:
        if get_origin(kind) is Literal:
            known = set(get_args(kind))
        elif isinstance(kind, type) and issubclass(kind, Enum):
            known = {each.value for each in kind}
        else:
            return None if kind is str else f"{place}: {source} is an enum"
        is_same = known <= set(values) if place in SOME_VALUES else known == set(values)
        return None if is_same else f"{place}: {source} has {sorted(set(values) ^ known)}"
    outer = get_origin(kind) or kind
    if expected == "jsonb":
        return None
    return None if outer in READ_AS[expected] else f"{place}: {source} is {expected}, read as {kind}"


@pytest.mark.attack("rows-2")
@pytest.mark.parametrize("model", SOURCES, ids=named)
def test_a_model_expects_what_the_catalogue_says(sql: Connection, model: type[Row]) -> None:
    table, by_field = SOURCES[model]
    found = []
    for name, field in model.model_fields.items():
        if is_answers_part(field.annotation):
            continue
        given = by_field.get(name, name)
        is_type = given.removesuffix("?").removeprefix("_") in READ_AS and name in by_field
        source = given if is_type or "." in given else f"{table}.{given}"
        found.append(wrong(sql, f"{model.__name__}.{name}", source, field.annotation))
    assert [each for each in found if each] == []


ENUMS: dict[type[Enum], str] = {
    terms.GoalType: "public.goal_type",
    terms.Level: "public.fitness_level",
    terms.PlanType: "public.plan_type",
    terms.Muscle: "public.muscle",
    terms.MovementPattern: "public.movement_pattern",
    terms.Mechanic: "public.mechanic",
    terms.TrackingType: "public.tracking_type",
    terms.ExerciseType: "public.exercise_type",
    terms.Section: "public.plan_section",
    terms.BodyPart: "public.body_part",
    terms.Condition: "public.health_condition",
    terms.Contraindication: "public.contraindication",
    terms.Sex: "public.sex",
    service.Feature: "public.ai_feature",
    service.ModelOutcome: "public.ai_outcome",
}


@pytest.mark.parametrize("known", ENUMS, ids=lambda known: known.__name__)
def test_an_enum_has_the_values_of_the_databases(sql: Connection, known: type[Enum]) -> None:
    values = sql.execute(
        "select enumlabel from pg_enum where enumtypid = %s::regtype", [ENUMS[known]]
    ).fetchall()
    assert {value for (value,) in values} == {each.value for each in known}


def test_every_term_of_the_planner_is_one_of_the_databases() -> None:
    own = {VolumeGroup, Side, TrunkKind}
    assert set(terms.Term.__subclasses__()) - own == set(ENUMS) & set(terms.Term.__subclasses__())


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings, for the log."""
    for name in ("SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"):
        monkeypatch.setenv(name, "key")
    monkeypatch.setenv("SUPABASE_URL", "http://127.0.0.1:1")
    settings.cache_clear()
    logger.cache_clear()
    yield
    settings.cache_clear()
    logger.cache_clear()


NOW = {"day": "2026-03-02", "time": "09:00", "weekday": 1, "timezone": "UTC"}
SAID = {"id": str(UUID(int=1)), "sender": "ai", "content": "Hi"}
LINE = {"plan_exercise_id": str(UUID(int=1)), "name": "Squat", "sets": 3, "reps": "8"}


@pytest.mark.attack("rows-3")
@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"profile": {"preferred_unit": "stone", "level": 7}}, {"profile": {"level": 7}}),
        ({"check_in": {"mood": "great", "sleep": 4}}, {"check_in": {"sleep": 4}}),
        ({"goal": {"goal_type": None, "target_weight_kg": 80}}, {"goal": None}),
        ({"streaks": "none"}, {"streaks": None}),
        ({"now": NOW | {"weekday": "Monday"}}, {"now": None}),
        ({"now": NOW, "records": None}, {"now": NOW, "records": []}),
        (
            {
                "messages": [
                    {"id": str(UUID(int=1)), "sender": sender, "content": "Hi"} for sender in ("bot", "ai")
                ]
            },
            {"messages": [SAID | {"id": UUID(int=1)}]},
        ),
        (
            {
                "next_workout": {
                    "plan_workout_id": str(UUID(int=2)),
                    "name": "A",
                    "exercises": [LINE, LINE | {"sets": "many"}, LINE | {"weight_kg": "much"}],
                }
            },
            {
                "next_workout": {
                    "plan_workout_id": UUID(int=2),
                    "name": "A",
                    "exercises": [LINE | {"plan_exercise_id": UUID(int=1)}] * 2,
                }
            },
        ),
        (None, {}),
        ([1, 2], {}),
        ("words", {}),
    ],
)
def test_what_doesnt_fit_is_left_out(answer: object, expected: dict[str, Any]) -> None:
    """A value that a later migration adds, or a row nobody thought of: the coach answers all the same."""
    read = coach.Facts.model_validate(answer)
    left = read.model_dump(exclude_unset=True, exclude_defaults=True)
    assert left == {name: value for name, value in expected.items() if value not in (None, [])}


@pytest.mark.usefixtures("configured")
def test_without_what_it_cant_do_without_a_row_is_none() -> None:
    with pytest.raises(ValueError, match="plan_exercise_id"):
        coach.PlannedExercise.model_validate(LINE | {"plan_exercise_id": "first"})
