"""What accounts keep, and are refused, in the tests of the budget."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import details
from tests.database.athlete import Athlete, Connection, one_set

COUNTED = (
    *("bytes", "rows", "workouts", "sets", "plan_lines", "messages"),
    *(
        f"{kind}_{unit}"
        for kind in ("training", "plans", "exercises", "body", "coach", "history")
        for unit in ("bytes", "rows")
    ),
)
Numbers = dict[str, int]
DECIDE = """
    insert into public.user_consents (purpose, granted, version) values ('ai', %s, %s)
    on conflict (user_id, purpose) do update set granted = excluded.granted, version = excluded.version
"""
LONG = "easy " * 900


def kept(person: Athlete) -> Numbers:
    """What is counted."""
    return numbers(person, "private.account_use")


def truth(person: Athlete) -> Numbers:
    """What there is, from all rows."""
    return numbers(person, f"private.measure_account('{person.id}')")


def numbers(person: Athlete, source: str) -> Numbers:
    query = f"select {', '.join(COUNTED)} from {source} as u where u.user_id = %s"
    row = person.sql.execute(query.encode(), [person.id]).fetchone()
    assert row, "never counted"
    return dict(zip(COUNTED, row, strict=True))


@contextmanager
def budget(sql: Connection, **most: int) -> Iterator[None]:
    """Another budget for the free tier, for as long as it is needed."""
    row = sql.execute("select to_jsonb(b) from private.budgets as b where b.tier = 'free'").fetchone()
    assert row
    change = f"update private.budgets set {', '.join(f'{name} = %s' for name in most)} where tier = 'free'"
    sql.execute(change.encode(), list(most.values()))
    try:
        yield
    finally:
        sql.execute(change.encode(), [row[0][name] for name in most])


def refusal(act: Callable[[], Any]) -> dict[str, Any]:
    """The details of the PT422 that this answers."""
    with pytest.raises(psycopg.Error) as error:
        act()
    assert error.value.sqlstate == "PT422", error.value
    return details(error.value)


def say(person: Athlete, content: str) -> None:
    message = json.dumps({"id": str(uuid.uuid4()), "content": content})
    person.value("select private.store_user_message(%s, %s, now())", person.id, message)


def duplicate(person: Athlete, plan: str) -> str:
    return str(person.value("select private.duplicate_plan(%s, %s, null, now())", person.id, plan))


def usage(person: Athlete) -> dict[str, Any]:
    answer: dict[str, Any] = person.value("select private.usage(%s, now())", person.id)
    return answer


def many_sets(count: int, notes: str = "") -> list[dict[str, Any]]:
    return [one_set(notes=notes or None) for _ in range(count)]


def assert_true(person: Athlete) -> None:
    """Rows exactly, bytes within 3 %."""
    counted, real = kept(person), truth(person)
    assert counted["bytes"] == pytest.approx(real["bytes"], rel=0.03)
    exact = [name for name in COUNTED if not name.endswith("bytes")]
    assert {name: counted[name] for name in exact} == {name: real[name] for name in exact}


def decide(athlete: Athlete, version: str, *, granted: bool) -> None:
    """Consent to AI, or refuse."""
    athlete.write(DECIDE, granted, version)
