"""What was read in a note."""

from dataclasses import dataclass, field

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, MovementPattern


@dataclass(frozen=True, slots=True)
class ReadNotes:
    """What a note says, as far as rules can read it. Exercises are ids, equipment slugs of the catalogue.

    `avoided_traits` are "impact" and "overhead". Nothing may load `rested` parts: surgery or a fracture
    hasn't healed; of the parts of `over` pain is said to be gone. `gear_only` limits the equipment to these
    (empty: body weight; None: no limit), what `gear_without` names is missing, and `gear_also` is there.
    `cautions` and `refusal` are sentences to the person; a refusal bars everything but easy walking until
    the one it names agrees. `unread` are the sentences that weren't understood, as they were written.
    """

    complaints: frozenset[Complaint] = frozenset()
    over: frozenset[BodyPart] = frozenset()
    rested: frozenset[BodyPart] = frozenset()
    avoided_exercises: frozenset[str] = frozenset()
    avoided_patterns: frozenset[MovementPattern] = frozenset()
    avoided_traits: frozenset[str] = frozenset()
    avoided_words: tuple[str, ...] = ()
    liked_exercises: frozenset[str] = frozenset()
    pregnancy_weeks: int | None = None
    postpartum_weeks: int | None = None
    gear_only: frozenset[str] | None = None
    gear_without: frozenset[str] = frozenset()
    gear_also: frozenset[str] = frozenset()
    minutes: int | None = None
    cautions: tuple[str, ...] = ()
    refusal: str | None = None
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class Findings:
    """The same while it grows."""

    complaints: set[Complaint] = field(default_factory=set)
    over: set[BodyPart] = field(default_factory=set)
    rested: set[BodyPart] = field(default_factory=set)
    exercises: set[str] = field(default_factory=set)
    patterns: set[MovementPattern] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)
    words: dict[str, None] = field(default_factory=dict)
    liked: set[str] = field(default_factory=set)
    pregnancy_weeks: int | None = None
    postpartum_weeks: int | None = None
    gear_only: set[str] | None = None
    gear_without: set[str] = field(default_factory=set)
    gear_also: set[str] = field(default_factory=set)
    minutes: int | None = None
    cautions: dict[str, None] = field(default_factory=dict)
    bars: dict[str, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    is_cleared: bool = False

    def caution(self, sentence: str) -> None:
        """Say this once."""
        self.cautions[sentence] = None

    def done(self) -> ReadNotes:
        """Return what was read. With a clearance, a bar is only a caution, and nothing must rest."""
        cautions = {**self.bars, **self.cautions} if self.is_cleared else self.cautions
        return ReadNotes(
            complaints=frozenset(self.complaints),
            over=frozenset(self.over - {complaint.body_part for complaint in self.complaints}),
            rested=frozenset() if self.is_cleared else frozenset(self.rested),
            avoided_exercises=frozenset(self.exercises - self.liked),
            avoided_patterns=frozenset(self.patterns),
            avoided_traits=frozenset(self.traits),
            avoided_words=tuple(self.words),
            liked_exercises=frozenset(self.liked - self.exercises),
            pregnancy_weeks=self.pregnancy_weeks,
            postpartum_weeks=self.postpartum_weeks,
            gear_only=None if self.gear_only is None else frozenset(self.gear_only),
            gear_without=frozenset(self.gear_without),
            gear_also=frozenset(self.gear_also),
            minutes=self.minutes,
            cautions=tuple(cautions),
            refusal=None if self.is_cleared or not self.bars else " ".join(self.bars),
            unread=tuple(self.unread),
        )
