"""One grammar of target_reps: the database's, the planner's and the coach's agree about any text."""

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from functions.coach_chat.tools.fields import Reps
from functions.import_plan.reading.amounts import AMOUNT, amount_of
from shared.planner.reps import AMRAP_REPS, RepTarget, Unit, is_reps, parse_reps
from tests.database.athlete import Connection

PROGRESSION = Path(__file__).parents[3] / "docs" / "progression.md"
UNITS: dict[str, Unit] = {"s": "seconds", "m": "metres"}
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Around each limit: the digits of a count, of seconds and metres, the length of a list, and how a range runs.
_NUMBERS = st.sampled_from(
    [0, 1, 5, 9, 10, 12, 99, 100, 999, 1000, 9999, 99_999, 100_000, 999_999, 1_000_000]
)
_COUNTS = st.integers(1, 999).map(str)
_WRITTEN = (
    _COUNTS
    | st.tuples(_COUNTS, _COUNTS).map("-".join)
    | st.tuples(st.lists(_COUNTS, min_size=1, max_size=22).map(",".join), st.sampled_from(["", "+"])).map(
        "".join
    )
    | st.just("AMRAP")
    | st.tuples(_NUMBERS.map(str), st.sampled_from(["", "s", "m"])).map("".join)
)
# A character that belongs there, or one that looks as if it did: other digits, dashes and ends of a line.
_CHARACTERS = st.sampled_from([*"0159-,+sm AMRaxS.\n\r\t", "\u2013", "\u0665", "\uff15", "\u00b2", "\u00a0"])


@st.composite
def _near_misses(draw: st.DrawFn) -> str:
    """What somebody may have meant: a character more, fewer or other."""
    text = draw(_WRITTEN)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.just("") | _CHARACTERS) + text[place + draw(st.integers(0, 1)) :]
    return text


# What two notations come to when they are run together, such as 8-12+.
_GLUED = st.tuples(_WRITTEN, st.sampled_from(["", "+", "s", "m", ",", "-"]), st.just("") | _WRITTEN).map(
    "".join
)
_TEXTS = _WRITTEN | _near_misses() | _GLUED | st.text(_CHARACTERS, max_size=8)
_COACH: TypeAdapter[str] = TypeAdapter(Reps)


def _in_database(sql: Connection, text: str) -> RepTarget | None:
    """What the database reads: the least and the most of the sets that a target tells apart."""
    row = sql.execute(
        """
        select
            private.is_target_reps(t.reps),
            case when private.is_target_reps(t.reps) then (
                select array[min(a.amount), coalesce(private.target_ceiling(t.reps), max(a.amount))]
                from generate_series(1, 25) as s (place)
                cross join lateral private.target_amount(t.reps, s.place) as a (amount)
            ) end
        from (select %s::text as reps) as t
        """,
        [text],
    ).fetchone()
    assert row
    is_target, bounds = row
    if not is_target:
        return None
    least, most = bounds
    return RepTarget(least, most, UNITS.get(text[-1], "reps"))


def _in_planner(text: str) -> RepTarget | None:
    return parse_reps(text) if is_reps(text) else None


@MANY
@given(text=_TEXTS)
@example("8-12")
@example("12-8")
@example("8-12+")
@example("5\n")
@example("AMRAP")
@example(",".join(["5"] * 20) + "+")
@example(",".join(["5"] * 21))
def test_database_and_planner_read_the_same(sql: Connection, text: str) -> None:
    planned = _in_planner(text)
    if text == "AMRAP":
        # As many as possible: only where time is estimated is that a number.
        assert planned == RepTarget(1, AMRAP_REPS)
        planned = RepTarget(1, 1)
    assert _in_database(sql, text) == planned


@MANY
@given(text=_TEXTS)
def test_what_the_coach_may_write_is_a_target(text: str) -> None:
    try:
        _COACH.validate_python(text)
    except ValidationError:
        return
    assert is_reps(text)


@pytest.mark.parametrize(
    "text", ["5", "99", "8-12", "5,5,5+", ",".join(["9"] * 10), "AMRAP", "9999s", "99999m"]
)
def test_the_coach_may_write_each_notation(text: str) -> None:
    assert _COACH.validate_python(text) == text


@pytest.mark.parametrize("text", ["100", "12-8", ",".join(["9"] * 11), "10000s", "100000m", "5\n"])
def test_the_coach_keeps_within_sense(text: str) -> None:
    with pytest.raises(ValidationError):
        _COACH.validate_python(text)


@MANY
@example("10,100-100 m")
@given(
    text=st.tuples(_TEXTS, st.sampled_from(["", " s", " min", " m", " km", " reps", ":30", "/5"])).map(
        "".join
    )
)
def test_what_an_import_reads_is_a_target(text: str) -> None:
    match = re.fullmatch(AMOUNT, text)
    amount = amount_of(match) if match else None
    assert amount is None or is_reps(amount.target)


def test_the_documentation_shows_targets(sql: Connection) -> None:
    [table] = re.findall(r"### target_reps\n\n(.*?)\n\n", PROGRESSION.read_text(encoding="utf-8"), re.DOTALL)
    written = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    read = [_in_database(sql, text) for text in written]
    assert {target.unit for target in read if target} == set(get_args(Unit))
    assert None not in read
