"""Asking the model to rewrite what the reader didn't understand, and parsing its answer."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from functions.import_plan.prompt import REWRITE, TRANSCRIBE, Unclear, picture_content, unclear_content
from shared.ai.answers import read_json
from shared.ai.gemini import Ask, ModelError, Picture, Turn
from shared.ai.prompting import clean, quotes
from shared.ai.schemas import schema_of
from shared.ai.work import Work
from shared.data.service import ModelOutcome

_MOST_ANSWER_CHARACTERS = 120_000
_MOST_ANSWERED, _MOST_LINES_OF_ONE = 400, 20
_MOST_LINE = 300
_MOST_TOKENS = 8_000
_SECONDS = 30.0


def _shortened(text: str) -> str:
    return clean(text, _MOST_LINE)


_Line = Annotated[str, AfterValidator(_shortened)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Rewritten(_Answer):
    line: int = Field(description="The number of the line.")
    plain: list[_Line] = Field(description="What it says, in the notation.")


class _Rewrites(_Answer):
    lines: list[_Rewritten]


class _Transcript(_Answer):
    lines: list[_Line] = Field(description="The lines of the plan, in the notation.")


_A = TypeVar("_A", bound=_Answer)


async def ask_to_rewrite(unclear: Sequence[Unclear], work: Work) -> dict[int, tuple[str, ...]]:
    """Return the model's rewrites of these lines, by line number. Raises ModelError."""
    answer = await _ask(REWRITE, unclear_content(unclear), _Rewrites, work)
    known = {line.line for line in unclear}
    return {
        entry.line: tuple(filter(None, entry.plain[:_MOST_LINES_OF_ONE]))
        for entry in answer.lines[:_MOST_ANSWERED]
        if entry.line in known
    }


async def ask_to_transcribe(picture: Picture, work: Work) -> tuple[str, ...]:
    """Return the lines of the plan in a picture; none if there is no plan in it. Raises ModelError."""
    answer = await _ask(TRANSCRIBE, picture_content(picture), _Transcript, work)
    return tuple(filter(None, answer.lines[:_MOST_ANSWERED]))


async def _ask(system: str, contents: Sequence[Turn], shape: type[_A], work: Work) -> _A:
    """Ask, and retry once after a malformed answer, which rarely happens twice. Raises ModelError."""
    try:
        return await _ask_once(system, contents, shape, work)
    except ModelError as error:
        if error.outcome is not ModelOutcome.MALFORMED:
            raise
    return await _ask_once(system, contents, shape, work)


async def _ask_once(system: str, contents: Sequence[Turn], shape: type[_A], work: Work) -> _A:
    ask = Ask(
        system=system,
        contents=contents,
        max_output_tokens=_MOST_TOKENS,
        seconds=_SECONDS,
        schema=schema_of(shape),
        temperature=0,
    )
    text = (await work.ask(ask)).text
    if quotes(text, system):
        raise ModelError(ModelOutcome.MALFORMED, "the answer repeats its instructions")
    return _read_answer(shape, text)


def _read_answer(model: type[_A], text: str) -> _A:
    """Parse an answer strictly. Nothing else the model says is used."""
    if len(text) > _MOST_ANSWER_CHARACTERS:
        raise ModelError(ModelOutcome.MALFORMED, "the answer is longer than any plan")
    try:
        return read_json(text, model)
    except ValidationError:
        raise ModelError(ModelOutcome.MALFORMED, "the answer doesn't match the schema") from None
