"""Signing up works whatever the app says of the person, and gives nothing but an account."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.services import Address
from tests.access.callers import Caller, sign_up
from tests.access.world import World
from tests.support import Connection

HOSTILE: dict[str, dict[str, Any]] = {
    "a name of 100,000 letters": {"full_name": "A" * 100_000},
    "a name of spaces": {"full_name": "   "},
    "a name that is no text": {"full_name": {"first": ["Ada", 1, None, True]}},
    "a name that is a number": {"full_name": 1e300},
    "control characters": {"full_name": "\x01\x1f\u202e\u200b"},
    "a zone that is none": {"timezone": "Mars/Olympus_Mons"},
    "a zone that is no text": {"timezone": {"a": 1}},
    "a zone that is a path": {"timezone": "../../etc/passwd"},
    "a POSIX zone": {"timezone": "Foo/Bar5"},
    "SQL": {"full_name": "'); drop table public.profiles; --", "timezone": "'; select pg_sleep(9); --"},
    "columns of the profile": {
        "id": str(uuid.uuid4()),
        "username": "root",
        "level": 99,
        "sex": "x",
        "height_cm": -1,
    },
    "deep nesting": {"full_name": json.loads("[" * 40 + "]" * 40)},
    "a million letters elsewhere": {"story": "x" * 1_000_000},
}


def profile(sql: Connection, caller: Caller) -> dict[str, Any] | None:
    row = sql.execute("select to_jsonb(p) from public.profiles as p where p.id = %s", [caller.id]).fetchone()
    return dict(row[0]) if row else None


@pytest.mark.parametrize("metadata", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_metadata_stops_a_sign_up(stack: Address, sql: Connection, metadata: dict[str, Any]) -> None:
    """A trigger on sign-up that fails would make the sign-up fail."""
    made = profile(sql, sign_up(stack, metadata))
    assert made
    assert (made["timezone"], made["username"], made["level"]) == ("UTC", None, 1)


@pytest.mark.attack("role-1")
def test_metadata_gives_no_role_no_premium_and_no_points(stack: Address, sql: Connection) -> None:
    caller = sign_up(
        stack,
        {
            "role": "admin",
            "app_role": "admin",
            "roles": ["admin"],
            "subscription_status": "active",
            "is_premium": True,
            "experience_points": 100_000,
            "onboarding_complete": True,
            "affinity_score": 99,
        },
    )
    made = profile(sql, caller)
    assert made
    assert made["subscription_status"] == "free"
    assert (made["experience_points"], made["level"], made["affinity_score"]) == (0, 1, 0)
    assert made["onboarding_complete"] is False
    assert caller.see("user_roles").json() == []
    assert caller.add("user_roles", {"user_id": caller.id, "role": "admin"}).status_code == 403


def test_a_name_and_a_zone_that_are_good_are_taken(stack: Address, sql: Connection) -> None:
    made = profile(sql, sign_up(stack, {"full_name": " Ada Lovelace ", "timezone": "Europe/Berlin"}))
    assert made
    assert (made["full_name"], made["timezone"]) == ("Ada Lovelace", "Europe/Berlin")


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800"], ids=["NUL", "half a character"])
def test_a_text_that_no_database_can_hold_is_refused_and_leaves_nothing(
    stack: Address, sql: Connection, text: str
) -> None:
    email = f"{uuid.uuid4()}@example.com"
    body = f'{{"email": "{email}", "password": "correct horse battery", "data": {{"full_name": "A{text}"}}}}'
    headers = {"apikey": stack.publishable_key, "content-type": "application/json"}
    answer = httpx.post(f"{stack.url}/auth/v1/signup", headers=headers, content=body, timeout=30)
    assert answer.status_code == 400, answer.text
    assert sql.execute("select 1 from auth.users where email = %s", [email]).fetchone() is None


def test_two_people_may_bring_the_same_username_along(stack: Address, owner: World) -> None:
    taken = owner.row("profiles")["username"]
    second = sign_up(stack, {"username": taken, "full_name": taken})
    answer = second.rpc(
        "complete_onboarding",
        p_profile={"username": taken.upper()},
        p_goal={"goal_type": "maintain"},
        p_equipment=[],
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "PT409")


@pytest.fixture
def broken_profiles(sql: Connection) -> Iterator[None]:
    """As if a migration of ours had broken the table: no profile of Bobby's can be written on sign-up."""
    sql.execute(
        "alter table public.profiles "
        "add constraint broken check (full_name is distinct from 'Bobby') not valid"
    )
    yield
    sql.execute("alter table public.profiles drop constraint if exists broken")


@pytest.mark.usefixtures("broken_profiles")
def test_a_failure_of_ours_stops_no_sign_up_and_onboarding_mends_it(stack: Address, sql: Connection) -> None:
    """A trigger on sign-up that fails would make the sign-up fail."""
    bobby = sign_up(stack, {"full_name": "Bobby"})
    assert profile(sql, bobby) is None
    bobby.done(
        "complete_onboarding",
        p_profile={"full_name": "Robert"},
        p_goal={"goal_type": "maintain"},
        p_equipment=[],
    )
    made = profile(sql, bobby)
    assert made
    assert (made["full_name"], made["onboarding_complete"]) == ("Robert", True)
