"""The calls to the model: at most one search, one plan, one correction."""

from dataclasses import replace

from functions.generate_plan.check import Checked, check_answer
from functions.generate_plan.gather import Known
from functions.generate_plan.prompt import RESEARCH, Task, correction, system_instruction, user_content
from functions.generate_plan.proposal import loose_schema, response_schema
from shared.ai.gemini import Answer, Ask, ModelError, Source, Turn
from shared.ai.work import Work
from shared.data.service import ModelOutcome
from shared.json_types import JsonObject

# A week of six days takes about 3,000 tokens; thinking counts, too.
_MOST_TOKENS = 12_000
_MOST_RESEARCH_TOKENS = 2_000
_SECONDS, _RESEARCH_SECONDS = 45.0, 15.0
# With less time than this left, skip the correction, to leave time for storing the plan.
_LEAST_SECONDS_TO_CORRECT = 8.0


async def research(known: Known, work: Work) -> tuple[str, tuple[Source, ...]]:
    """Return what a search found. If it fails, only the sources are missing."""
    brief = known.brief
    question = f"<task>\n{brief.goal_type.value}, {brief.fitness_level.value}\n</task>"
    ask = Ask(
        system=RESEARCH,
        contents=[question],
        max_output_tokens=_MOST_RESEARCH_TOKENS,
        seconds=_RESEARCH_SECONDS,
        is_grounded=True,
    )
    try:
        answer = await work.ask(ask)
    except ModelError:
        return "", ()
    return answer.text, answer.sources


async def ask_for_plan(known: Known, work: Work, found: str) -> Checked:
    """Ask for a proposal, and once more with the reasons if it fails the check. Raises ModelError."""
    task = Task(known.wish, known.brief, known.training, found, known.current)
    contents: list[Turn] = [user_content(task, known.choices)]
    answer = await _ask(contents, response_schema(known.choices, known.brief), work)
    if not answer.text:
        # A call to an undeclared function: there is no valid turn to answer it with.
        raise ModelError(ModelOutcome.MALFORMED, "function call instead of an answer")
    first = check_answer(answer.text, known.choices, known.brief)
    if not first.reasons or work.deadline.left < _LEAST_SECONDS_TO_CORRECT:
        return first
    contents += [answer.turn, correction(first.reasons)]
    try:
        answer = await _ask(contents, response_schema(known.choices, known.brief), work)
    except ModelError:
        return first
    second = check_answer(answer.text, known.choices, known.brief)
    # If the second answer is worse, a first one that can be repaired is still used.
    if second.plan is None or (first.plan is not None and len(first.reasons) < len(second.reasons)):
        return first
    return second


async def _ask(contents: list[Turn], schema: JsonObject, work: Work) -> Answer:
    """Ask, and retry once if that may help. Raises ModelError."""
    ask = Ask(
        system=system_instruction(),
        contents=contents,
        max_output_tokens=_MOST_TOKENS,
        seconds=_SECONDS,
        schema=schema,
        thinking="medium",
    )
    try:
        return await work.ask(ask)
    except ModelError as error:
        if error.outcome is ModelOutcome.REJECTED:
            # Some models refuse schemas with many states: retry without the enum, which we check ourselves.
            ask = replace(ask, schema=loose_schema())
        elif error.outcome is not ModelOutcome.MALFORMED:
            raise
    # An empty answer is an accident that rarely happens twice.
    return await work.ask(ask)
