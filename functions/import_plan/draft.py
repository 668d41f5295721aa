"""From the request to a draft: the reader first, then the model for what the reader didn't understand."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.import_plan.ask import ask_to_rewrite, ask_to_transcribe
from functions.import_plan.gather import Known, gather
from functions.import_plan.matching import Match
from functions.import_plan.models import Choice, ImportRequest, SentPicture
from functions.import_plan.pictures import picture_of
from functions.import_plan.reading import MAX_BYTES, Reading, read
from functions.import_plan.reading.clean import fold
from functions.import_plan.resolve import Resolved, key_of, match_names, resolve
from functions.import_plan.unclear import reread, source_lines, unclear_lines
from shared.ai.gemini import ModelError
from shared.ai.work import Work
from shared.data.files import Files
from shared.data.service import ModelOutcome
from shared.http.problems import Code, FieldError, ProblemError, invalid

# Twenty exercises a day, every day for ten weeks.
_MOST_EXERCISES = 1500
_NO_CONSENT = "Lines that the reader doesn't understand are sent to a model only if you agree to it."
_AWAY = "The model that reads the remaining lines was unavailable."
_FROM_PICTURE = "Read from a picture by a model: check it before you train."
_FROM_REST = "Lines with engine gemini were read by a model: check them before you train."
# Caused by the picture or its content; any other failure may be over in a minute.
_ITS_OWN_FAULT = frozenset({ModelOutcome.BLOCKED, ModelOutcome.TRUNCATED})


@dataclass(frozen=True, slots=True)
class Draft:
    """The result of reading. `by_model`: the numbers of the lines that the model read."""

    resolved: Resolved
    by_model: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    # Why the model read nothing, though there was something to read.
    fallback: str | None = None

    @property
    def is_models(self) -> bool:
        """Whether any line of the plan was read by the model."""
        return any(line.line in self.by_model for line in self.resolved.matched)


async def draft_plan(request: ImportRequest, work: Work, files: Files) -> Draft:
    """Read a text or a picture. Stores nothing. Raises ProblemError."""
    if request.image is not None:
        return await _from_picture(request.image, request.choices, work, files)
    return await _from_text(request.text or "", request.choices, work)


async def _from_text(text: str, choices: Sequence[Choice], work: Work) -> Draft:
    known = await gather(work)
    source = source_lines(text)
    reading = _sized(read("\n".join(source), known.unit), "text")
    matches = _matched(reading, known, choices)
    unclear = unclear_lines(source, reading, matches, known.catalogue)
    by_rule = resolve(reading, matches, known.catalogue)
    if not unclear:
        return Draft(by_rule)
    try:
        again = reread(source, await ask_to_rewrite(unclear, work), known.unit)
    except ModelError as error:
        note = _AWAY if work.is_consented else _NO_CONSENT
        return Draft(by_rule, notes=(note,), fallback=str(error))
    resolved = resolve(again.reading, _matched(again.reading, known, choices), known.catalogue)
    draft = Draft(resolved, again.by_model, (_FROM_REST,))
    return draft if draft.is_models else Draft(by_rule)


async def _from_picture(sent: SentPicture, choices: Sequence[Choice], work: Work, files: Files) -> Draft:
    known, picture = await asyncio.gather(gather(work), picture_of(sent, files))
    if not work.is_consented:
        raise ProblemError(
            Code.CONFLICT,
            "Pictures are read by a model: agree to it first (consent `ai`), or send the plan as text.",
        )
    try:
        lines = await ask_to_transcribe(picture, work)
    except ModelError as error:
        work.report.fallback = str(error)
        if error.outcome in _ITS_OWN_FAULT:
            raise invalid("image", "The model can't read this picture. Send the plan as text.") from error
        raise ProblemError(
            Code.UNAVAILABLE,
            "The model that reads pictures is unavailable. Try again later, or send the plan as text.",
            retry_after=max(round(error.retry_after or 0), 30),
        ) from error
    reading = _sized(read(_joined(lines), known.unit), "image")
    resolved = resolve(reading, _matched(reading, known, choices), known.catalogue)
    return Draft(resolved, frozenset(range(1, len(lines) + 1)), (_FROM_PICTURE,))


def _matched(reading: Reading, known: Known, choices: Sequence[Choice]) -> Mapping[str, Match]:
    """Match the names, the user's choices first. Raises ProblemError for an exercise they may not use."""
    ids = {entry.id for entry in known.catalogue.entries}
    decided: dict[str, str] = {}
    for place, choice in enumerate(choices):
        if str(choice.exercise_id) not in ids:
            field = f"choices[{place}].exercise_id"
            problem = "Exercise not found."
            raise ProblemError(Code.NOT_FOUND, problem, errors=[FieldError(field=field, message=problem)])
        decided[fold(choice.name)] = str(choice.exercise_id)
    chosen = {
        key_of(exercise): Match(exercise_id, 1.0)
        for exercise in reading.exercises
        if (exercise_id := decided.get(fold(exercise.name)))
    }
    return match_names(reading, known.catalogue) | chosen


def _sized(reading: Reading, field: str) -> Reading:
    if len(reading.exercises) > _MOST_EXERCISES:
        raise invalid(field, f"At most {_MOST_EXERCISES} lines can have exercises.")
    return reading


def _joined(lines: Sequence[str]) -> str:
    """Join as many lines as the reader accepts."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line.encode()) + 1
        if size > MAX_BYTES:
            break
        kept.append(line)
    return "\n".join(kept)
