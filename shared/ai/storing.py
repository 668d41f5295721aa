"""Storing the result of a request once, even when it is repeated after an attempt that was killed."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, TypeVar
from uuid import UUID, uuid4, uuid5

from shared.ai.work import Work
from shared.data.service import StoredChange
from shared.data.stored_plans import stored_plan
from shared.http.problems import Code, ProblemError
from shared.json_types import JsonObject

_IDS = UUID("6a3e0f5e-6f0b-5d0a-9c55-1f2d0a4c7b10")

T = TypeVar("T")
Store: TypeAlias = Callable[[], Awaitable[T]]


def repeatable_id(work: Work) -> UUID:
    """Return the id for a request's result: the same for the same key and body, random without a key.

    The body counts because a key can be used for another request after a day.
    """
    if work.key is None:
        return uuid4()
    return uuid5(_IDS, f"{work.feature}/{work.user_id}/{work.key}/{hashlib.sha256(work.body).hexdigest()}")


async def store_plan(
    work: Work, plan: JsonObject, origin: JsonObject
) -> tuple[JsonObject, Mapping[str, Any]]:
    """Store an inactive plan; return it with its id, and its origin. Raises ProblemError."""
    plan_id = repeatable_id(work)
    document: JsonObject = {"id": str(plan_id), **plan}

    async def store() -> tuple[JsonObject, Mapping[str, Any]]:
        await work.service.store_plan(document, origin)
        return document, origin

    return await _once(work, store, lambda: stored_plan(plan_id, work.database))


async def propose_change(work: Work, change: JsonObject) -> StoredChange:
    """Store a change for the user to decide on, and return it. Raises ProblemError."""
    change_id = str(repeatable_id(work))

    async def stored_before() -> StoredChange:
        query = work.database.client.from_("plan_changes").select("*").eq("id", change_id).single()
        return StoredChange.model_validate(await work.database.execute(query, repeatable=True))

    return await _once(work, lambda: work.service.propose_change({"id": change_id, **change}), stored_before)


async def _once(work: Work, store: Store[T], stored_before: Store[T]) -> T:
    """Store, or return what an earlier attempt with the same key stored before it was killed."""
    try:
        return await store()
    except ProblemError as problem:
        if problem.code is not Code.CONFLICT or work.key is None:
            raise
        return await stored_before()
