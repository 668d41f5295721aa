"""Short names for what a conversation may touch. What wasn't shown has none, so it can't even be said."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What an alias stands for: the letter it begins with."""

    DAY = "d"
    PLANNED = "x"
    EXERCISE = "e"
    CHANGE = "c"


@dataclass(frozen=True, slots=True)
class Thing:
    """A day, an exercise in the plan, one of the catalogue, or a change."""

    kind: Kind
    id: UUID
    name: str


class UnknownAliasError(Exception):
    """The model named what it wasn't shown; the message is for it."""


@dataclass(slots=True)
class Aliases:
    """Both directions, for one request."""

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
        """Return what an alias stands for. Raises UnknownAliasError, also when it is of another kind."""
        thing = self._things.get(alias)
        if thing is None or thing.kind not in kinds:
            known = [name for name, known in self._things.items() if known.kind in kinds]
            hint = f"Use one of {', '.join(known[:40])}." if known else "None was shown yet."
            raise UnknownAliasError(f"There is no {alias[:20]!r} here. {hint}")
        return thing
