"""What a plan is made from: the request, and the user's data."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from functions.generate_plan.current_plan import CurrentPlan
from functions.generate_plan.models import PlanRequest
from functions.generate_plan.notes import Told, heeding, read_all
from functions.generate_plan.prompt import Wish
from functions.generate_plan.shortlist import Shortlist, shortlist
from shared.data.catalogue import catalogue
from shared.data.database import Database
from shared.data.training_brief import TrainingBrief
from shared.http.problems import Code, ProblemError
from shared.planner import Brief, ExerciseFacts
from shared.planner.facts import DAYS_PER_WEEK, MINUTES_PER_SESSION
from shared.planner.terms import GoalType, Level, MovementPattern, Muscle, Sex

_DAY_COLUMNS = "*,workout_plan_day_exercises(*)"
_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Known:
    """The data of one request. `current` is the plan to optimize, if any.

    `brief` heeds everything that was told, `asked` only the request, for when nothing else is possible.
    """

    wish: Wish
    brief: Brief
    asked: Brief
    told: Told
    training: TrainingBrief
    exercises: tuple[ExerciseFacts, ...]
    choices: Shortlist
    current: CurrentPlan | None


async def gather(request: PlanRequest, database: Database, user_id: UUID) -> Known:
    """Read everything as the caller. Raises ProblemError: not_found for another user's plan."""
    answer, entries, current = await asyncio.gather(
        database.rpc("training_brief", repeatable=True),
        catalogue(database, user_id),
        _current_plan(request.optimize, database),
    )
    training = TrainingBrief.model_validate(answer)
    exercises = tuple(entry.facts for entry in entries)
    told = read_all(request.notes, training, entries)
    if told.refusal:
        raise ProblemError(Code.INVALID, f"{told.refusal} Once you are cleared, say so in the notes.")
    wished = _brief(request, training, current)
    asked = heeding(wished, (told.now,), entries)
    brief = heeding(wished, (told.now, *told.before), entries)
    choices = _choices(brief, exercises, training, told)
    if not choices.pool.strength:
        brief, choices = asked, _choices(asked, exercises, training, told)
    wish = Wish(notes=request.notes or "")
    return Known(wish, brief, asked, told, training, exercises, choices, current)


def _choices(
    brief: Brief, exercises: tuple[ExerciseFacts, ...], training: TrainingBrief, told: Told
) -> Shortlist:
    return shortlist(
        brief,
        exercises,
        liked=[*training.preferences.liked_exercises, *sorted(told.liked)],
        trained=[lift.exercise_id for lift in training.lifts],
    )


async def _current_plan(plan_id: UUID | None, database: Database) -> CurrentPlan | None:
    if plan_id is None:
        return None
    query = database.client.from_("workout_plan_days").select(_DAY_COLUMNS).eq("plan_id", str(plan_id))
    rows = await database.execute(query, repeatable=True)
    if not isinstance(rows, list) or not rows:
        raise ProblemError(Code.NOT_FOUND, "Plan not found among yours, or it has no days.")
    return CurrentPlan.from_rows(str(plan_id), rows)


def _brief(request: PlanRequest, training: TrainingBrief, current: CurrentPlan | None) -> Brief:
    """Return the planner's brief: from the request, else the user's preferences, else defaults."""
    likes = training.preferences
    person = training.person
    weekdays = frozenset(request.weekdays)
    days = request.days_per_week or (len(current.days) if current else len(weekdays) or likes.days_per_week)
    days = _within(DAYS_PER_WEEK, days or 3)
    if weekdays and len(weekdays) < days:
        raise ProblemError(
            Code.INVALID, f"weekdays are {len(weekdays)}, but the plan has {days} days a week."
        )
    avoided = {value for value in request.avoid if isinstance(value, UUID)}
    return Brief(
        goal_type=request.goal_type or (training.goal.goal_type if training.goal else GoalType.MAINTAIN),
        fitness_level=training.person.fitness_level or Level.BEGINNER,
        # A stored wish may be outside of what can be planned.
        days_per_week=days,
        minutes_per_session=_within(
            MINUTES_PER_SESSION, request.minutes_per_session or likes.minutes_per_session or _MINUTES
        ),
        equipment=frozenset(training.equipment),
        focus=frozenset(request.focus),
        avoided_exercises=frozenset({*likes.avoided_exercises, *map(str, avoided)}),
        injured_muscles=frozenset(value for value in request.avoid if isinstance(value, Muscle)),
        avoided_patterns=frozenset(value for value in request.avoid if isinstance(value, MovementPattern)),
        plan_type=request.plan_type,
        age=person.age,
        sex=Sex(person.sex) if person.sex in set(Sex) else None,
        weight_kg=person.weight_kg,
        height_cm=person.height_cm,
        weekdays=weekdays,
    )


def _within(range_: range, value: int) -> int:
    return min(max(value, range_.start), range_[-1])
