"""From the gathered data to a plan to store: the model's, or one made by rule."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from functions.generate_plan.ask import ask_for_plan, research
from functions.generate_plan.gather import Known
from functions.generate_plan.injuries import spared
from functions.generate_plan.repair import SoundPlan, repair_or_replace
from shared.ai.gemini import ModelError, Source
from shared.ai.work import Work
from shared.http.problems import Code, ProblemError
from shared.planner import InfeasibleBriefError
from shared.planner.terms import Muscle

if TYPE_CHECKING:
    from functions.generate_plan.check import Checked


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan to store, and how it came about."""

    sound: SoundPlan
    sources: tuple[Source, ...]
    # Why the model's answer wasn't used; None if it was.
    fallback: str | None
    # Warnings about injuries that were taken into account, or couldn't be.
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
    hurt = spared(known.training.injuries)
    careful = replace(known.brief, injured_muscles=known.brief.injured_muscles | hurt)
    try:
        sound = repair_or_replace(checked, known.brief, known.exercises, known.current, careful)
    except InfeasibleBriefError as error:
        raise _impossible(str(error)) from None
    if sound.proposal is None:
        cautions = _cautions(known, hurt, is_careful=sound.brief == careful)
        return Draft(sound, (), fallback or "the proposal couldn't be repaired", cautions)
    return Draft(sound, sources, None)


def _cautions(known: Known, hurt: frozenset[Muscle], *, is_careful: bool) -> tuple[str, ...]:
    if not known.training.injuries:
        return ()
    if not hurt or not is_careful:
        return ("The coach remembers pain or an injury this plan couldn't avoid: check each exercise.",)
    muscles = ", ".join(sorted(muscle.value.replace("_", " ") for muscle in hurt))
    return (f"Avoids {muscles}: the coach remembers pain or an injury. If it is over, delete that memory.",)


def _impossible(reason: str) -> ProblemError:
    return ProblemError(Code.INVALID, f"No plan is possible: {reason}. Add equipment, or avoid less.")
