"""Reading a note: its sentences, one by one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, Condition
from shared.planner.wishes import health_words, plain_words, pregnancy
from shared.planner.wishes.complaints import earlier_parts, judged, told
from shared.planner.wishes.folding import Sentence, folded, sentences
from shared.planner.wishes.found import Findings, ReadNotes
from shared.planner.wishes.grammar import Clause, Said, clause
from shared.planner.wishes.names import NameIndex
from shared.planner.wishes.times import minutes
from shared.planner.wishes.tokens import Kind, Token, tokens

if TYPE_CHECKING:
    from shared.planner.wishes.health_words import Illness
    from shared.planner.wishes.movement_words import Movement

_PRESSURE = re.compile(health_words.BLOOD_PRESSURE)
_PRESSURE_WORDS = re.compile(
    r"\b(?:bp|blood pressure|blutdruck|presion|tension|pression|pressao|pressione)\b"
)
# An illness of long ago that is overcome bars nothing.
_SURVIVED = re.compile(
    r"\b(?:survivor|in remission|cancer free|years? clear|uberstanden|krebsfrei|remission"
    r"|en remision|superad\w+|sobrevivi\w*)\b"
)
_BENCH = frozenset({"bench", "panca"})
_AND = re.compile(r"\b(?:and|und|y|et|e|now|jetzt|dafur|ahora|maintenant|agora|adesso)\b")
_BODY = frozenset({Kind.PART, Kind.NAMED})
_TROUBLE = frozenset({Kind.PAIN, Kind.NAMED, Kind.SURGERY, Kind.FRACTURE})
# Upper and lower values from which pressure is high, and from which nobody trains uncleared.
_HIGH, _STAGE_2 = (140, 90), (160, 100)
_COURTESY = re.compile(rf"\b(?:{plain_words.COURTESY})\b")


def read_notes(
    text: str, names: NameIndex | Mapping[str, Iterable[str]], *, this_year: int | None = None
) -> ReadNotes:
    """Read what a person wrote about themselves and their wishes, in any of six languages.

    `names` are the names of exercises with the ids each means. With `this_year` a year in the text is known
    to be long ago or not.
    """
    index = names if isinstance(names, NameIndex) else NameIndex.of(names)
    findings = Findings()
    previous: set[Complaint] = set()
    for sentence in sentences(text):
        clauses = _clauses(sentence, index)
        if any(each.has(Kind.CLEARED) and not each.has(Kind.NO) for each in clauses):
            findings.is_cleared = True
        if previous and _takes_back(clauses):
            findings.complaints -= previous
            findings.over |= {complaint.body_part for complaint in previous}
            continue
        before = set(findings.complaints)
        if not _read(sentence, clauses, index, findings, this_year):
            findings.unread[sentence.written] = None
        previous = findings.complaints - before
    return findings.done()


def _clauses(sentence: Sentence, index: NameIndex) -> list[Clause]:
    made: list[Clause] = []
    for piece in sentence.pieces:
        for words in _halves(piece, index):
            made.append(clause(words, tokens(words, index), made[-1] if made else None))
    return made


def _halves(piece: str, index: NameIndex) -> Sequence[str]:
    """Cut a piece at an "and" between what is over and what hurts: "shoulder is fine and knee hurts"."""
    for conjunction in _AND.finditer(piece):
        halves = (piece[: conjunction.start()].strip(), piece[conjunction.end() :].strip())
        kinds = [{token.kind for token in tokens(half, index)} for half in halves]
        if all(each & _BODY for each in kinds) and any(
            Kind.OVER in one and Kind.OVER not in other and other & _TROUBLE
            for one, other in (kinds, kinds[::-1])
        ):
            return halves
    return (piece,)


def _takes_back(clauses: Sequence[Clause]) -> bool:
    """Whether a sentence only says that what was said before is over."""
    return any(each.is_over for each in clauses) and not any(
        token.is_health or token.is_movement or token.is_gear for each in clauses for token in each.tokens
    )


def _read(
    sentence: Sentence, clauses: list[Clause], index: NameIndex, findings: Findings, this_year: int | None
) -> bool:
    """Add what the sentence says; return whether it says anything to us."""
    is_read = pregnancy.read(clauses, findings)
    is_read |= _illnesses(clauses, findings)
    is_read |= _body(clauses, findings, this_year)
    is_read |= _movements(clauses, index, findings)
    is_read |= _gear(clauses, findings)
    is_read |= _time(clauses, findings)
    if is_read or any(
        each.has(Kind.HARMLESS, Kind.HEALTHY, Kind.OTHERS, Kind.CLEARED, Kind.OVER) for each in clauses
    ):
        return True
    plain = folded(sentence.written)
    return not re.search(r"[a-z]{2}", _COURTESY.sub("", plain))


def _illnesses(clauses: Sequence[Clause], findings: Findings) -> bool:
    found = False
    words = " ".join(each.words for each in clauses)
    for each in clauses:
        found |= _pressure(each, findings)
        for token in each.of(Kind.ILLNESS):
            found = True
            if each.denies(token) or each.has(Kind.OTHERS):
                continue
            illness = cast("Illness", token.meaning)
            findings.complaints |= illness.complaints
            findings.traits |= illness.traits
            if illness.is_bar and not _SURVIVED.search(words):
                findings.bars[illness.caution] = None
            else:
                findings.caution(illness.caution)
    return found


def _pressure(each: Clause, findings: Findings) -> bool:
    """Read a blood pressure: from 160/100 no training until it is looked at."""
    told_ = _PRESSURE.search(each.words) if _PRESSURE_WORDS.search(each.words) else None
    if told_ is None:
        return False
    upper, lower = int(told_[1]), int(told_[2])
    if upper >= _STAGE_2[0] or lower >= _STAGE_2[1]:
        findings.complaints.add(Complaint(BodyPart.BODY, Condition.HIGH_BLOOD_PRESSURE))
        findings.bars[
            f"A blood pressure of {upper}/{lower}: let a doctor see it first, today if it is 180/110 or "
            "more. Until then nothing beyond easy walking."
        ] = None
    elif upper >= _HIGH[0] or lower >= _HIGH[1]:
        findings.complaints.add(Complaint(BodyPart.BODY, Condition.HIGH_BLOOD_PRESSURE))
        findings.caution(
            f"A blood pressure of {upper}/{lower}: no maximal lifts or held breath; tell your doctor."
        )
    return True


def _body(clauses: list[Clause], findings: Findings, this_year: int | None) -> bool:
    complaints: set[Complaint] = set()
    last: set[Complaint] = set()
    is_read = False
    for place, each in enumerate(clauses):
        if each.is_over and not any(token.is_health for token in each.tokens) and last:
            complaints -= last
            findings.over |= {complaint.body_part for complaint in last}
            is_read = True
            continue
        if last and _is_no_trouble(each):
            # A disc stays one on a day without pain.
            over = {complaint for complaint in last if complaint.condition is Condition.PAIN}
            complaints -= over
            findings.over |= {complaint.body_part for complaint in over}
            continue
        found = told(each, clauses[:place]) | earlier_parts(clauses, place)
        if _is_dismissed(each):
            is_read = True
            findings.over |= _parts_of(each)
        is_read |= bool(found)
        complaints |= found
        last = found or last
    operated = any(each.of(Kind.SURGERY, Kind.BELLY, Kind.CAESAREAN, said=Said.PLAINLY) for each in clauses)
    if complaints or (operated and not any(each.has(Kind.OTHERS) for each in clauses)):
        judged(complaints, clauses, this_year, findings)
        return True
    return is_read


def _is_no_trouble(each: Clause) -> bool:
    """Whether a piece only denies pain, of whatever was said before: "old knee injury, but no pain"."""
    pains = each.of(Kind.PAIN)
    return (
        bool(pains)
        and each.denies(*pains)
        and not each.asserts(Kind.PAIN)
        and not any(token.is_movement or (token.is_health and token not in pains) for token in each.tokens)
    )


def _parts_of(each: Clause) -> set[BodyPart]:
    if each.has(Kind.OTHERS):
        return set()
    named = {
        complaint.body_part
        for token in each.of(Kind.NAMED)
        for complaint in cast("frozenset[Complaint]", token.meaning)
    }
    return named | {cast("BodyPart", token.meaning) for token in each.of(Kind.PART)}


def _is_dismissed(each: Clause) -> bool:
    is_over = each.is_over and any(token.is_health for token in each.tokens)
    return is_over or bool(each.of(Kind.PAIN, Kind.NAMED, Kind.SURGERY, said=Said.NOT))


def _movements(clauses: Sequence[Clause], index: NameIndex, findings: Findings) -> bool:
    found = False
    for place, each in enumerate(clauses):
        moves = [(token, each.said[n]) for n, token in enumerate(each.tokens) if token.is_movement]
        avoids = any(said is Said.NOT for _, said in moves)
        for token, said in moves:
            hurts = said is Said.PLAINLY and not avoids and _hurts(each, clauses[:place])
            if said is Said.NOT or hurts:
                _avoid(token, index, findings)
                found = True
            elif said is Said.LIKED:
                findings.liked |= _ids(token, index)
                found = True
            elif each.has(Kind.OVER, Kind.ONLY):
                found = True
    return found


def _hurts(each: Clause, before: Sequence[Clause]) -> bool:
    """Whether a movement is named as what hurts: "my knee hurts when I squat"."""
    if each.is_over or each.has(Kind.OTHERS):
        return False
    pains = each.of(Kind.PAIN, said=Said.PLAINLY)
    return bool(pains) or bool(
        before and not any(token.is_health for token in each.tokens)
        and re.match((r"(?:when|while|during|wenn|bei|beim|cuando|al|quand|quando|ao|especially|vor allem"
r"|sobre todo|surtout|principalmente|soprattutto)\b"), each.words)
        and before[-1].of(Kind.PAIN, said=Said.PLAINLY)
    )  # fmt: skip


def _ids(token: Token, index: NameIndex) -> frozenset[str]:
    if token.kind is Kind.EXERCISE:
        return cast("frozenset[str]", token.meaning)
    return index.kind(cast("Movement", token.meaning).english)


def _avoid(token: Token, index: NameIndex, findings: Findings) -> None:
    findings.exercises |= _ids(token, index)
    findings.words[token.words] = None
    if token.kind is Kind.MOVE:
        movement = cast("Movement", token.meaning)
        findings.patterns |= movement.patterns
        if movement.trait:
            findings.traits.add(movement.trait)


def _gear(clauses: Sequence[Clause], findings: Findings) -> bool:
    found = False
    only = any(each.has(Kind.ONLY) for each in clauses)
    for each in clauses:
        if only and any(token.kind is Kind.MOVE and token.words in _BENCH for token in each.tokens):
            findings.gear_only = (findings.gear_only or set()) | {"bench"}
            found = True
        for token in each.of(Kind.GEAR):
            slugs = cast("frozenset[str]", token.meaning)
            said = each.said_of(token)
            if said is Said.NOT:
                findings.gear_without |= slugs
            elif only:
                findings.gear_only = (findings.gear_only or set()) | slugs
            elif each.has(Kind.HAVE):
                findings.gear_also |= slugs
            else:
                continue
            found = True
        if each.has(Kind.NOTHING) and findings.gear_only is None:
            findings.gear_only = set()
            found = True
    return found


def _time(clauses: Sequence[Clause], findings: Findings) -> bool:
    for each in clauses:
        told_ = minutes(each.words)
        if told_ is not None and not any(token.is_movement for token in each.tokens):
            findings.minutes = told_
            return True
    return False
