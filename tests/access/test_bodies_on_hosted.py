"""What a hosted project doesn't let a function do, read from the bodies of all of ours."""

import re

import pytest

from tests.access.catalogue import offenders
from tests.support import Connection

pytestmark = pytest.mark.quick

# PostgREST repeats a transaction that ends with one of these, some versions for ever.
REPEATED = ("40001", "40P01", "serialization_failure", "deadlock_detected")
# Also before "from" and in "on conflict do update", which need none.
_WRITES = re.compile(r"\b(delete from [\w.]+|update [\w.]+(?: as \w+)?\s+set)\b([^;]*);")
BODIES = """
    select p.proname || ': ' || coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) from pg_proc as p
    where p.pronamespace::regnamespace::text in ('public', 'private', 'gateway')
"""


def test_no_error_makes_postgrest_repeat_the_request(shared_sql: Connection) -> None:
    assert [body for body in offenders(shared_sql, BODIES) if any(code in body for code in REPEATED)] == []


def test_every_update_and_delete_has_a_where(shared_sql: Connection) -> None:
    """`safeupdate`, which PostgREST's connections load, refuses it otherwise: 21000, in functions too."""
    writes = [
        match
        for body in offenders(shared_sql, BODIES)
        for match in _WRITES.finditer(re.sub(r"--[^\n]*", "", body).lower())
    ]
    assert len(writes) > 50
    assert [match[0] for match in writes if not re.search(r"\bwhere\b", match[2])] == []
