"""The conversation with the model: runs its tool calls until it answers."""

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
# A Retry-After never makes the user wait longer than this.
_PATIENCE_SECONDS = 2.0
# Reserved for storing the answer.
_STORING_SECONDS = 4.0
# Includes thinking: a short answer with low thinking uses a few hundred.
_OUTPUT_TOKENS = 3_000
_SCHEMA_TEXT = f"\nAnswer by one JSON object of this schema, with nothing around it:\n{json.dumps(SCHEMA)}\n"


@dataclass(slots=True)
class _Conversation:
    work: Work
    contents: list[Turn]
    # Whether the service enforces the schema, or only the instruction asks for it.
    enforces_schema: bool
    has_been_corrected: bool = False

    async def next(self) -> Answer | None:
        """Ask once. None if the answer was malformed or the schema refused, and one more try is left."""
        try:
            return await self.work.ask(
                Ask(
                    system=SYSTEM if self.enforces_schema else SYSTEM + _SCHEMA_TEXT,
                    contents=tuple(self.contents),
                    max_output_tokens=_OUTPUT_TOKENS,
                    seconds=min(_TURN_SECONDS, self.work.deadline.left - _STORING_SECONDS),
                    schema=SCHEMA if self.enforces_schema else None,
                    patience=_PATIENCE_SECONDS,
                    tools=DECLARATIONS,
                )
            )
        except ModelError as error:
            if error.outcome is ModelOutcome.REJECTED and error.reason.startswith("400"):
                # The schema is too complex, or not allowed beside tools. Our own check is as strict.
                self.enforces_schema = False
            elif error.outcome is not ModelOutcome.MALFORMED:
                raise
            self.correct(error)
            return None

    def correct(self, error: Exception) -> None:
        """Use the one correction. Raises ModelError if it is used already."""
        if self.has_been_corrected:
            if isinstance(error, ModelError):
                raise error
            raise ModelError(ModelOutcome.MALFORMED, "no answer, told so, and again none") from error
        self.has_been_corrected = True


async def ask(work: Work, prompt: Prompt, toolbox: Toolbox) -> CoachAnswer:
    """Return the model's answer, running or refusing its tool calls on the way.

    At most six turns, one of which may be a malformed answer. Raises ModelError if there is no answer.
    """
    # Models before Gemini 3 take a schema or tools, not both.
    conversation = _Conversation(
        work, list(prompt.contents), enforces_schema=not work.gemini.model.startswith("gemini-2")
    )
    for _ in range(MOST_TURNS):
        answer = await conversation.next()
        if answer is None:
            continue
        if answer.calls:
            # In order: a later call may depend on an earlier one.
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
