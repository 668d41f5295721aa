"""Complaints of parts of the body: which, whether they still are, and what surgery leaves to do."""

import re
from collections.abc import Iterable, Sequence
from typing import cast

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, Condition
from shared.planner.wishes import body_words
from shared.planner.wishes.found import Findings
from shared.planner.wishes.grammar import Clause, Said
from shared.planner.wishes.times import LONG_AGO_WEEKS, weeks_ago
from shared.planner.wishes.tokens import Kind, Token

HEALED_WEEKS = 12.0
_TROUBLE = (Kind.PAIN, Kind.SURGERY, Kind.FRACTURE, Kind.NAMED)
# "No leg day" is a wish, no complaint.
_LIMB = re.compile(
    r"legs?|beine?|piernas?|jambes?|pernas?|gamb[ae]|arms?|arme?|brazos?|bras|bracos?"
    r"|bracci[oa]|abs|bauch|biceps|bizeps|triceps"
    r"|trizeps|quads?|glutes?|gluteos?|hamstrings?|calves|waden|pecs?|delts?"
)
_ECTOMY = re.compile(r"\b\w*ectomy\b|\bspinal fusion\b")
_SINCE = re.compile(r"\b(?:since|seit|desde|depuis|da|for|que me)\b|\bhace \w+ \w+ que\b")
_SURGERY_CONDITIONS = frozenset(
    {Condition.ACL_GRAFT, Condition.MENISCUS, Condition.DISC, Condition.HERNIA, Condition.ACHILLES}
)


def _is(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})")


_KINDS = (
    (re.compile(r"arthr|artros|artrit|osteoarthr|oa$"), {BodyPart.KNEE: Condition.MENISCUS}),
    (
        re.compile(r"bursit|schleimbeutel"),
        {BodyPart.SHOULDER: Condition.IMPINGEMENT, BodyPart.HIP: Condition.PAIN},
    ),
    (_is(body_words.UNSTABLE), {BodyPart.SHOULDER: Condition.INSTABILITY, BodyPart.ANKLE: Condition.SPRAIN}),
    (_is(body_words.SPRAIN), {BodyPart.ANKLE: Condition.SPRAIN}),
    (
        _is(body_words.IMPINGED),
        {BodyPart.SHOULDER: Condition.IMPINGEMENT, BodyPart.HIP: Condition.HIP_IMPINGEMENT},
    ),
    (
        _is(body_words.TENDON),
        {
            BodyPart.ELBOW: Condition.TENDINOPATHY,
            BodyPart.SHOULDER: Condition.IMPINGEMENT,
            BodyPart.KNEE: Condition.FRONT_KNEE,
            BodyPart.ANKLE: Condition.ACHILLES,
        },
    ),
)


def told(clause: Clause, before: Sequence[Clause]) -> set[Complaint]:
    """Return the complaints of this piece, as if they were all current."""
    if clause.has(Kind.OTHERS) or clause.is_over:
        return set()
    named = _meant(clause.of(Kind.NAMED, said=Said.PLAINLY))
    return named | _of_parts(clause, before, {complaint.body_part for complaint in named})


def _of_parts(clause: Clause, before: Sequence[Clause], named: set[BodyPart]) -> set[Complaint]:
    """Return the complaints of parts; in "Bandscheibe im Rücken" the part says nothing more."""
    denied = [token for token in clause.of(Kind.PART, said=Said.NOT) if not _LIMB.fullmatch(token.words)]
    if denied and not clause.has(*_TROUBLE):
        # "Nothing for the shoulders": whatever the reason, they are spared.
        return {Complaint(part) for part in _parts(denied)}
    parts = _parts(clause.of(Kind.PART, said=Said.PLAINLY)) - named
    if troubles := clause.asserts(*_TROUBLE):
        return {Complaint(part, _condition(part, troubles)) for part in parts}
    if clause.denies(*clause.movements):
        return {Complaint(part) for part in parts}
    return set() if clause.has(Kind.LIKE) else _of_neighbours(clause, before, parts)


def _of_neighbours(clause: Clause, before: Sequence[Clause], parts: set[BodyPart]) -> set[Complaint]:
    """A bare part belongs to the pain or the no next to it: "no squats, my knees", "pain in hip, knee"."""
    if not before or any(token.is_movement or token.is_gear for token in clause.tokens):
        return set()
    last = before[-1]
    if last.has(Kind.OTHERS) or last.is_over:
        return set()
    pains = last.asserts(*_TROUBLE)
    if pains and not last.of(Kind.NAMED):
        return {Complaint(part, _condition(part, pains)) for part in parts}
    return {Complaint(part) for part in parts} if last.denies(*last.movements) else set()


def earlier_parts(clauses: Sequence[Clause], place: int) -> set[Complaint]:
    """A list of parts that ends in pain: "knee, hip and back pain"."""
    clause = clauses[place]
    pains = clause.asserts(Kind.PAIN)
    found: set[Complaint] = set()
    if not pains or clause.is_over:
        return found
    for other in reversed(clauses[:place]):
        if not other.tokens or any(token.kind is not Kind.PART for token in other.tokens):
            break
        found |= {Complaint(part, _condition(part, pains)) for part in _parts(other.tokens)}
    return found


def _parts(tokens: Iterable[Token]) -> set[BodyPart]:
    return {cast("BodyPart", token.meaning) for token in tokens}


def _meant(tokens: Iterable[Token]) -> set[Complaint]:
    return {each for token in tokens for each in cast("frozenset[Complaint]", token.meaning)}


def _condition(part: BodyPart, troubles: Sequence[Token]) -> Condition:
    for pattern, conditions in _KINDS:
        if part in conditions and any(pattern.match(token.words) for token in troubles):
            return conditions[part]
    return Condition.PAIN


def judged(
    complaints: set[Complaint], clauses: Sequence[Clause], this_year: int | None, findings: Findings
) -> None:
    """Add the complaints of a sentence that still are, and say what surgery and fractures mean."""
    words = " ".join(clause.words for clause in clauses)
    surgery = (
        _happened(clauses, Kind.SURGERY)
        or bool(_ECTOMY.search(words))
        or _happened(clauses, Kind.CAESAREAN)
        or _happened(clauses, Kind.BELLY)
    )
    # A broken ligament or disc is its own condition.
    fracture = _happened(clauses, Kind.FRACTURE) and any(
        complaint.condition is Condition.PAIN for complaint in complaints
    )
    if _happened(clauses, Kind.BELLY) or _happened(clauses, Kind.CAESAREAN):
        complaints = complaints | {Complaint(BodyPart.ABDOMEN, Condition.HERNIA)}
    ago = weeks_ago(words, this_year)
    still = any(clause.has(Kind.STILL) for clause in clauses)
    if surgery or fracture:
        _operated(complaints, ago, findings, is_surgery=surgery, still=still)
        return
    if ago is not None and ago >= LONG_AGO_WEEKS and not still and not _SINCE.search(words):
        for part in sorted({complaint.body_part for complaint in complaints}):
            findings.caution(f"Your {part.value} of years ago isn't counted: say so if it still hurts.")
        return
    findings.complaints |= complaints


def _happened(clauses: Sequence[Clause], kind: Kind) -> bool:
    return any(clause.of(kind, said=Said.PLAINLY) and not clause.has(Kind.OTHERS) for clause in clauses)


def _operated(
    complaints: set[Complaint], ago: float | None, findings: Findings, *, is_surgery: bool, still: bool
) -> None:
    what = "surgery" if is_surgery else "a fracture"
    parts = sorted({complaint.body_part for complaint in complaints})
    where = " and ".join(part.value for part in parts)
    if not parts:
        if ago is not None and ago < HEALED_WEEKS:
            findings.bars[
                "Surgery within the last twelve weeks: let your surgeon or doctor clear you for training. "
                "Until then nothing beyond easy walking."
            ] = None
        else:
            findings.caution("Surgery: ask your doctor what it still rules out, and say which part it was.")
        return
    if ago is not None and ago >= LONG_AGO_WEEKS:
        findings.caution(
            f"After {what} ({where}) years ago: tell a doctor or physiotherapist if it ever hurts."
        )
        if still:
            findings.complaints |= complaints
        return
    findings.complaints |= {_operated_on(each) if is_surgery else each for each in complaints}
    if (ago is not None and ago < HEALED_WEEKS) or (ago is None and not is_surgery):
        findings.rested |= set(parts)
        findings.caution(
            f"After {what}: nothing for the {where} until your surgeon, doctor or physiotherapist clears it."
        )
    else:
        findings.caution(
            f"After {what} ({where}): train it only as far as your surgeon, doctor or physiotherapist "
            "has cleared."
        )


def _operated_on(complaint: Complaint) -> Complaint:
    if complaint.body_part is BodyPart.SHOULDER:
        return Complaint(BodyPart.SHOULDER, Condition.CUFF_SURGERY)
    return complaint
