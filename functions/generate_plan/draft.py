"""From the gathered data to a plan to store: the model's, or one made by rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.generate_plan.ask import ask_for_plan, research
from functions.generate_plan.gather import Known
from functions.generate_plan.repair import SoundPlan, repair_or_replace
from shared.ai.gemini import ModelError, Source
from shared.ai.work import Work
from shared.http.problems import Code, ProblemError
from shared.planner import InfeasibleBriefError

if TYPE_CHECKING:
    from functions.generate_plan.check import Checked


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan to store, and how it came about."""

    sound: SoundPlan
    sources: tuple[Source, ...]
    # Why the model's answer wasn't used; None if it was.
    fallback: str | None
    # What was read in the user's words and heeded, or couldn't be; and whom to see.
    cautions: tuple[str, ...] = ()

    @property
    def is_models(self) -> bool:
        """Whether the plan is the model's."""
        return self.sound.proposal is not None


async def draft_plan(known: Known, work: Work, *, with_research: bool) -> Draft:
    """Return the model's plan, corrected by the model and repaired by rule, or else the planner's.

    Raises ProblemError if no plan is possible for this request.
    """
    if not known.choices.pool.strength:
        # Neither the model nor the rules could make a plan.
        raise _impossible("no strength exercise is left")
    found, sources = "", tuple[Source, ...]()
    checked: Checked | None = None
    fallback: str | None = None
    try:
        if with_research:
            found, sources = await research(known, work)
        checked = await ask_for_plan(known, work, found)
    except ModelError as error:
        fallback = str(error)
    try:
        sound = repair_or_replace(checked, known.brief, known.exercises, known.current, known.asked)
    except InfeasibleBriefError as error:
        raise _impossible(str(error)) from None
    cautions = tuple(_cautions(known, sound))
    if sound.proposal is None:
        return Draft(sound, (), fallback or "the proposal couldn't be repaired", cautions)
    return Draft(sound, sources, None, cautions)


def _cautions(known: Known, sound: SoundPlan) -> Iterator[str]:
    yield from known.told.warnings(is_by_rule=sound.proposal is None)
    if any(read.complaints - sound.brief.complaints for read in known.told.before):
        yield (
            "What hurts by your preferences, breaks or the coach's memory couldn't be avoided: "
            "check each exercise."
        )


def _impossible(reason: str) -> ProblemError:
    return ProblemError(Code.INVALID, f"No plan is possible: {reason}. Add equipment, or avoid less.")
