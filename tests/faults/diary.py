"""Checks that what a user was told is stored."""

from dataclasses import dataclass, field
from typing import Any

from tests.database.athlete import Athlete, Document
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.support import Connection

Facts = dict[str, tuple[str, dict[str, tuple[str, int, float]]]]


@dataclass
class Diary:
    """Per session its status and sets (exercise, repetitions, load), as acknowledged; and check-in days.

    A session or set that is not in it was taken back, or never acknowledged.
    """

    user_id: str
    sessions: Facts = field(default_factory=dict)
    days: set[str] = field(default_factory=set)

    def logged(self, workout: Document) -> None:
        """A whole workout was acknowledged."""
        self.sessions[workout["id"]] = ("completed", {s["id"]: measured(s) for s in workout["sets"]})

    def moved(self, session: str, status: str) -> None:
        """A session is there, in this status."""
        sets = self.sessions[session][1] if session in self.sessions else {}
        self.sessions[session] = (status, sets)

    def gone(self, session: str) -> None:
        """A session was deleted."""
        del self.sessions[session]

    def audit(self, sql: Connection) -> None:
        """Assert that all of it is there once, nothing else is, and everything derived agrees with it."""
        athlete = Athlete(sql, self.user_id)
        assert stored(athlete) == self.sessions
        assert stored_days(athlete) == self.days
        assert_ledger_is_sound(athlete)
        wrong = differences(state(athlete), derived_anew(athlete))
        assert not wrong, wrong


def measured(one_set: Document) -> tuple[str, int, float]:
    """What was done in a set."""
    return one_set["exercise_id"], one_set["logged_reps"], float(one_set["logged_weight_kg"])


def stored(athlete: Athlete) -> Facts:
    """The sessions and sets that there are. A set stored twice would give an extra row."""
    rows = athlete.rows(
        """
        select w.id::text, w.status::text, s.id::text, s.exercise_id::text, s.logged_reps, s.logged_weight_kg
        from public.workout_sessions as w
        left join public.session_exercises as s on s.user_id = w.user_id and s.workout_session_id = w.id
        where w.user_id = %s
        """,
        athlete.id,
    )
    facts: Facts = {}
    for session, status, set_id, *done in rows:
        _, sets = facts.setdefault(session, (status, {}))
        if set_id:
            sets[set_id] = (done[0], done[1], float(done[2]))
    return facts


def stored_days(athlete: Athlete) -> set[str]:
    """The days with a check-in. The day is the key, so no day has two."""
    rows = athlete.rows("select day::text from public.check_ins where user_id = %s", athlete.id)
    return {row[0] for row in rows}


def astray_indexes(sql: Connection) -> list[str]:
    """Our B-tree indexes that find a different number of rows than a sequential scan."""
    indexes = sql.execute(
        """
        select i.indexrelid::regclass::text, i.indrelid::regclass::text,
            (select string_agg(format('%I', a.attname), ', ' order by k.n)
            from unnest(i.indkey) with ordinality as k (attnum, n)
            inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum)
        from pg_index as i
        inner join pg_class as c on c.oid = i.indexrelid
        inner join pg_am as m on m.oid = c.relam and m.amname = 'btree'
        inner join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('public', 'private', 'auth') and i.indpred is null and i.indexprs is null
            and i.indisvalid and pg_relation_size(i.indexrelid) > 8192
        """
    ).fetchall()
    return [
        name for name, table, columns in indexes if _by_index(sql, table, columns) != _by_table(sql, table)
    ]


def _by_table(sql: Connection, table: str) -> Any:
    with sql.transaction():
        sql.execute("set local enable_indexscan = off; set local enable_indexonlyscan = off")
        return sql.execute(f"select count(*) from {table}".encode()).fetchone()


def _by_index(sql: Connection, table: str, columns: str) -> Any:
    with sql.transaction():
        # What is left is to walk the index.
        sql.execute(
            "set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off"
        )
        # An offset keeps the planner from forgetting the order.
        query = f"select count(*) from (select 1 from {table} order by {columns} offset 0) as walked"
        return sql.execute(query.encode()).fetchone()
