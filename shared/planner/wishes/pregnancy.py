"""Pregnancy and the months after birth."""

import re
from collections.abc import Sequence

from shared.planner.facts import Complaint
from shared.planner.terms import BodyPart, Condition
from shared.planner.wishes import health_words
from shared.planner.wishes.found import Findings
from shared.planner.wishes.grammar import Clause, Said
from shared.planner.wishes.times import amounts
from shared.planner.wishes.tokens import Kind

# From the second trimester lying on the back or the belly, jumps and sit-ups are out.
LATE_WEEKS = 14
_LAST_WEEK, _BODY_WEIGHT_WEEKS, _NO_IMPACT_WEEKS, _PELVIC_FLOOR_WEEKS, _YEAR = 42, 6, 12, 26, 52
_TERM_WEEKS = 40
_DUE = re.compile(r"\bdue\b")
_TRIMESTER = re.compile(rf"\b{health_words.TRIMESTER}")
_NUMBERED = re.compile(
    r"\b(?:week|woche|semana|semaine|settimana|ssw|wk) (\d{1,2})\b|\b(\d{1,2})\.? ssw\b|\bt([123])\b"
)
_ORDINALS = {
    word: number
    for number, words in {
        2: "zweiten segundo deuxieme secondo second",
        3: "dritten tercer troisieme terceiro terzo third",
        4: "vierten cuarto quatrieme quarto fourth",
        5: "funften quinto cinquieme fifth",
        6: "sechsten sexto sixieme sesto sixth",
        7: "siebten septimo septieme setimo settimo seventh",
        8: "achten octavo huitieme oitavo ottavo eighth",
        9: "neunten noveno neuvieme nono ninth",
    }.items()
    for word in words.split()
}
_ORDINAL_MONTH = re.compile(
    rf"\b({'|'.join(_ORDINALS)}) (?:month|monat|mes|mois|mese)\b|\b(?:al|au|el|no|en el|en mi"
    rf"|meu|mio) (\d)(?:mo|to|vo|no|o|e|eme|er)? (?:mes|mois|mese)\b|\b(\d)(?:mo|to|vo|no|o|e"
    rf"|eme|er) (?:mes|mois|mese)\b"
)


def read(clauses: Sequence[Clause], findings: Findings) -> bool:
    """Read what a sentence says of pregnancy and birth; return whether it does."""
    words = " ".join(clause.words for clause in clauses)
    if any(clause.has(Kind.OTHERS) for clause in clauses):
        return False
    if _said(clauses, Kind.POSTPARTUM) or (_said(clauses, Kind.CAESAREAN)):
        _postpartum(words, findings)
        return True
    if _said(clauses, Kind.PREGNANT):
        if not any(clause.is_over for clause in clauses):
            _pregnant(words, findings)
        return True
    return any(clause.has(Kind.PREGNANT, Kind.POSTPARTUM) for clause in clauses)


def _said(clauses: Sequence[Clause], kind: Kind) -> bool:
    return any(clause.of(kind, said=Said.PLAINLY) or clause.of(kind, said=Said.LIKED) for clause in clauses)


def _weeks(words: str) -> int | None:
    if numbered := _NUMBERED.search(words):
        if numbered[3]:
            return (8, 20, 32)[int(numbered[3]) - 1]
        return int(numbered[1] or numbered[2])
    if third := _TRIMESTER.search(words):
        return _of_trimester(third[1])
    if month := _ORDINAL_MONTH.search(words):
        return round(((_ORDINALS.get(month[1] or "") or int(month[2] or month[3] or 0)) - 0.5) * 4.345)
    told = [weeks for weeks, unit, _ in amounts(words) if unit in "wm"]
    if told and _DUE.search(words):
        return max(round(_TERM_WEEKS - told[0]), 1)
    return round(told[0]) if told else None


def _of_trimester(word: str) -> int:
    if re.match(r"1|first|erst|prim|premier", word):
        return 8
    return 20 if re.match(r"2|second|zweit|segund|deux", word) else 32


def _pregnant(words: str, findings: Findings) -> None:
    weeks = _weeks(words)
    if weeks is not None and not 1 <= weeks <= _LAST_WEEK:
        weeks = None
    findings.pregnancy_weeks = weeks
    findings.complaints.add(Complaint(BodyPart.BODY, Condition.PREGNANCY))
    if weeks is None or weeks >= LATE_WEEKS:
        findings.complaints.add(Complaint(BodyPart.BODY, Condition.LATE_PREGNANCY))
        findings.traits.add("impact")
    findings.caution(
        "Pregnancy: ask your midwife or obstetrician once whether you may train, stay able to talk while you "
        "train, and stop and call them for bleeding, fluid, regular pains, dizziness or a swollen calf."
    )
    if weeks is None:
        findings.caution("Planned as from week 14: write the week of pregnancy if it is earlier.")


def _postpartum(words: str, findings: Findings) -> None:
    told = [weeks for weeks, _, _ in amounts(words)]
    weeks = round(told[0]) if told else None
    if weeks is not None and weeks > _YEAR:
        return
    findings.postpartum_weeks = weeks
    if weeks is None or weeks <= _PELVIC_FLOOR_WEEKS:
        findings.complaints.add(Complaint(BodyPart.PELVIS, Condition.PELVIC_FLOOR))
    if weeks is None or weeks < _NO_IMPACT_WEEKS:
        findings.traits.add("impact")
    if weeks is not None and weeks < _BODY_WEIGHT_WEEKS:
        findings.gear_only = set()
    findings.caution(
        "After a birth: have a doctor, midwife or pelvic physiotherapist agree before you lift; go a stage "
        "back for leaking, heaviness, bleeding or a doming belly."
    )
