"""Only a provider's event or support makes a user premium; no key of the API can."""

import uuid
from typing import Any

import pytest

from tests.access.callers import Caller
from tests.access.world import World
from tests.support import Connection


@pytest.fixture
def free(builder: World, shared_sql: Connection) -> World:
    """A person whose subscription has been over for a year."""
    shared_sql.execute(
        "update public.subscriptions set access_until = '2025-01-01' where user_id = %s", [builder.caller.id]
    )
    return builder


def gift(user: str) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "user_id": user,
        "provider": "manual",
        "status": "active",
        "is_trial": False,
        "renews": False,
        "provider_subscription_id": user,
    }


WRITES: dict[str, Any] = {
    "the profile": lambda caller, me: caller.change(
        "profiles", {"subscription_status": "active"}, id=f"eq.{me}"
    ),
    "a new subscription": lambda caller, me: caller.add("subscriptions", gift(me)),
    "an upsert": lambda caller, me: caller.put(
        "subscriptions", gift(me), "provider,provider_subscription_id"
    ),
    "a later end": lambda caller, me: caller.change(
        "subscriptions", {"access_until": None}, user_id=f"eq.{me}"
    ),
    "another's": lambda caller, me: caller.change("subscriptions", {"user_id": me}, status="eq.active"),
}


@pytest.mark.attack("role-6")
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("who", ["the user", "the service"])
def test_plain_writes_give_no_premium(free: World, secret: Caller, write: Any, who: str) -> None:
    answer = write(free.caller if who == "the user" else secret, free.caller.id)
    assert (answer.status_code, answer.json()["code"]) == (403, "42501"), answer.text
    refused = free.caller.rpc("advanced_stats")
    assert (refused.status_code, refused.json()["code"]) == (402, "PT402"), refused.text


def test_the_way_of_support_does(free: World, secret: Caller) -> None:
    secret.done("grant_access", p_user_id=free.caller.id, p_until=None, p_reason="A prize")
    assert free.caller.rpc("advanced_stats").status_code == 200
    [profile] = free.caller.see("profiles", select="subscription_status").json()
    assert profile == {"subscription_status": "active"}
