"""The same document as another program writes it: other offsets, nulls, ids in capitals, another order."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any, Self
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.database.athlete import Document

OFFSETS = [timezone(timedelta(minutes=m)) for m in (-570, -300, 0, 60, 330, 765)]
# What a key means that is left out. An empty text is none.
DEFAULTS: dict[str, Any] = {
    "set_type": "working",
    "week_number": 1,
    "focus": [],
    "section": "main",
    "alternatives": [],
}
MAY_BE_EMPTY = {"notes", "description", "source_description"}


class Number(str):
    """A number as written, such as 60.000, which a float would shorten."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        return super().__new__(cls, f"<<{text}>>")


class Rewriting:
    """Writes documents anew; `zone` is the one in which times without an offset are read."""

    def __init__(self, data: st.DataObject, zone: str = "UTC") -> None:
        self._draw = data.draw
        self._zone = ZoneInfo(zone)

    def workout(self, document: Document, optional: set[str], optional_of_set: set[str]) -> str:
        """The text of a workout that says the same."""
        end = document["ended_at"]
        sets = [
            {key: one for key, one in told.items() if (key, one) != ("logged_at", end) or self._coin()}
            for told in document["sets"]
        ]
        whole = self._part({**document, "timezone": None} if self._coin() else document, optional)
        whole["sets"] = self._draw(st.permutations([self._part(told, optional_of_set) for told in sets]))
        return self._text(whole)

    def plan(self, document: Document, optional: dict[str, set[str]]) -> str:
        """The text of a plan that says the same."""
        days = []
        for day in document["days"]:
            lines = [self._part(told, optional["exercise"]) for told in day["exercises"]]
            days.append(self._part(day, optional["day"]) | {"exercises": self._draw(st.permutations(lines))})
        return self._text(
            self._part(document, optional["plan"]) | {"days": self._draw(st.permutations(days))}
        )

    def _part(self, told: Document, optional: set[str]) -> Document:
        """One object without its lists of others."""
        new = {key: self._value(key, one) for key, one in told.items() if one is not None}
        for key in optional - new.keys():
            if self._coin():
                empty = [""] if key in MAY_BE_EMPTY else []
                new[key] = self._any(None, DEFAULTS.get(key), *empty)
        for key, default in DEFAULTS.items():
            if told.get(key) == default and self._coin():
                new.pop(key, None)
        return {key: new[key] for key in self._draw(st.permutations(list(new)))}

    def _value(self, key: str, value: Any) -> Any:
        if key.endswith("_at"):
            return self._moment(datetime.fromisoformat(value))
        if key == "id" or key.endswith("_id"):
            return self._any(value, value.upper())
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self._any(value, Number(f"{value:.3f}"))
        if isinstance(value, dict):
            # Rules: numbers as everywhere, order of keys, nulls.
            return self._part(value, {"after_failures"} if value else set())
        return value

    def _moment(self, at: datetime) -> str:
        if self._coin():
            return at.astimezone(self._zone).replace(tzinfo=None).isoformat(sep=self._any("T", " "))
        told = at.astimezone(self._any(*OFFSETS)).isoformat(
            timespec=self._any("milliseconds", "microseconds")
        )
        return told.replace("+00:00", self._any("Z", "+00:00", "+0000"))

    def _coin(self) -> bool:
        return self._draw(st.booleans())

    def _any(self, *choices: Any) -> Any:
        return self._draw(st.sampled_from(choices))

    def _text(self, document: Document) -> str:
        return json.dumps(document).replace('"<<', "").replace('>>"', "")
