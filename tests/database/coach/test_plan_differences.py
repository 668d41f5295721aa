"""What generate-plan says is different between two plans is what the database changes."""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from functions.generate_plan.current_plan import CurrentPlan
from functions.generate_plan.differences import differences
from functions.generate_plan.prompt import Task, Wish, system_instruction, user_content
from functions.generate_plan.proposal import response_schema
from functions.generate_plan.shortlist import MOST, shortlist
from shared.ai.prompting import estimate_tokens
from shared.data.training_brief import TrainingBrief
from shared.planner import Brief, ExerciseFacts, Plan, make_plan
from shared.planner.terms import GoalType, Level, Section
from tests.database.athlete import NOON, Athlete, sign_up
from tests.database.coach.changes import proposed
from tests.support import Connection

_CATALOGUE = """
    select to_jsonb(e) || jsonb_build_object('exercise_equipment', (
        select coalesce(jsonb_agg(jsonb_build_object('equipment_id', q.equipment_id)), '[]')
        from public.exercise_equipment as q where q.exercise_id = e.id
    ))
    from public.exercises as e where e.created_by is null
"""
_DAYS = """
    select to_jsonb(d) || jsonb_build_object('workout_plan_day_exercises', (
        select coalesce(jsonb_agg(to_jsonb(x)), '[]')
        from public.workout_plan_day_exercises as x where x.plan_workout_id = d.id
    ))
    from public.workout_plan_days as d where d.plan_id = %s
"""


@pytest.fixture(scope="module")
def exercises(connection: Connection) -> tuple[ExerciseFacts, ...]:
    return tuple(ExerciseFacts.from_row(row) for (row,) in connection.execute(_CATALOGUE).fetchall())


def brief(exercises: tuple[ExerciseFacts, ...], days: int, minutes: int, goal: GoalType) -> Brief:
    gym = frozenset(e for exercise in exercises for e in exercise.equipment)
    return Brief(goal, Level.INTERMEDIATE, days, minutes, gym)


def store(athlete: Athlete, plan: Plan) -> str:
    document = json.dumps(plan.to_document())
    return str(athlete.value("select private.create_plan(%s, %s, 'user', %s)", athlete.id, document, NOON))


def stored(athlete: Athlete, plan_id: str) -> CurrentPlan:
    return CurrentPlan.from_rows(plan_id, [row for (row,) in athlete.rows(_DAYS, plan_id)])


def work(lines: Any) -> set[tuple[str, int, str]]:
    return {(line.exercise_id, line.target_sets, line.target_reps) for line in lines}


WISHES: list[Mapping[str, Any]] = [
    {"days": 3, "minutes": 60, "goal": GoalType.GAIN_MUSCLE},
    {"days": 3, "minutes": 45, "goal": GoalType.IMPROVE_STRENGTH},
    {"days": 4, "minutes": 60, "goal": GoalType.ENDURANCE},
    {"days": 2, "minutes": 30, "goal": GoalType.LOSE_WEIGHT},
    {"days": 7, "minutes": 90, "goal": GoalType.GAIN_MUSCLE},
    {"days": 6, "minutes": 90, "goal": GoalType.IMPROVE_STRENGTH},
    {"days": 1, "minutes": 120, "goal": GoalType.MAINTAIN},
]


@pytest.mark.parametrize(("old", "new"), [*pairwise(WISHES)])
def test_the_operations_lead_from_the_current_plan_to_the_wanted_one(
    sql: Connection, exercises: tuple[ExerciseFacts, ...], old: Mapping[str, Any], new: Mapping[str, Any]
) -> None:
    athlete = sign_up(sql)
    plan_id = store(athlete, make_plan(brief(exercises, **old), exercises))
    wanted = make_plan(brief(exercises, **new), exercises)
    found = differences(stored(athlete, plan_id), wanted, exercises)
    change = proposed(
        athlete, *map(dict, found.operations), apply=False, summary=found.summary, plan_id=plan_id
    )
    athlete.value("select to_jsonb(private.apply_plan_change(%s, %s, %s))", athlete.id, change["id"], NOON)
    now = stored(athlete, plan_id)
    assert [work(line.line for line in day.work) for day in now.days] == [
        work(day.in_section(Section.MAIN)) for day in wanted.days
    ]


def test_a_new_line_stands_before_the_cool_down(
    sql: Connection, exercises: tuple[ExerciseFacts, ...]
) -> None:
    athlete = sign_up(sql)
    plan_id = store(athlete, make_plan(brief(exercises, **WISHES[1]), exercises))
    wanted = make_plan(brief(exercises, **WISHES[0]), exercises)
    found = differences(stored(athlete, plan_id), wanted, exercises)
    change = proposed(
        athlete, *map(dict, found.operations), apply=False, summary=found.summary, plan_id=plan_id
    )
    athlete.value("select to_jsonb(private.apply_plan_change(%s, %s, %s))", athlete.id, change["id"], NOON)
    for day in stored(athlete, plan_id).days:
        sections = [list(Section).index(line.line.section) for line in day.lines]
        assert sections == sorted(sections)


def test_the_real_catalogue_fills_the_shortlist(exercises: tuple[ExerciseFacts, ...]) -> None:
    assert len(shortlist(brief(exercises, **WISHES[0]), exercises).by_alias) == MOST


def test_a_request_with_real_exercises_stays_within_four_thousand_tokens(
    exercises: tuple[ExerciseFacts, ...],
) -> None:
    wish = brief(exercises, **WISHES[0])
    offered = shortlist(wish, exercises)
    task = Task(Wish("More back work, please; my left shoulder complains overhead."), wish, TrainingBrief())
    said = (system_instruction(), user_content(task, offered), json.dumps(response_schema(offered, wish)))
    assert estimate_tokens(*said) <= 3500
