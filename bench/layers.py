"""Figure 11: the cost of each layer, measured by removing it from a copy of the database."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import psycopg

from bench.calls import READS, Call
from bench.load import Inhabited
from bench.timing import Timing
from bench.turns import Side, reads, take, writes

_NO_POLICIES = """
select format('alter table %s disable row level security', c.oid::regclass)
from pg_class as c
where c.relkind = 'r' and c.relrowsecurity and c.relnamespace = 'public'::regnamespace
"""
_NO_TRIGGERS = """
select format('alter table %s disable trigger user', c.oid::regclass)
from pg_class as c
where c.oid in ('public.workout_sessions'::regclass, 'public.session_exercises'::regclass)
"""
# The same functions with an empty body.
_EMPTY = """
select
    format(
        'create or replace function %%s(%%s) returns %%s language plpgsql %%s as '
        '$empty$ begin return %%s; end $empty$',
        p.oid::regproc, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
        case p.provolatile when 's' then 'stable' when 'i' then 'immutable' else 'volatile' end,
        case p.prorettype when 'trigger'::regtype then 'new' when 'void'::regtype then '' else 'null' end
    )
from unnest(%s::text[]) as f (name)
inner join pg_proc as p on p.oid = f.name::regproc
"""


class Layer(NamedTuple):
    """A removable part: by statements that a query generates, or by emptying functions."""

    statements: str = ""
    functions: Sequence[str] = ()


POLICIES = "row level security"
# after_workouts_changed calls each of them, and also writes the sets of a new workout.
_ROLLUPS: Mapping[str, str] = {
    "records": "private.recompute_personal_records",
    "targets": "private.recompute_targets",
    "marks of sets": "private.marks_of",
    "weeks": "private.recompute_weeks",
    "XP": "private.recompute_workout_xp",
    "achievements": "private.advance_achievements",
}
LAYERS: Mapping[str, Layer] = {
    POLICIES: Layer(_NO_POLICIES),
    "all triggers of workouts and sets": Layer(_NO_TRIGGERS),
    "limits on writes and rows": Layer(
        functions=("gateway.check_request", "private.bound_rows", "private.limit_workouts")
    ),
    "live events": Layer(functions=("private.announce_workout", "private.announce_sets")),
    "all rollups": Layer(functions=("private.recompute_exercise_sessions", *_ROLLUPS.values())),
    **{name: Layer(functions=(function,)) for name, function in _ROLLUPS.items()},
    "the summary": Layer(functions=("private.workout_summary",)),
}


def measure(
    inhabited: Inhabited, runs: int, names: Sequence[str]
) -> dict[str, dict[Call, tuple[Timing, Timing]]]:
    """Time the hot calls in copies of the database: with everything, and without one of these layers.

    Reads are only timed without policies: the other layers don't affect them.
    """
    place = inhabited.place
    asked, written = reads(inhabited, READS, runs), writes(inhabited, runs)
    whole = place.copy("whole")
    copies = {layer: place.copy(f"without_{nth}") for nth, layer in enumerate(names)}
    for name, copy in copies.items():
        with psycopg.connect(copy.url()) as owner:
            take_away(owner, LAYERS[name])
    measured: dict[str, dict[Call, tuple[Timing, Timing]]] = {name: {} for name in names}
    if POLICIES in copies:
        ours, without = take([Side(whole, asked), Side(copies[POLICIES], asked)])
        measured[POLICIES] = {call: (ours[call], without[call]) for call in ours}
    everything, *others = take([Side(copy, written) for copy in (whole, *copies.values())])
    for name, without in zip(copies, others, strict=True):
        measured[name] |= {call: (everything[call], without[call]) for call in without}
    return measured


def take_away(owner: psycopg.Connection, layer: Layer) -> None:
    """Remove a layer. Raises UndefinedFunction if a function has moved."""
    query, parameters = (_EMPTY, [list(layer.functions)]) if layer.functions else (layer.statements, None)
    for (statement,) in owner.execute(query.encode(), parameters).fetchall():
        owner.execute(statement.encode())
