"""What each word of a piece is said of: not, liked, or just said."""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from shared.planner.wishes.tokens import Kind, Token

_NEVER_MORE = re.compile(r"nicht mehr|ya no|no longer|any ?more|n\w* .*plus|ja nao|nao \w+ mais|non \w+ piu")
_CAUSE = re.compile(
    r"because|due|cos|bc|wegen|weil|denn|aufgrund|porque|por|debido|a caus|ya que|car|parce"
    r"|pois|perche|per via|causa|since|after|nach|following|tras|despues|apres|apos|dopo"
)
_FEWER = re.compile(r"\b(?:fewer|less|weniger|menos|moins|meno)\b")
_DISLIKE = re.compile(r"(?:like|love|appreciate|tolerate|agree with)$|^mag$")


class Said(Enum):
    """How something was said."""

    PLAINLY = auto()
    NOT = auto()
    LIKED = auto()


@dataclass(slots=True)
class Clause:
    """A piece with what is said of its tokens."""

    words: str
    tokens: list[Token]
    said: dict[int, Said] = field(default_factory=dict)

    def of(self, *kinds: Kind, said: Said | None = None) -> list[Token]:
        """Return the tokens of these kinds, said like this."""
        return [
            token
            for place, token in enumerate(self.tokens)
            if token.kind in kinds and (said is None or self.said.get(place, Said.PLAINLY) is said)
        ]

    def said_of(self, token: Token) -> Said:
        """Return how a token is said."""
        return self.said.get(self.tokens.index(token), Said.PLAINLY)

    def denies(self, *tokens: Token) -> bool:
        """Return whether one of these tokens is denied."""
        return any(self.said_of(token) is Said.NOT for token in tokens)

    def asserts(self, *kinds: Kind) -> list[Token]:
        """Return the tokens of these kinds that aren't denied."""
        return [token for token in self.of(*kinds) if not self.denies(token)]

    @property
    def movements(self) -> list[Token]:
        """The exercises it speaks of."""
        return [token for token in self.tokens if token.is_movement]

    def has(self, *kinds: Kind) -> bool:
        """Return whether it has a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_over(self) -> bool:
        """Whether it says that something is over."""
        return self.has(Kind.OVER) and not self.has(Kind.STILL)


def clause(words: str, found: list[Token], before: "Clause | None") -> Clause:
    """Return the piece with what is said of each token. A bare list goes on as the piece before it."""
    made = Clause(words, [_plain(token, place, found) for place, token in enumerate(found)])
    pending, bound = Said.PLAINLY, ""
    for place, token in enumerate(made.tokens):
        if subject := _subject(token):
            if bound and subject != bound:
                pending = Said.PLAINLY
            made.said[place], bound = pending, subject
        elif (then := _then(token, pending, is_bound=bool(bound))) is not None:
            if token.kind is Kind.BECAUSE and pending is Said.NOT and not bound:
                _deny_movements(made, place)
            pending, bound = then, ""
    _look_back(made)
    if before is not None:
        _go_on(made, before)
    return made


def _then(token: Token, pending: Said, *, is_bound: bool) -> Said | None:
    """Return how what follows this word is said; None if the word changes nothing."""
    if token.kind is Kind.NO:
        return Said.NOT
    if token.kind is Kind.CLEARED:
        return Said.PLAINLY
    if token.kind is Kind.LIKE and (pending is not Said.NOT or is_bound):
        return Said.LIKED
    if token.kind is Kind.BECAUSE and pending is Said.NOT and not is_bound:
        return Said.PLAINLY if _CAUSE.match(token.words) else None
    if token.kind in (Kind.BECAUSE, Kind.HAVE, Kind.ONLY) and is_bound:
        return Said.PLAINLY
    return None


def _deny_movements(made: Clause, before: int) -> None:
    """The no of "Ausfallschritte gehen nicht wegen meinem Knie" is said of what came before the cause."""
    for place, token in enumerate(made.tokens[:before]):
        if token.is_movement and made.said[place] is Said.PLAINLY:
            made.said[place] = Said.NOT


def _plain(token: Token, place: int, found: list[Token]) -> Token:
    """Return the token as what it is here: "doesn't like" of a knee is pain, of a person it is a no."""
    rest = found[place + 1 :]
    no_part = not any(other.kind in (Kind.PART, Kind.NAMED) for other in found)
    if token.kind is Kind.PAIN and no_part and _DISLIKE.search(token.words):
        return Token(Kind.NO, token.words, token.start, token.end)
    if token.kind is Kind.OVER and _NEVER_MORE.search(token.words):
        subjects = [_subject(other) for other in rest if _subject(other)]
        alone = not any(other.is_health for other in found)
        if (subjects and subjects[0] == "movement") or (alone and any(other.is_movement for other in found)):
            return Token(Kind.NO, token.words, token.start, token.end)
    return token


def _subject(token: Token) -> str:
    if token.is_movement:
        return "movement"
    if token.is_gear:
        return "gear"
    return "health" if token.is_health else ""


def _look_back(made: Clause) -> None:
    """A no or a liking after which nothing comes is said of what came before: "Kniebeugen bitte nicht"."""
    last = max((place for place, token in enumerate(made.tokens) if _subject(token)), default=-1)
    after = made.tokens[last + 1 :]
    if any(token.kind is Kind.NO for token in after):
        said = Said.NOT
    elif any(token.kind is Kind.LIKE for token in after):
        said = Said.LIKED
    else:
        return
    for subject in ("movement", "gear", "health"):
        places = [place for place, token in enumerate(made.tokens) if _subject(token) == subject]
        if places:
            for place in places:
                if made.said[place] is Said.PLAINLY:
                    made.said[place] = said
            return


def _go_on(made: Clause, before: Clause) -> None:
    """A piece that only lists goes on as the one before: "no squats, lunges or deadlifts"."""
    if _FEWER.search(made.words) or made.has(Kind.NO, Kind.LIKE, Kind.ONLY, Kind.OVER, Kind.PAIN, Kind.HAVE):
        return
    subjects = {_subject(token) for token in made.tokens} - {""}
    last = max((place for place, token in enumerate(before.tokens) if _subject(token)), default=-1)
    if last < 0 or subjects != {_subject(before.tokens[last])}:
        return
    if subjects == {"health"} and not (
        made.tokens and all(token.kind is Kind.PART for token in made.tokens if _subject(token))
    ):
        return
    for place in made.said:
        made.said[place] = before.said[last]
