"""What a tool is: its arguments, what the model is told of it, and one of three things to do."""

import re
from abc import abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from functions.coach_chat.aliases import Aliases
from functions.coach_chat.facts import ChangeRow
from functions.coach_chat.models import Status
from shared.data.database import Database
from shared.json_types import Json, JsonObject


class Tool(BaseModel):
    """The arguments of one call. A tool's docstring is what the model is told of it."""

    model_config = ConfigDict(strict=True, extra="forbid")
    # A message may apply a few changes of the plan; more of them wait for the user.
    changes_plan: ClassVar[bool] = False

    @classmethod
    def tool_name(cls) -> str:
        """Return the name by which the model calls it: `swap_exercise` for `SwapExercise`."""
        return re.sub(r"(?<=.)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def description(cls) -> str:
        """Return what the model is told of it."""
        return cleandoc(cls.__doc__ or "")


@dataclass(frozen=True, slots=True)
class Change:
    """One operation of `propose_plan_change`, and what it does in words that the user reads."""

    summary: str
    operation: Mapping[str, Json]


class ChangeTool(Tool):
    """A tool that changes something, by the operation of the same name."""

    changes_plan: ClassVar[bool] = True

    @abstractmethod
    def change(self, aliases: Aliases) -> Change:
        """Return the change that is asked for. Raises RefusedError for what the model wasn't shown."""

    def _operation(self, **keys: Json) -> Mapping[str, Json]:
        """Return the operation; keys that are None are left out."""
        given = {name: value for name, value in keys.items() if value is not None}
        return {"op": self.tool_name(), **given}


class PartialChangeTool(ChangeTool):
    """A change of which each part may be left out, but not all of them."""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        fields = type(self).model_fields.items()
        parts = [name for name, field in fields if not field.is_required() and field.default is None]
        if all(getattr(self, name) is None for name in parts):
            raise ValueError(f"Give at least one of {', '.join(parts)}.")
        return self


class LookupTool(Tool):
    """A tool that looks something up, with the user's own rights."""

    @abstractmethod
    async def look_up(self, database: Database, aliases: Aliases) -> JsonObject:
        """Return what is found, cut to what a model needs of it. Raises RefusedError, ProblemError."""


class DecisionTool(Tool):
    """A tool that decides on a change that was proposed or applied before."""

    changes_plan: ClassVar[bool] = True
    # What becomes of the change.
    status: ClassVar[Status]

    @abstractmethod
    async def decide(
        self, database: Database, aliases: Aliases, message: str, own: Collection[UUID]
    ) -> ChangeRow:
        """Decide as the user and return the change. Raises RefusedError, ProblemError.

        `own` are the changes that this message has proposed or applied itself.
        """


AnyTool = ChangeTool | LookupTool | DecisionTool
