"""The functions through Supabase's own clients, as an app calls them: supabase-py both ways, supabase-js."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from supabase import create_async_client, create_client
from supabase_functions.errors import FunctionsHttpError

from local.services import Address
from tests.fakes.gemini.server import LocalGemini
from tests.functions.members import Member, NewMember
from tests.functions.served import every_function
from tests.functions.wise import FOR_THE_MODEL, wise
from tests.journeys import node
from tests.people import PASSWORD

_MODULE = Path(__file__).parent / "javascript" / "functions.test.mjs"

# (stack, member or None, function, what `invoke` is given) → what it returns.
Invoke = Callable[[Address, Member | None, str, dict[str, Any]], Any]


def credentials(member: Member) -> dict[str, str]:
    return {"email": member.person.email, "password": PASSWORD}


def plainly(stack: Address, member: Member | None, function: str, options: dict[str, Any]) -> Any:
    client = create_client(stack.url, stack.publishable_key)
    if member:
        client.auth.sign_in_with_password(credentials(member))  # type: ignore[arg-type]
    return client.functions.invoke(function, options)


def asynchronously(stack: Address, member: Member | None, function: str, options: dict[str, Any]) -> Any:
    async def invoked() -> Any:
        client = await create_async_client(stack.url, stack.publishable_key)
        if member:
            await client.auth.sign_in_with_password(credentials(member))  # type: ignore[arg-type]
        return await client.functions.invoke(function, options)

    return asyncio.run(invoked())


both_ways = pytest.mark.parametrize("invoke", [plainly, asynchronously])


def problem_of(caught: pytest.ExceptionInfo[FunctionsHttpError]) -> dict[str, Any]:
    """Our problem: supabase-py's error has the status, and the response as its cause."""
    cause = caught.value.__cause__
    assert isinstance(cause, httpx.HTTPStatusError)
    problem: dict[str, Any] = cause.response.json()
    assert (cause.response.headers["content-type"], problem["status"]) == (
        "application/problem+json",
        caught.value.status,
    )
    return problem


@every_function
@both_ways
def test_an_answer_comes_as_an_object(
    function: str, invoke: Invoke, stack: Address, member: Member, gemini: LocalGemini
) -> None:
    gemini.think(wise)
    options = {"body": FOR_THE_MODEL[function], "responseType": "json"}
    assert invoke(stack, member, function, options)["engine"] == "gemini"


@every_function
@both_ways
def test_the_same_key_gets_the_same_answer(
    function: str, invoke: Invoke, stack: Address, member: Member, gemini: LocalGemini
) -> None:
    gemini.think(wise)
    options = {"body": FOR_THE_MODEL[function], "headers": {"Idempotency-Key": str(uuid4())}}
    first = invoke(stack, member, function, options)
    asked = len(gemini.requests)
    # Without a type it is what was sent, byte by byte.
    assert json.loads(invoke(stack, member, function, options)) == json.loads(first)
    assert len(gemini.requests) == asked


@every_function
@both_ways
def test_who_has_no_premium_is_told(
    function: str, invoke: Invoke, stack: Address, new_member: NewMember
) -> None:
    with pytest.raises(FunctionsHttpError) as caught:
        invoke(stack, new_member(is_premium=False), function, {"body": FOR_THE_MODEL[function]})
    assert (caught.value.status, problem_of(caught)["code"]) == (402, "premium_required")


@every_function
@both_ways
def test_who_has_not_signed_in_is_told(function: str, invoke: Invoke, stack: Address) -> None:
    with pytest.raises(FunctionsHttpError) as caught:
        invoke(stack, None, function, {"body": FOR_THE_MODEL[function]})
    assert (caught.value.status, problem_of(caught)["code"]) == (401, "unauthorized")


@every_function
@both_ways
def test_a_field_that_is_wrong_is_named(
    function: str, invoke: Invoke, stack: Address, member: Member
) -> None:
    with pytest.raises(FunctionsHttpError) as caught:
        invoke(stack, member, function, {"body": FOR_THE_MODEL[function] | {"surprise": 1}})
    assert [error["field"] for error in problem_of(caught)["errors"]] == ["surprise"]


def test_supabase_js(stack: Address, new_member: NewMember, gemini: LocalGemini) -> None:
    gemini.think(wise)
    people = {"premium": new_member(), "free": new_member(is_premium=False)}
    told = {
        "SPOTTER_REQUESTS": json.dumps(FOR_THE_MODEL),
        "SPOTTER_PEOPLE": json.dumps({name: credentials(one) for name, one in people.items()}),
    }
    ran = node.run(_MODULE, stack, "--test", "--test-reporter=spec", environment=told)
    assert ran.returncode == 0, ran.stdout + ran.stderr
