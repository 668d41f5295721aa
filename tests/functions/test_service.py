"""Errors of service calls aren't blamed on the user."""

import asyncio
import time
from uuid import UUID

import httpx
import jwt

from local.services import Address
from shared.data.service import Feature, Service
from shared.http.problems import Code, ProblemError
from shared.http.tokens import Caller
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from shared.ops.stopwatch import Stopwatch
from tests.functions.members import Member


def test_a_key_of_ours_that_is_no_good_signs_nobody_out(stack: Address, member: Member) -> None:
    """A rotated key answers 401 to us. A client that heard 401 would throw a good session away."""
    claims = {"role": "service_role", "exp": int(time.time()) + 600}
    settings = Settings.model_validate(
        {
            "supabase_url": stack.url,
            "supabase_publishable_key": stack.publishable_key,
            "supabase_secret_key": jwt.encode(claims, "another secret than the project has" * 2, "HS256"),
        }
    )
    caller = Caller(UUID(member.id), member.person.access_token)

    async def main() -> Code:
        async with httpx.AsyncClient() as http:
            service = Service(settings, http, Deadline(10), Stopwatch(), caller)
            try:
                await service.begin(Feature.COACH_CHAT, None, "hash", 10)
            except ProblemError as problem:
                return problem.code
        raise AssertionError("it was taken for a good one")

    assert asyncio.run(main()) is Code.UNAVAILABLE
