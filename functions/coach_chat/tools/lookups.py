"""Tools that look something up."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import override

from functions.coach_chat.aliases import Aliases, Kind, Thing
from functions.coach_chat.facts import Found
from functions.coach_chat.refusal import RefusedError
from functions.coach_chat.sizes import fitting
from functions.coach_chat.tools.fields import Alias
from functions.coach_chat.tools.tool import LookupTool
from shared.data.database import Database
from shared.data.rows import rows_of
from shared.json_types import Json, JsonObject

# About 500 tokens.
MOST_CHARACTERS = 2_000
_MOST_FOUND = 8
# They come oldest first, and the coach needs the latest.
_BY_DAY = frozenset({"exercise_progress", "muscles_worked", "bodyweight_progress"})


class FindExercises(LookupTool):
    """Search exercises by name or muscle; gives e… aliases."""

    query: Annotated[str, Field(min_length=1, max_length=80)]

    @override
    async def look_up(self, database: Database, aliases: Aliases) -> JsonObject:
        asked: JsonObject = {"p_query": self.query, "p_limit": _MOST_FOUND}
        return _named(await database.rpc("search_exercises", asked, repeatable=True), aliases)


class FindAlternatives(LookupTool):
    """Find what trains the same as an exercise (x… or e…) with the user's equipment."""

    exercise: Alias

    @override
    async def look_up(self, database: Database, aliases: Aliases) -> JsonObject:
        exercise = await _exercise(self.exercise, database, aliases)
        asked: JsonObject = {"p_exercise_id": exercise, "p_limit": _MOST_FOUND}
        return _named(await database.rpc("alternative_exercises", asked, repeatable=True), aliases)


class ReadStatistics(LookupTool):
    """Read statistics. exercise is needed for exercise_progress and explain_target."""

    what: Literal[
        "exercise_progress",
        "explain_target",
        "training_overview",
        "muscles_worked",
        "bodyweight_progress",
        "muscle_ranking",
    ]
    exercise: Alias | None = None

    @override
    async def look_up(self, database: Database, aliases: Aliases) -> JsonObject:
        given: JsonObject = {}
        name: str = self.what
        if self.what in {"exercise_progress", "explain_target"} and self.exercise is None:
            raise RefusedError(f"{self.what} needs `exercise`.")
        if self.what == "exercise_progress" and self.exercise:
            given = {"p_exercise_id": await _exercise(self.exercise, database, aliases)}
        elif self.what == "explain_target" and self.exercise:
            name = "explain_prescription"
            given = {"p_plan_exercise_id": str(aliases.find(self.exercise, Kind.PLANNED).id)}
        found = await database.rpc(name, given, repeatable=True)
        if name in _BY_DAY and isinstance(found, Sequence) and not isinstance(found, str):
            found = list(reversed(found))
        return {self.what: fitting(found, MOST_CHARACTERS)}


async def _exercise(alias: str, database: Database, aliases: Aliases) -> str:
    """Return the id of an exercise of the catalogue, also for one named by its place in the plan."""
    thing = aliases.find(alias, Kind.EXERCISE, Kind.PLANNED)
    if thing.kind is Kind.EXERCISE:
        return str(thing.id)
    lines = database.client.from_("workout_plan_day_exercises")
    rows = await database.execute(lines.select("exercise_id").eq("id", str(thing.id)), repeatable=True)
    match rows:
        case [{"exercise_id": str(exercise)}]:
            return exercise
    raise RefusedError(f"{thing.name} is no longer in the plan.")


def _named(rows: Json, aliases: Aliases) -> JsonObject:
    return {
        "exercises": [
            {
                "alias": aliases.name(Thing(Kind.EXERCISE, one.id, one.name)),
                "name": one.name[:100],
                "muscle": one.primary_muscle_group,
                "counted_in": one.tracking_type,
                "equipment": (one.equipment_required or [])[:5],
            }
            for one in rows_of(Found, rows)
        ]
    }
