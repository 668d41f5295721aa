"""Builds the days of a plan line by line."""

from dataclasses import dataclass, field, replace

from functions.import_plan.reading.clean import Line
from functions.import_plan.reading.line import Piece, Remark
from functions.import_plan.reading.model import (
    Day,
    Doubt,
    ExerciseLine,
    Prescription,
    Reading,
    Section,
    UnreadLine,
)

_MOST_LIST = 20
_MOST_TITLE = 200


@dataclass(slots=True)
class _OpenDay:
    name: str
    day_of_week: int | None
    weeks: tuple[int, int]
    exercises: list[ExerciseLine] = field(default_factory=list)


class Builder:
    """Collects days, exercises and lines that weren't understood."""

    def __init__(self) -> None:
        self._days: list[_OpenDay] = []
        self._unread: list[UnreadLine] = []
        self._weeks = (1, 1)
        self._groups = 0
        self._labels: dict[str, str] = {}
        self._in_turn: str | None = None
        self._is_block_open = False
        self.section = Section.MAIN
        self.title: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing but a title has been read yet."""
        return not self._days and not self._unread

    @property
    def last(self) -> ExerciseLine | None:
        """The last exercise of the current day."""
        return self._days[-1].exercises[-1] if self._days and self._days[-1].exercises else None

    def start_week(self, weeks: tuple[int, int]) -> None:
        """Begin a week, or a range of identical weeks; the next exercise begins a day of it."""
        self._weeks = weeks
        empty = self._days.pop() if self._days and not self._days[-1].exercises else None
        self.start_day(empty.name if empty else "", empty.day_of_week if empty else None)

    def start_day(self, name: str, day_of_week: int | None = None) -> None:
        """Begin a day; it is dropped if it stays empty."""
        if self._days and not self._days[-1].exercises:
            self._days.pop()
        self._days.append(_OpenDay(name[:_MOST_TITLE], day_of_week, self._weeks))
        self.section = Section.MAIN
        self._labels.clear()
        self._in_turn = None

    def name_day(self, name: str) -> bool:
        """Add to the name of a day without exercises; False if there is none."""
        if not self._days or self._days[-1].exercises:
            return False
        day = self._days[-1]
        day.name = f"{day.name}: {name}"[:_MOST_TITLE] if day.name else name[:_MOST_TITLE]
        return True

    def end_block(self) -> None:
        """Handle a blank line: it ends a warm-up that has an exercise, and a superset without labels."""
        last = self.last
        if last and last.section is self.section and self.section is not Section.COOLDOWN:
            self.section = Section.MAIN
        self._in_turn = None
        self._is_block_open = False

    def start_superset(self) -> None:
        """Begin a superset, which ends at a blank line."""
        if not self._days:
            self.start_day("")
        self._in_turn = self._new_group()

    def unread(self, line: Line) -> None:
        """Add a line that wasn't understood; once, even if HTML or a table made several of it."""
        entry = UnreadLine(line.number, line.quote)
        if not self._unread or self._unread[-1] != entry:
            self._unread.append(entry)

    def add(self, line: Line, piece: Piece, section: Section | None = None) -> bool:
        """Add an exercise; False for sets without an exercise to belong to."""
        last = self.last
        if not piece.name and last is None:
            return False
        if not self._days:
            self.start_day("")
        self._is_block_open = True
        exercises = self._days[-1].exercises
        where = Section.WARMUP if piece.is_warmup else section or self.section
        if not piece.name and last:
            merged = _merged(last, piece.prescription) if last.section is where else None
            if merged:
                exercises[-1] = merged
            else:
                more = replace(last, line=line.number, quote=line.quote, section=where)
                exercises.append(replace(more, prescription=piece.prescription))
            return True
        group = self._group(piece, last)
        exercises.append(ExerciseLine(line.number, line.quote, piece.name, piece.prescription, where, group))
        return True

    def remark(self, remark: Remark) -> bool:
        """Add a remark to the exercise right before it; False if there is none."""
        last = self.last
        # After a blank line the remark isn't about the last exercise.
        if last is None or not self._is_block_open:
            return False
        said, extras = last.prescription, remark.extras
        notes = (*said.notes, remark.text)
        self._days[-1].exercises[-1] = replace(
            last,
            prescription=replace(
                said,
                rest_seconds=said.rest_seconds if extras.rest_seconds is None else extras.rest_seconds,
                rir=said.rir if extras.rir is None else extras.rir,
                increase_kg=extras.increase_kg or said.increase_kg,
                notes=notes if extras.notes else said.notes,
            ),
        )
        return True

    def note(self, text: str) -> bool:
        """Add a note to the exercise before it; False if there is none."""
        last = self.last
        if last is None:
            return False
        prescription = replace(last.prescription, notes=(*last.prescription.notes, text))
        self._days[-1].exercises[-1] = replace(last, prescription=prescription)
        return True

    def reading(self) -> Reading:
        """Return everything that was read."""
        days = [day for day in self._days if day.exercises]
        places: dict[tuple[int, int], int] = {}
        closed = []
        for day in days:
            places[day.weeks] = place = places.get(day.weeks, 0) + 1
            name = day.name or f"Day {place}"
            closed.append(Day(name, tuple(_paired(day.exercises)), day.day_of_week, *day.weeks))
        unread = tuple(sorted(self._unread, key=lambda entry: entry.line))
        return Reading(tuple(closed), unread, self.title)

    def _group(self, piece: Piece, last: ExerciseLine | None) -> str | None:
        if piece.group:
            return self._labels.setdefault(piece.group, "") or self._labelled(piece.group)
        if piece.is_joined and last:
            group = last.superset or self._new_group()
            self._days[-1].exercises[-1] = replace(last, superset=group)
            return group
        return self._in_turn

    def _labelled(self, label: str) -> str:
        self._labels[label] = self._new_group()
        return self._labels[label]

    def _new_group(self) -> str:
        self._groups += 1
        return str(self._groups)


def _merged(last: ExerciseLine, more: Prescription) -> ExerciseLine | None:
    """Merge one more set of the same: 5, 5 and 3 reps with one load are 5,5,3; another load isn't merged."""
    said = last.prescription
    so_far = (
        said.reps.rstrip("+").split(",") if said.sets == said.reps.count(",") + 1 or said.sets == 1 else None
    )
    so_far = so_far or [said.reps] * said.sets
    is_alike = (
        said.load_kg == more.load_kg and (not said.percents) == (not more.percents) and said.rir == more.rir
    )
    is_plain = all(part.isdigit() for part in so_far) and more.reps.rstrip("+").isdigit()
    is_single = (
        more.sets == 1 and len(so_far) == said.sets < _MOST_LIST and len(said.percents) in (0, said.sets)
    )
    if not (is_alike and is_plain and is_single) or said.reps.endswith("+"):
        return None
    reps = [*so_far, more.reps]
    is_same = len(set(reps)) == 1
    merged = replace(
        said,
        sets=said.sets + 1,
        reps=reps[0] if is_same else ",".join(reps),
        percents=said.percents + more.percents,
        rest_seconds=said.rest_seconds if more.rest_seconds is None else more.rest_seconds,
        notes=tuple(dict.fromkeys((*said.notes, *more.notes))),
        doubts=tuple(d for d in dict.fromkeys((*said.doubts, *more.doubts)) if d is not Doubt.SINGLE_SET),
    )
    return replace(last, prescription=merged)


def _paired(exercises: list[ExerciseLine]) -> list[ExerciseLine]:
    """Remove supersets of a single exercise, such as A1 without A2."""
    names: dict[str, set[str]] = {}
    for exercise in exercises:
        if exercise.superset:
            names.setdefault(exercise.superset, set()).add(exercise.name)
    return [
        exercise if len(names.get(exercise.superset or "", ())) > 1 else replace(exercise, superset=None)
        for exercise in exercises
    ]
