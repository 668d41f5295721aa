"""An RPC is premium if its comment says so, and only then: body and answers are compared with the comment."""

import re
from typing import Any

import psycopg
import pytest

from local.services import Address
from tests.access.catalogue import premium_rpcs, users_functions
from tests.access.rpc_cases import UNCONFIRMED, WITHOUT_IDS
from tests.access.test_rpcs import CALLS, arguments_of
from tests.access.world import World, live


@pytest.fixture(scope="module")
def free(stack: Address, shared_sql: psycopg.Connection[Any]) -> World:
    """A user without any subscription."""
    world = live(stack, shared_sql)
    shared_sql.execute("delete from public.subscriptions where user_id = %s", [world.caller.id])
    return world


def test_a_premium_rpc_requires_it_right_after_the_caller(sql: psycopg.Connection[Any]) -> None:
    begins = {
        name: re.findall(r"\bprivate\.(\w+)\s*\(", body)[:2]
        for name, body in users_functions(sql, "private").items()
        if re.search(r"\bprivate\.(require|is)_premium\s*\(", body)
    }
    declared = premium_rpcs(sql)
    assert declared
    assert begins == {name: ["require_caller", "require_premium"] for name in declared}


def test_without_premium_exactly_the_premium_rpcs_answer_402(
    free: World, sql: psycopg.Connection[Any]
) -> None:
    answers = {
        rpc: free.caller.rpc(rpc, **arguments_of(rpc, free)) for rpc in (*CALLS, *WITHOUT_IDS, *UNCONFIRMED)
    }
    refused = [rpc for rpc, answer in answers.items() if answer.status_code == 402]
    assert sorted(refused) == premium_rpcs(sql)
    assert {answers[rpc].json()["code"] for rpc in refused} == {"PT402"}
