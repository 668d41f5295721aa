"""Patterns of body parts, by the name under which other patterns use them."""

import re
from collections.abc import Sequence

PARTS = {
    "body": r"(?:<joint>|<muscle>)",
    "side": r"(?:left |right |lower |upper |whole |linke[ns]? |rechte[rns]? |untere[rn]? |obere[rn]? )?",
    "joint": (
        r"(?:knees?|back|spine|shoulders?|elbows?|wrists?|hips?|ankles?|necks?|foot|feet|heels?"
        r"|shins?|toes?|fingers?|thumb|hands?|ribs?|jaw|head|groin|joints?|achilles|rotator cuff|acl"
        r"|mcl|meniscus|tendons?|ligaments?)"
    ),
    "muscle": (
        r"(?:legs?|quads?|glutes?|hamstrings?|calf|calves|abs|arms?|forearms?|biceps?|triceps|lats?"
        r"|traps?|pecs?|core|stomach|muscles?|delts?|thighs?)"
    ),
    "koerper": (
        r"(?:knie|rucken|schulter|schultern|ellenbogen|ellbogen|handgelenk|handgelenke|hufte|knochel"
        r"|sprunggelenk|nacken|hals|fuss|fusse|ferse|schienbein|finger|daumen|hand|rippen|kopf|leiste"
        r"|gelenke?|achillessehne|bein|beine|oberschenkel|wade|waden|arm|arme|bizeps|trizeps|bauch"
        r"|bandscheibe|meniskus|kreuzband|muskel)"
    ),
    "cuerpo": (
        r"(?:rodillas?|espalda|hombros?|codos?|munecas?|cadera|tobillos?|cuello|pies?|talon|espinilla"
        r"|dedos?|manos?|costillas?|cabeza|ingle|articulacion(?:es)?|piernas?|muslos?|gemelos?"
        r"|brazos?|biceps|triceps|lumbares?|isquios?|isquiotibiales|musculo|ligamentos?|tendon)"
    ),
}
_NAME = re.compile(r"<([a-z]+)>")


def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """Return one pattern that matches any of `patterns` as whole words, with body parts filled in."""
    return re.compile("|".join(rf"\b(?:{_filled(pattern)})\b" for pattern in patterns))


def _filled(pattern: str) -> str:
    return _NAME.sub(lambda name: _filled(PARTS[name[1]]), pattern)
