"""What the user wrote, read by rules: notes of the request, the preferences and breaks, and memories."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shared.data.catalogue import Entry
from shared.data.training_brief import TrainingBrief
from shared.planner.facts import MINUTES_PER_SESSION, Brief, Complaint
from shared.planner.terms import BodyPart, Muscle
from shared.planner.wishes import NameIndex, ReadNotes, read_notes

# What must not be loaded while a part heals.
_MUSCLES: Mapping[BodyPart, frozenset[Muscle]] = {
    BodyPart.NECK: frozenset({Muscle.NECK, Muscle.TRAPS}),
    BodyPart.SHOULDER: frozenset({Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.REAR_DELTS}),
    BodyPart.ELBOW: frozenset({Muscle.BICEPS, Muscle.TRICEPS}),
    BodyPart.WRIST: frozenset({Muscle.FOREARMS}),
    BodyPart.BACK: frozenset({Muscle.LOWER_BACK}),
    BodyPart.HIP: frozenset({Muscle.GLUTES, Muscle.ADDUCTORS, Muscle.ABDUCTORS}),
    BodyPart.KNEE: frozenset({Muscle.QUADS}),
    BodyPart.ANKLE: frozenset({Muscle.CALVES}),
    BodyPart.ABDOMEN: frozenset({Muscle.ABS, Muscle.OBLIQUES}),
    BodyPart.PELVIS: frozenset({Muscle.ABS, Muscle.ADDUCTORS}),
}
_MOST_UNREAD, _LONGEST_UNREAD, _MOST_WORDS = 3, 80, 8


@dataclass(slots=True)
class _Kept:
    entries: tuple[Entry, ...] = ()
    index: NameIndex | None = None


# The index of the last caller's exercises: most callers have none of their own, so it is the same.
_last = _Kept()


@dataclass(frozen=True, slots=True)
class Told:
    """What was read in the request, and what in everything else."""

    now: ReadNotes
    before: tuple[ReadNotes, ...]
    _everything: tuple[ReadNotes, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_everything", (self.now, *self.before))

    @property
    def refusal(self) -> str | None:
        """Whom to see before any plan is made, or None."""
        return next((read.refusal for read in self._everything if read.refusal), None)

    @property
    def liked(self) -> frozenset[str]:
        """The exercises that the user says they like."""
        return frozenset[str]().union(*(read.liked_exercises for read in self._everything))

    def warnings(self, *, is_by_rule: bool) -> Iterator[str]:
        """Say what was read and, for a plan by rule, what wasn't; then whom to see."""
        if told := list(_told(self._everything)):
            yield f"Read: {', '.join(told)}. If some of it is over or wrong, change the note or memory."
        if is_by_rule:
            for sentence in list(dict.fromkeys(self.now.unread))[:_MOST_UNREAD]:
                yield f"Not understood: {sentence[:_LONGEST_UNREAD]}"
        yield from dict.fromkeys(sentence for read in self._everything for sentence in read.cautions)


def read_all(notes: str | None, training: TrainingBrief, entries: tuple[Entry, ...]) -> Told:
    """Read everything that the user wrote."""
    index = _indexed(entries)
    year = training.day.year if training.day else None
    return Told(
        read_notes(notes or "", index, this_year=year),
        (
            *(read_notes(text, index, this_year=year) for text in _texts(training)),
            ReadNotes(
                complaints=frozenset(
                    Complaint(each.body_part, each.condition) for each in training.complaints
                )
            ),
        ),
    )


def _texts(training: TrainingBrief) -> Iterator[str]:
    if training.preferences.notes:
        yield training.preferences.notes
    # Whatever stands in these hurts: a bare "left shoulder" does, too.
    yield from (f"Pain: {injury}" for injury in training.injuries)
    yield from (
        f"Pain: {period.notes}" if period.kind == "injury" else period.notes
        for period in training.breaks
        if period.notes
    )


def _indexed(entries: tuple[Entry, ...]) -> NameIndex:
    if _last.index is None or _last.entries != entries:
        names: defaultdict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for name in (entry.facts.name, *entry.aliases, *entry.names_abroad):
                names[name].add(entry.facts.id)
        _last.entries, _last.index = entries, NameIndex.of(names)
    return _last.index


def heeding(brief: Brief, reads: Iterable[ReadNotes], entries: Sequence[Entry]) -> Brief:
    """Return the brief with what was read."""
    reads = tuple(reads)
    liked = frozenset[str]().union(*(read.liked_exercises for read in reads))
    patterns = frozenset(pattern for read in reads for pattern in read.avoided_patterns)
    avoided = {exercise for read in reads for exercise in read.avoided_exercises}
    traits = {trait for read in reads for trait in read.avoided_traits}
    for entry in entries:
        facts = entry.facts
        if (
            ("impact" in traits and facts.has_impact)
            or ("overhead" in traits and facts.is_overhead)
            # A pattern is avoided as a whole, unless one of it is asked for by name.
            or (facts.movement_pattern in patterns and liked and facts.id not in liked)
            or any(_lacks_gear(read, entry) for read in reads)
        ):
            avoided.add(facts.id)
    return replace(
        brief,
        complaints=brief.complaints.union(*(read.complaints for read in reads)),
        injured_muscles=brief.injured_muscles.union(
            *(_MUSCLES.get(part, frozenset()) for read in reads for part in read.rested)
        ),
        avoided_exercises=brief.avoided_exercises | avoided,
        avoided_patterns=brief.avoided_patterns | (frozenset() if liked else patterns),
        equipment=brief.equipment | _equipment(reads, entries),
        minutes_per_session=min(
            brief.minutes_per_session,
            *(max(read.minutes, MINUTES_PER_SESSION.start) for read in reads if read.minutes),
            MINUTES_PER_SESSION[-1],
        ),
    )


def _lacks_gear(read: ReadNotes, entry: Entry) -> bool:
    needs = entry.gear.keys()
    return bool(needs & read.gear_without) or (read.gear_only is not None and not needs <= read.gear_only)


def _equipment(reads: Iterable[ReadNotes], entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of the equipment that somebody says they have."""
    slugs = frozenset[str]().union(*(read.gear_also | (read.gear_only or frozenset()) for read in reads))
    return frozenset(gear for entry in entries for slug, gear in entry.gear.items() if slug in slugs)


def _told(reads: Iterable[ReadNotes]) -> Iterator[str]:
    reads = tuple(reads)
    complaints = sorted(
        {(each.body_part.value, each.condition.value) for read in reads for each in read.complaints}
    )
    for part, condition in complaints:
        yield f"{condition} ({part})".replace("_", " ") if part != "body" else condition.replace("_", " ")
    words = dict.fromkeys(word for read in reads for word in read.avoided_words)
    yield from (f"no {word}" for word in list(words)[:_MOST_WORDS])
    for read in reads:
        if read.gear_only is not None:
            yield "only " + (", ".join(sorted(read.gear_only)) or "body weight")
        if read.gear_without:
            yield "without " + ", ".join(sorted(read.gear_without)[:4])
        if read.gear_also:
            yield "with " + ", ".join(sorted(read.gear_also)[:4])
        if read.liked_exercises:
            yield "exercises you like"
        if read.minutes:
            yield f"{read.minutes} minutes"
