"""Short names for what the model may touch. What it wasn't shown has no name, so it can't be asked for."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from functions.coach_chat.refusal import RefusedError


class Kind(StrEnum):
    """What an alias stands for, by its first letter."""

    DAY = "d"
    PLANNED = "x"
    EXERCISE = "e"
    CHANGE = "c"


@dataclass(frozen=True, slots=True)
class Thing:
    """A day, an exercise of the plan or of the catalogue, or a change."""

    kind: Kind
    id: UUID
    name: str


@dataclass(slots=True)
class Aliases:
    """The aliases of one request in both directions, and the active plan."""

    plan_id: UUID | None = None
    _things: dict[str, Thing] = field(default_factory=dict)
    _names: dict[tuple[Kind, UUID], str] = field(default_factory=dict)

    def name(self, thing: Thing) -> str:
        """Return the alias of a thing, a new one if it has none yet."""
        key = (thing.kind, thing.id)
        if key not in self._names:
            number = sum(kind is thing.kind for kind, _ in self._names) + 1
            self._names[key] = f"{thing.kind}{number}"
            self._things[self._names[key]] = thing
        return self._names[key]

    def find(self, alias: str, *kinds: Kind) -> Thing:
        """Return what an alias stands for. Raises RefusedError, also when it is of another kind."""
        thing = self._things.get(alias)
        if thing is None or thing.kind not in kinds:
            known = [name for name, known in self._things.items() if known.kind in kinds]
            hint = f"Use one of {', '.join(known[:40])}." if known else "None was shown yet."
            raise RefusedError(f"There is no {alias[:20]!r} here. {hint}")
        return thing
