"""Tools that look something up, as the caller. What they return is cut to what a model needs of it."""

from collections.abc import Mapping, Sequence

from functions.coach_chat.aliases import Aliases, Kind, Thing, UnknownAliasError
from functions.coach_chat.arguments import Arguments, FindAlternatives, FindExercises, ReadStatistics
from functions.coach_chat.facts import Found
from functions.coach_chat.sizes import fitting
from shared.data.database import Database
from shared.json_types import Json, JsonObject

# About 500 tokens.
MOST_CHARACTERS = 2_000
_MOST_FOUND = 8
# Oldest first, as these come: what a coach wants is their end.
_BY_DAY = frozenset({"exercise_progress", "muscles_worked", "bodyweight_progress"})


async def looked_up(arguments: Arguments, database: Database, aliases: Aliases) -> JsonObject | None:
    """Return what a tool finds, None for tools that look nothing up.

    Raises ProblemError, and UnknownAliasError for what the conversation hasn't shown.
    """
    match arguments:
        case FindExercises():
            rows = await database.rpc(
                "search_exercises",
                {"p_query": arguments.query, "p_limit": _MOST_FOUND},
                repeatable=True,
            )
            return _named(rows, aliases)
        case FindAlternatives():
            exercise = await _exercise(arguments.exercise, database, aliases)
            rows = await database.rpc(
                "alternative_exercises",
                {"p_exercise_id": exercise, "p_limit": _MOST_FOUND},
                repeatable=True,
            )
            return _named(rows, aliases)
        case ReadStatistics():
            return {arguments.what: await _statistics(arguments, database, aliases)}
    return None


async def _statistics(wish: ReadStatistics, database: Database, aliases: Aliases) -> Json:
    given: JsonObject = {}
    name: str = wish.what
    if wish.what in {"exercise_progress", "explain_target"} and wish.exercise is None:
        raise UnknownAliasError(f"{wish.what} needs `exercise`.")
    if wish.what == "exercise_progress" and wish.exercise:
        given = {"p_exercise_id": await _exercise(wish.exercise, database, aliases)}
    elif wish.what == "explain_target" and wish.exercise:
        name = "explain_prescription"
        given = {"p_plan_exercise_id": str(aliases.find(wish.exercise, Kind.PLANNED).id)}
    found = await database.rpc(name, given, repeatable=True)
    if name in _BY_DAY and isinstance(found, Sequence) and not isinstance(found, str):
        found = list(reversed(found))
    return fitting(found, MOST_CHARACTERS)


async def _exercise(alias: str, database: Database, aliases: Aliases) -> str:
    """Return the id of the catalogue's exercise, also for one that is named by its line in the plan."""
    thing = aliases.find(alias, Kind.EXERCISE, Kind.PLANNED)
    if thing.kind is Kind.EXERCISE:
        return str(thing.id)
    lines = database.client.from_("workout_plan_day_exercises")
    rows = await database.execute(lines.select("exercise_id").eq("id", str(thing.id)), repeatable=True)
    match rows:
        case [{"exercise_id": str(exercise)}]:
            return exercise
    raise UnknownAliasError(f"{thing.name} is no longer in the plan.")


def _named(rows: Json, aliases: Aliases) -> JsonObject:
    found = [
        Found.model_validate(row)
        for row in (rows if isinstance(rows, Sequence) else [])
        if isinstance(row, Mapping)
    ]
    return {
        "exercises": [
            {
                "alias": aliases.name(Thing(Kind.EXERCISE, one.id, one.name)),
                "name": one.name[:100],
                "muscle": one.primary_muscle_group,
                "counted_in": one.tracking_type,
                "equipment": (one.equipment_required or [])[:5],
            }
            for one in found
        ]
    }
