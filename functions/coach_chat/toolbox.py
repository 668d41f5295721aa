"""Runs the model's tool calls: checked, bounded, recorded. Nothing in them is trusted."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from pydantic import ValidationError

from functions.coach_chat.aliases import Aliases
from functions.coach_chat.models import Action, Status
from functions.coach_chat.refusal import RefusedError
from functions.coach_chat.tools import TOOLS
from functions.coach_chat.tools.tool import AnyTool, ChangeTool, DecisionTool, LookupTool
from shared.ai.gemini import FunctionCall
from shared.ai.text import readable
from shared.data.database import Database
from shared.data.service import Service
from shared.http.problems import Code, ProblemError
from shared.json_types import Json, JsonObject

# Per message, over all its turns: enough for four changes with a search each.
MOST_CALLS = 8
# Further calls are refused too, but no longer recorded.
_MOST_RECORDED = 20
_LONGEST_ARGUMENTS = 2_000
_UNREACHABLE = frozenset({Code.UNAVAILABLE, Code.TIMED_OUT, Code.INTERNAL})
_PROPOSED = "NOT done: it is a large change and waits for the user. Say what it would change and ask."
# As in private.is_large_change: more than three at once are large, and so are more than three in a row.
_MOST_CHANGES = 3

Tell = Callable[[Action], Awaitable[None]]


@dataclass(slots=True)
class Toolbox:
    """Runs the tool calls of one message and records them."""

    database: Database
    service: Service
    aliases: Aliases
    # Of the user's message; the same for a repeated request.
    message_id: UUID
    message: str
    tell: Tell
    actions: list[Action] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _calls: int = 0

    async def run(self, call: FunctionCall) -> JsonObject:
        """Run or refuse a call and return what the model is told."""
        self._calls += 1
        try:
            action = await self._done(call, self._checked(call))
        except RefusedError as refusal:
            action = self._action(call, Status.REFUSED, {"why": str(refusal)})
        except ProblemError as problem:
            status = Status.FAILED if problem.code in _UNREACHABLE else Status.REFUSED
            fields = [error.field for error in problem.errors or ()]
            why: dict[str, Json] = {"why": problem.detail}
            action = self._action(call, status, why | ({"fields": fields} if fields else {}))
        if len(self.actions) < _MOST_RECORDED:
            self.actions.append(action)
            await self.tell(action)
        return {"status": action.status.value, **action.result}

    def _checked(self, call: FunctionCall) -> AnyTool:
        if self._calls > MOST_CALLS:
            raise RefusedError("That was too many calls for one message. Answer the user now.")
        model = TOOLS.get(call.name)
        if model is None:
            raise RefusedError(f"There is no such tool. Tools are {', '.join(TOOLS)}.")
        asked = json.dumps([call.name, call.arguments], sort_keys=True, default=str)
        if asked in self._asked:
            raise RefusedError("You asked for exactly this before; its answer stands.")
        self._asked.add(asked)
        try:
            return model.model_validate(dict(call.arguments))
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_input=False, include_context=False)
            said = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}".lstrip(": ") for each in wrong[:5]]
            raise RefusedError("; ".join(said)) from None

    async def _done(self, call: FunctionCall, tool: AnyTool) -> Action:
        match tool:
            case ChangeTool():
                return await self._proposed(call, tool)
            case LookupTool():
                return self._action(call, Status.DONE, dict(await tool.look_up(self.database, self.aliases)))
            case DecisionTool():
                own = {action.change_id for action in self.actions if action.change_id}
                change = await tool.decide(self.database, self.aliases, self.message, own)
                return self._action(call, tool.status, {"summary": change.summary}, change.id)

    async def _proposed(self, call: FunctionCall, tool: ChangeTool) -> Action:
        change = tool.change(self.aliases)
        row = await self.service.propose_change(
            {
                # Another attempt at this message proposes the same change under the same id.
                "id": str(uuid5(self.message_id, json.dumps(change.operation, sort_keys=True))),
                "made_by": "coach_ai",
                "summary": change.summary[:1000],
                "operations": [change.operation],
                "apply": not tool.changes_plan or self._plan_changes < _MOST_CHANGES,
            }
        )
        result: dict[str, Json] = {"summary": row.summary}
        if row.status == "applied":
            return self._action(call, Status.APPLIED, result, row.id)
        if row.status == "proposed":
            return self._action(call, Status.PROPOSED, result | {"note": _PROPOSED}, row.id)
        raise RefusedError("This change was declined or undone before.")

    @property
    def _plan_changes(self) -> int:
        """How many changes of the plan this message has applied already."""
        return sum(one.status is Status.APPLIED and TOOLS[one.tool].changes_plan for one in self.actions)

    def _action(
        self, call: FunctionCall, status: Status, result: dict[str, Json], change_id: UUID | None = None
    ) -> Action:
        return Action.model_validate(
            {
                "tool": readable(call.name)[:60],
                "arguments": _bounded(call.arguments),
                "status": status,
                "result": result,
                "change_id": change_id,
            }
        )


def _bounded(arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the arguments to record; none if they are too long."""
    try:
        is_short = len(json.dumps(arguments)) <= _LONGEST_ARGUMENTS
    except (TypeError, ValueError):
        is_short = False
    return dict(arguments) if is_short else {}
