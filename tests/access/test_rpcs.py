"""Every RPC called by another user, anonymously and by the service."""

import json
import uuid
from typing import Any

import psycopg
import pytest

from tests.access.callers import Caller
from tests.access.id_cases import CHOOSES, REFERS, Case
from tests.access.rpc_cases import COMPUTED_COLUMNS, SERVICE_ONLY, UNCONFIRMED, WITHOUT_IDS
from tests.access.world import World

CALLS = {case.rpc: case for case in REFERS}


def arguments_of(rpc: str, world: World) -> dict[str, Any]:
    """A call of this RPC that would succeed for this person."""
    if rpc in CALLS:
        return CALLS[rpc].arguments(world, CALLS[rpc].whose(world))
    without = WITHOUT_IDS | UNCONFIRMED
    return without[rpc] if rpc in without else SERVICE_ONLY[rpc](world)


@pytest.mark.quick
def test_every_rpc_has_an_expectation(shared_sql: psycopg.Connection[Any]) -> None:
    functions = shared_sql.execute(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace order by 1"
    ).fetchall()
    declared = set(CALLS) | set(WITHOUT_IDS) | set(UNCONFIRMED) | set(SERVICE_ONLY) | COMPUTED_COLUMNS
    assert {name for (name,) in functions} == declared


def test_every_uuid_argument_is_tried(owner: World, shared_sql: psycopg.Connection[Any]) -> None:
    arguments = shared_sql.execute(
        """
        select p.proname, a.name from pg_proc as p
        cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) as a (name, type)
        where p.pronamespace = 'public'::regnamespace and a.type in ('uuid'::regtype, 'uuid[]'::regtype)
        """
    ).fetchall()
    tried = {(case.rpc, name) for case in REFERS + CHOOSES for name in case.arguments(owner, "")}
    # Where the last batch ended is a place among all users, whether or not anybody is there. A request is
    # looked up together with its user: test_nobody_ends_anothers_request. An event says itself whose it is.
    elsewhere = {(rpc, "p_user_id") for rpc in SERVICE_ONLY} | {
        ("settle_streaks", "p_after"),
        ("finish_ai_request", "p_request_id"),
        ("process_billing_event", "p_id"),
        # Of equipment, which is everybody's.
        ("search_exercises", "p_equipment"),
    }
    assert {(rpc, name) for rpc, name in arguments} - tried - elsewhere == set()


@pytest.mark.attack("same-5")
@pytest.mark.parametrize("case", REFERS, ids=str)
def test_anothers_id_and_an_unknown_id_are_the_same(owner: World, stranger: World, case: Case) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    foreign = stranger.caller.rpc(case.rpc, **case.arguments(stranger, case.whose(owner)))
    unknown = stranger.caller.rpc(case.rpc, **case.arguments(stranger, str(uuid.uuid4())))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "PT404"), foreign.text
    assert (foreign.status_code, foreign.text) == (unknown.status_code, unknown.text)
    assert json.loads(foreign.json()["details"])["field"] == case.field
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-14")
@pytest.mark.parametrize("case", CHOOSES, ids=str)
def test_anothers_id_cant_be_chosen_for_something_new(owner: World, stranger: World, case: Case) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    answer = stranger.caller.rpc(case.rpc, **case.arguments(stranger, case.whose(owner)))
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404"), answer.text
    assert owner.caller.id not in answer.text
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("read-8")
@pytest.mark.parametrize("rpc", WITHOUT_IDS)
def test_what_takes_no_id_answers_with_nothing_of_others(owner: World, stranger: World, rpc: str) -> None:
    before = owner.snapshot()
    answer = stranger.caller.rpc(rpc, **WITHOUT_IDS[rpc])
    assert answer.status_code == 200, answer.text
    for table in ("profiles", "workout_plans", "exercises"):
        assert owner.row(table)["id"] not in answer.text
    assert owner.snapshot() == before


@pytest.mark.attack("visitor-2")
@pytest.mark.parametrize("rpc", sorted({*CALLS, *WITHOUT_IDS, *UNCONFIRMED, *SERVICE_ONLY}))
def test_a_visitor_gets_401(owner: World, anonymous: Caller, rpc: str) -> None:
    before = owner.snapshot()
    answer = anonymous.rpc(rpc, **arguments_of(rpc, owner))
    assert (answer.status_code, answer.json()["code"]) == (401, "42501"), answer.text
    assert owner.snapshot() == before


@pytest.mark.attack("role-8")
@pytest.mark.parametrize("rpc", SERVICE_ONLY)
def test_what_the_service_does_a_user_cant(owner: World, rpc: str) -> None:
    """Not even for itself."""
    before = owner.snapshot()
    answer = owner.caller.rpc(rpc, **SERVICE_ONLY[rpc](owner))
    assert (answer.status_code, answer.json()["code"]) == (403, "42501"), answer.text
    assert owner.snapshot() == before


@pytest.mark.attack("role-9")
@pytest.mark.parametrize("rpc", sorted({*CALLS, *WITHOUT_IDS, *UNCONFIRMED}))
def test_what_users_do_the_service_cant(owner: World, secret: Caller, rpc: str) -> None:
    """A function with the secret key acts for a user by the user's own token."""
    answer = secret.rpc(rpc, **arguments_of(rpc, owner))
    assert (answer.status_code, answer.json()["code"]) == (403, "42501"), answer.text


@pytest.mark.parametrize("rpc", SERVICE_ONLY)
def test_the_service_acts_for_the_user_it_names(owner: World, secret: Caller, rpc: str) -> None:
    answer = secret.rpc(rpc, **SERVICE_ONLY[rpc](owner))
    assert answer.status_code == 200, answer.text
