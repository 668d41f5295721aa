"""Text made plain (lower case, no accents, no punctuation), and cut into sentences and pieces."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# A dot after a number ends no sentence where a unit follows: "im 7. Monat".
_SENTENCE = re.compile(
    r"[!?;\n•]+|(?<=[^\W\d])\.+(?=\s|$)|(?<=\d)\.+(?=\s*$|\s+(?!monat|woche|ssw|schwanger|trimest)\w)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?<!\d),|,(?!\d)|[()\[\]]|:(?!\d)(?!\s*(?:no|nein|never|nie|nunca|non|nao|não|jamais"
    r"|mai)\b)|\s[-/]\s|[\u2013\u2014]|\+|&"
)
_BUT = re.compile(
    r"\b(?:but|however|though|although|aber|jedoch|obwohl|pero|aunque|sino|porem|pero|tuttavia"
    r"|cependant|sinon)\b"
)
_ANYTHING_BUT = re.compile(
    r"\b(?:anything|everything|all|alles|todo|tout|tudo|tutto) (?:but|except|ausser|menos|sauf"
    r"|exceto|tranne)\b"
)
_OTHERWISE = re.compile(
    r"\b(?:otherwise|apart from that|other than that|sonst|ansonsten|por lo demas|a part ca"
    r"|de resto|per il resto) (?:i m |i am |am |is |ist |alles |all |estoy |je suis |vais "
    r"|estou |sto |va )*\w+"
)
_NOTHING_BUT = re.compile(r"\bnothing but\b")
# "mais", "mas" and "ma" are a but in one language and something else in another.
_FRENCH = re.compile(r"\b(?:je|j|mon|mes|pas|les|des|du|au|aux|est|avec|sans|une|et)\b")
_PORTUGUESE = re.compile(r"\b(?:nao|meu|minha|dor|uma|um|com|sem|tenho|do|da|no|na|e|o|os)\b")
_ITALIAN = re.compile(r"\b(?:il|lo|gli|mio|mia|non|sono|ho|di|del|della|con|senza|mi)\b")
# German writes the part and its trouble in one word.
_COMPOUND = re.compile(
    r"\b(knie|schulter|rucken|nacken|hals|ellenbogen|ellbogen|handgelenks?|hand|huft|hufte"
    r"|fuss|sprunggelenks?"
    r"|knochel|leisten|waden|kreuz|lws|hws|steissbein|bauch|brust|becken|finger|fersen|arm"
    r"|bein|gelenks?|meniskus"
    r"|kreuzband|bandscheiben|achillessehnen|rotatorenmanschetten|oberschenkel|rippen|adduktoren)"
    r"(schmerz\w*|problem\w*|verletzung\w*|beschwerden|op|operation\w*|arthrose|prothese|ersatz|bruch|fraktur"
    r"|entzundung|zerrung|leiden|ausrenkung|luxation|instabilitat|naht|riss|ruptur|anriss"
    r"|reizung|impingement)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it was written, and its pieces made plain."""

    written: str
    pieces: tuple[str, ...]


def folded(text: str) -> str:
    """Return the words in lower case without accents, separated by single spaces."""
    text = text.lower().replace("ß", "ss").replace("œ", "oe")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9./%]|(?<!\d)[./]|[./](?!\d)", " ", plain).split())


def sentences(text: str) -> Iterator[Sentence]:
    """Cut the text into sentences of pieces."""
    text = text.replace("\u2019", "'").replace("ß", "ss")
    for written in _SENTENCE.split(text):
        pieces = tuple(piece for part in _PIECE.split(written) for piece in _pieces(folded(part)))
        if pieces:
            yield Sentence(written.strip(" .,-\u2013\u2014\t"), pieces)


def _pieces(words: str) -> Iterator[str]:
    words = _OTHERWISE.sub(" ", words)
    words = _NOTHING_BUT.sub("only", _ANYTHING_BUT.sub("no", _COMPOUND.sub(r"\1 \2", words)))
    for but, language in (("mais", _FRENCH), ("mas", _PORTUGUESE), ("ma", _ITALIAN)):
        if (
            but in words
            and language.search(words.replace(but, ""))
            and not (but == "ma" and _FRENCH.search(words))
        ):
            words = re.sub(rf"\b{but}\b", "but", words)
    for piece in _BUT.split(words):
        if piece.strip():
            yield piece.strip()
