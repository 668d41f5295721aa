"""A week of two devices without a network: what each has in its queue, drawn by Hypothesis."""

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from hypothesis import strategies as st

from tests.database import facts
from tests.database.athlete import Document

Kind = Literal[
    "log", "add set", "change set", "delete set", "delete workout", "correct", "weigh", "check in", "aim",
    "move", "begin weeks on",
]  # fmt: skip
_OFTEN: tuple[Kind, ...] = (
    "add set", "add set", "delete workout", "correct", "weigh", "check in", "aim", "move", "begin weeks on",
)  # fmt: skip
_numbers = itertools.count()


@dataclass(frozen=True)
class Entry:
    """One thing that was done offline; sent more than once when its answer gets lost."""

    kind: Kind
    # The id of the row that it is about, where there is one.
    row: str
    body: Document
    times: int = 1


@dataclass(frozen=True)
class Week:
    """What was there before, on both devices, and what each of them did since."""

    before: Sequence[Document]
    queues: tuple[Sequence[Entry], Sequence[Entry]]


def _id() -> str:
    return str(uuid.UUID(int=(0x0FF11 << 108) + next(_numbers), version=4))


@st.composite
def _document(draw: st.DrawFn, lines: Any, known: str | None = None) -> Document:
    """A workout by a device's clock, which may be days wrong, with sets of new ids."""
    skew = timedelta(hours=draw(st.sampled_from([0, 0, -3, 5, -50, 72])))
    document = draw(facts.workouts((), lines))
    for name in ("started_at", "ended_at"):
        document[name] = (datetime.fromisoformat(document[name]) + skew).isoformat()
    sets = [one_set | {"id": _id()} for one_set in document["sets"]]
    return document | {"id": known or _id(), "sets": sets}


@st.composite
def weeks(draw: st.DrawFn, lines: tuple[tuple[str, str], ...]) -> Week:
    """Both devices know the workouts of `before`; a third one comes back on both from a backup."""
    before = [draw(_document(lines)) for _ in range(2)]
    restored = draw(_document(lines))
    edited = restored | {
        "notes": "edited",
        "sets": [one_set | {"set_type": "drop"} for one_set in restored["sets"]],
    }
    # The same measurement, entered anew after the backup.
    weighed = _id()

    def queue() -> list[Entry]:
        mine = draw(_document(lines))
        found = [
            Entry("log", mine["id"], mine),
            *[draw(_entry(before, mine, weighed, lines)) for _ in range(draw(st.integers(2, 7)))],
        ]
        if draw(st.booleans()):
            found.append(Entry("log", restored["id"], draw(st.sampled_from([restored, edited]))))
        return [Entry(one.kind, one.row, one.body, draw(st.sampled_from([1, 1, 2]))) for one in found]

    return Week(before, (queue(), queue()))


@st.composite
def _entry(  # noqa: PLR0911 - a case a kind
    draw: st.DrawFn, before: Sequence[Document], mine: Document, weighed: str, lines: Any
) -> Entry:
    kinds = list(_OFTEN)
    known = [(one["id"], workout["id"]) for workout in before for one in workout["sets"]]
    if known:
        kinds += ["change set", "change set", "delete set", "delete set"]
    kind = draw(st.sampled_from(kinds))
    workout = draw(st.sampled_from(before))["id"]
    one_set = draw(facts.sets(lines)) | {"id": _id()}
    if kind == "add set":
        return Entry(kind, one_set["id"], one_set | {"workout_session_id": workout})
    if kind in {"change set", "delete set"}:
        changed, _ = draw(st.sampled_from(known))
        return Entry(kind, changed, {name: one_set[name] for name in one_set if name != "id"})
    if kind == "delete workout":
        return Entry(kind, workout, {})
    if kind == "correct":
        return Entry(kind, mine["id"], draw(_document(lines, mine["id"])))
    if kind == "weigh":
        at = draw(facts.moments).isoformat()
        row = draw(st.sampled_from([weighed, _id()]))
        return Entry(kind, row, {"id": row, "logged_at": at, "weight_kg": draw(st.integers(60, 90))})
    if kind == "aim":
        line, _ = draw(st.sampled_from(lines))
        return Entry(kind, line, {"current_suggested_weight_kg": draw(st.sampled_from([20, 40, 60]))})
    if kind == "move":
        zone = draw(st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"]))
        return Entry(kind, "", {"timezone": zone})
    if kind == "begin weeks on":
        return Entry(kind, "", {"week_starts_on": draw(st.integers(1, 7))})
    return Entry(kind, "", {"sleep": draw(st.integers(1, 5))})
