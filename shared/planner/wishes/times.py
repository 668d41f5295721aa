"""How long ago, how far along, how many minutes: numbers with units, in six languages."""

import re

_NUMBERS = {
    word: number
    for number, words in {
        1: "a an one ein eine einem einen einer un una uno une um uma",
        2: "two zwei dos deux dois duas due couple",
        3: "three drei tres trois tre few paar",
        4: "four vier cuatro quatre quatro quattro",
        5: "five funf cinco cinq cinque",
        6: "six sechs seis sei",
        7: "seven sieben siete sept sete sette",
        8: "eight acht ocho huit oito otto",
        9: "nine neun nueve neuf nove",
        10: "ten zehn diez dix dez dieci",
        12: "twelve zwolf doce douze doze dodici",
        20: "twenty zwanzig veinte vingt vinte venti",
    }.items()
    for word in words.split()
}
_UNITS = (
    (r"days?|tage?n?|dias?|jours?|giorn[oi]", 1 / 7),
    (r"weeks?|wks?|wochen?|semanas?|semaines?|schwangerschaftswochen?|settiman[ae]|sem|ssw|w", 1.0),
    (r"months?|monate?n?|mes(?:es)?|mois|mesi|mese", 4.345),
    (r"years?|yrs?|jahre?n?|anos?|ans?|annees?|ann[io]", 52.18),
)
_MONTHS = 2
_NUMBER = r"(?:\d{1,2}(?:\.\d)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_AMOUNT = re.compile(
    rf"\b(?P<number>{_NUMBER})(?P<ordinal>\.|th|st|nd|rd|eme|[ao])? ?(?:of |more |de )?(?:"
    + "|".join(rf"(?P<u{n}>{unit})" for n, (unit, _) in enumerate(_UNITS))
    + r")\b"
)
_PAST_WORDS = re.compile(
    r"\bago\b|\bvor\b|\bhace\b|\bil y a\b|\bha\b|\batras\b|\bfa\b|\bpost ?op\b|\bearlier\b"
    r"|\bback in\b|\bout from\b|\b(?:weeks?|months?|days?|years?) (?:after|post|out|since)\b"
    r"|\bseit\b|\bnach\b|\bdesde\b|\bdepuis\b|\bdopo\b|\bapos\b|\bdespues\b|\bapres\b"
)
_SOON = (
    (re.compile(r"\b(?:yesterday|gestern|ayer|hier|ontem|ieri|today|heute|hoy)\b"), 0.2),
    (
        re.compile(
            r"\b(?:last|past|this) week\b|\bletzte\w? woche\b|\b(?:la )?semana pasada\b"
            r"|\bsemaine derniere\b|\bsemana passada\b|\bsettimana scorsa\b"
        ),
        1.0,
    ),
    (
        re.compile(
            r"\b(?:last|past|this) month\b|\bletzte\w? monat\b|\bmes pasado\b|\bmois dernier\b"
            r"|\bmes passado\b|\bmese scorso\b"
        ),
        4.3,
    ),
    (
        re.compile(
            r"\brecent(?:ly)?\b|\bjust (?:had|got)\b|\bfresh\w*\b|\bnew\b|\bkurzlich\b|\bneulich\b"
            r"|\bfrisch\w*\b|\bgerade\b|\breciente\w*\b|\brecien\b|\brecemment\b|\brecente\w*\b"
            r"|\bappena\b|\bacabo de\b|\bacabei de\b|\bviens de\b|\bstill recovering\b"
            r"|\brecovering from\b"
        ),
        4.0,
    ),
)
_LONG_AGO = re.compile(
    r"\b(?:years|jahren|anos|annees|ans|anni) (?:ago|atras|fa)\b|\bvor (?:vielen |einigen "
    r"|mehreren )?jahren\b|\bhace (?:muchos |varios |unos )?anos\b|\bil y a (?:des |quelques "
    r"|plusieurs )?(?:annees|ans)\b|\bha (?:muitos |varios )?anos\b|\b(?:molti "
    r"|tanti )?anni fa\b"
    r"|\b(?:a )?(?:long|many years|decades?|ages) ago\b|\blast year\b|\bletztes jahr\b"
    r"|\b(?:el )?ano pasado\b|\b(?:l )?annee derniere\b|\bano passado\b|\banno scorso\b"
    r"|\bas a (?:kid|child|teenager|teen)\b|\bin my (?:teens|youth|childhood|twenties)\b"
    r"|\bals kind\b|\bde (?:nino|pequeno|joven)\b|\benfant\b|\bda (?:bambino|piccolo)\b"
    r"|\bem crianca\b|\bwhen i was (?:young\w*|a (?:kid|child|teenager)|\d\d)\b"
    r"|\bin der (?:jugend|kindheit)\b"
)
_YEAR = re.compile(r"\b(?:in|from|of|since|anno|en|im jahr|von|em|del?|nel|dal)? ?((?:19[4-9]|20[0-4])\d)\b")
_MINUTES = re.compile(
    r"\b(\d{2,3}) ?(?:min|mins|minutes?|minuten|minutos?|minuti|minuto)\b|\b(half an hour"
    r"|halbe stunde|media hora|demi heure|meia hora|mezz ora|mezzora|30min)\b"
)
_HOUR = re.compile(r"\b(?:an|one|1|eine|una|une|uma|un) ?(?:hour|stunde|hora|heure|ora|h)\b")
LONG_AGO_WEEKS = 52.0


def amounts(words: str) -> list[tuple[float, str, float]]:
    """Return the amounts of time in weeks, each with its unit (d, w, m, y) and its bare number."""
    found = []
    for match in _AMOUNT.finditer(words):
        number = float(_NUMBERS.get(match["number"], 0) or match["number"])
        unit = next(n for n in range(len(_UNITS)) if match[f"u{n}"])
        bare = match[f"u{unit}"] == "monat" and number > 1
        if unit == _MONTHS and (match["ordinal"] or bare):
            # "Im 7. Monat": within the seventh month six are over.
            weeks = (number - 0.5) * _UNITS[unit][1]
        else:
            weeks = number * _UNITS[unit][1]
        found.append((weeks, "dwmy"[unit], number))
    return found


def weeks_ago(words: str, this_year: int | None) -> float | None:
    """Return how many weeks ago something was; None if the words don't say."""
    if _PAST_WORDS.search(words) and (told := amounts(words)):
        return told[0][0]
    if _LONG_AGO.search(words):
        return LONG_AGO_WEEKS
    if year := _YEAR.search(words):
        # In the year before, it may have been weeks ago.
        return LONG_AGO_WEEKS if this_year is None or int(year[1]) < this_year - 1 else None
    return next((weeks for pattern, weeks in _SOON if pattern.search(words)), None)


def minutes(words: str) -> int | None:
    """Return the minutes a note speaks of."""
    if found := _MINUTES.search(words):
        return int(found[1]) if found[1] else 30
    return 60 if _HOUR.search(words) else None
