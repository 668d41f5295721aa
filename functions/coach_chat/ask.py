"""The conversation with the model: its calls are answered until it answers."""

import json
from dataclasses import dataclass

from functions.coach_chat.answer import SCHEMA, CoachAnswer, NoAnswerError, read_answer
from functions.coach_chat.persona import SYSTEM
from functions.coach_chat.prompt import DECLARATIONS, Prompt
from functions.coach_chat.toolbox import Toolbox
from shared.ai.gemini import Answer, Ask, FunctionResults, ModelError, Turn
from shared.ai.work import Work
from shared.data.service import ModelOutcome

MOST_TURNS = 6
_TURN_SECONDS = 20.0
# Nobody looks at an empty bubble for longer only because the service said when to come again.
_PATIENCE_SECONDS = 2.0
# Kept for storing the answer, whatever the model takes.
_STORING_SECONDS = 4.0
# Thoughts count: a short answer with low thinking uses a few hundred.
_OUTPUT_TOKENS = 3_000
_UNHELD = f"\nAnswer by one JSON object of this schema, with nothing around it:\n{json.dumps(SCHEMA)}\n"


@dataclass(slots=True)
class _Conversation:
    work: Work
    contents: list[Turn]
    # Whether the service holds the model to the schema, or only the instruction does.
    is_held: bool
    has_been_corrected: bool = False

    async def next(self) -> Answer | None:
        """Ask once; None when what came was garbled or the schema refused, and one more try is left."""
        try:
            return await self.work.ask(
                Ask(
                    system=SYSTEM if self.is_held else SYSTEM + _UNHELD,
                    contents=tuple(self.contents),
                    max_output_tokens=_OUTPUT_TOKENS,
                    seconds=min(_TURN_SECONDS, self.work.deadline.left - _STORING_SECONDS),
                    schema=SCHEMA if self.is_held else None,
                    patience=_PATIENCE_SECONDS,
                    tools=DECLARATIONS,
                )
            )
        except ModelError as error:
            if error.outcome is ModelOutcome.REJECTED and error.reason.startswith("400"):
                # It has too many states, or none beside tools: what is said then is checked here as strictly.
                self.is_held = False
            elif error.outcome is not ModelOutcome.MALFORMED:
                raise
            self.correct(error)
            return None

    def correct(self, error: Exception) -> None:
        """Note that the one correction is used. Raises ModelError when it was before."""
        if self.has_been_corrected:
            if isinstance(error, ModelError):
                raise error
            raise ModelError(ModelOutcome.MALFORMED, "no answer, told so, and again none") from error
        self.has_been_corrected = True


async def ask(work: Work, prompt: Prompt, toolbox: Toolbox) -> CoachAnswer:
    """Return the model's answer, its tool calls done or refused on the way.

    At most six turns, of which one may be lost to a garbled answer. Raises ModelError when there is none.
    """
    # Models before the third take a schema or tools, not both.
    conversation = _Conversation(
        work, list(prompt.contents), is_held=not work.gemini.model.startswith("gemini-2")
    )
    for _ in range(MOST_TURNS):
        answer = await conversation.next()
        if answer is None:
            continue
        if answer.calls:
            # One after the other: a later call may build on an earlier one.
            results = [(call, await toolbox.run(call)) for call in answer.calls]
            conversation.contents += [answer.turn, FunctionResults(results)]
            continue
        try:
            return read_answer(answer.text)
        except NoAnswerError as error:
            conversation.correct(error)
            conversation.contents += [
                answer.turn,
                f"That was no valid answer ({error}). Answer again, by the schema.",
            ]
    raise ModelError(ModelOutcome.MALFORMED, "no answer within the turns allowed")
