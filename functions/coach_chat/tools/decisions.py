"""Tools that apply a proposal, or undo what was applied: as the user, by the user's own RPCs."""

from collections.abc import Collection, Sequence
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from functions.coach_chat.aliases import Aliases, Kind, Thing
from functions.coach_chat.consent import agrees
from functions.coach_chat.facts import ChangeRow
from functions.coach_chat.models import Status
from functions.coach_chat.refusal import RefusedError
from functions.coach_chat.tools.fields import Alias
from functions.coach_chat.tools.tool import DecisionTool
from shared.data.database import Database
from shared.data.rows import rows_of

_MOST_LISTED = 5


class ApplyChange(DecisionTool):
    """Apply a change that was proposed in an earlier message, once the user agreed to it."""

    status: ClassVar[Status] = Status.APPLIED

    change: Annotated[Alias | None, Field(description="c…, when several wait")] = None

    @override
    async def decide(
        self, database: Database, aliases: Aliases, message: str, own: Collection[UUID]
    ) -> ChangeRow:
        if not agrees(message):
            raise RefusedError("The user hasn't agreed to it in this message. Ask first.")
        # The user can't have agreed to what this very message proposed.
        proposed = [change for change in await _latest(database, "proposed") if change.id not in own]
        changes = _meant(proposed, self.change, aliases)
        if not changes:
            raise RefusedError("There is no proposal that the user could have agreed to.")
        if len(changes) > 1:
            waiting = [
                f"{aliases.name(Thing(Kind.CHANGE, one.id, one.summary))}: {one.summary}" for one in changes
            ]
            raise RefusedError("Several wait: " + "; ".join(waiting) + ". Name the one the user means.")
        await database.rpc("apply_plan_change", {"p_change_id": str(changes[0].id)})
        return changes[0]


class UndoLastChange(DecisionTool):
    """Undo the last change that was applied, or the one named."""

    status: ClassVar[Status] = Status.UNDONE

    change: Annotated[Alias | None, Field(description="c…")] = None

    @override
    async def decide(
        self, database: Database, aliases: Aliases, message: str, own: Collection[UUID]
    ) -> ChangeRow:
        changes = _meant(await _latest(database, "applied"), self.change, aliases)
        if not changes:
            raise RefusedError("There is no change to undo.")
        await database.rpc("undo_plan_change", {"p_change_id": str(changes[0].id)})
        return changes[0]


async def _latest(database: Database, status: Literal["proposed", "applied"]) -> list[ChangeRow]:
    """Return the user's latest changes of a status, newest first."""
    query = database.client.from_("plan_changes").select("id,status,summary").eq("status", status)
    newest = query.order("decided_at" if status == "applied" else "created_at", desc=True).limit(_MOST_LISTED)
    return rows_of(ChangeRow, await database.execute(newest, repeatable=True))


def _meant(changes: Sequence[ChangeRow], alias: str | None, aliases: Aliases) -> Sequence[ChangeRow]:
    """Return the change that an alias names, all of them without one."""
    if alias is None:
        return changes
    named = aliases.find(alias, Kind.CHANGE)
    return [change for change in changes if change.id == named.id]
