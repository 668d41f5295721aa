"""Applying what was proposed, and taking back what was applied: as the caller, by the caller's own RPCs."""

from collections.abc import Collection, Sequence
from uuid import UUID

from functions.coach_chat.aliases import Aliases, Kind, Thing
from functions.coach_chat.arguments import ApplyChange, UndoChange
from functions.coach_chat.consent import agrees
from functions.coach_chat.facts import ChangeRow
from shared.data.database import Database

_MOST_LISTED = 5


class DecisionError(Exception):
    """It isn't decided; the message is for the model."""


async def decide(
    wish: ApplyChange | UndoChange,
    database: Database,
    aliases: Aliases,
    message: str,
    own: Collection[UUID],
) -> ChangeRow:
    """Apply or undo the change that is meant and return it.

    `own` are the changes of this very request: nobody has agreed to those yet. Raises DecisionError when none
    or several could be meant, or when the message doesn't agree. Raises ProblemError.
    """
    applies = isinstance(wish, ApplyChange)
    if applies and not agrees(message):
        raise DecisionError("The user hasn't agreed to it in this message. Ask first.")
    changes = await _open(database, "proposed" if applies else "applied")
    if applies:
        changes = [change for change in changes if change.id not in own]
    if wish.change is not None:
        named = aliases.find(wish.change, Kind.CHANGE)
        changes = [change for change in changes if change.id == named.id]
    if not changes:
        raise DecisionError(
            "There is no proposal that the user could have agreed to."
            if applies
            else "There is no change to undo."
        )
    if applies and len(changes) > 1:
        waiting = [
            f"{aliases.name(Thing(Kind.CHANGE, one.id, one.summary))}: {one.summary}" for one in changes
        ]
        raise DecisionError("Several wait: " + "; ".join(waiting) + ". Name the one the user means.")
    change = changes[0]
    await database.rpc(
        "apply_plan_change" if applies else "undo_plan_change", {"p_change_id": str(change.id)}
    )
    return change


async def _open(database: Database, status: str) -> list[ChangeRow]:
    """Return the caller's changes of a status, newest first."""
    query = database.client.from_("plan_changes").select("id,status,summary").eq("status", status)
    newest = query.order("decided_at" if status == "applied" else "created_at", desc=True).limit(_MOST_LISTED)
    rows = await database.execute(newest, repeatable=True)
    return [ChangeRow.model_validate(row) for row in rows] if isinstance(rows, Sequence) else []
