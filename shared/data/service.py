"""What clients must not do themselves, done by the service for the token's user.

Every call names the user, and nothing here reads data: functions read as the caller.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from uuid import UUID

import httpx
from pydantic import JsonValue

from shared.data.rows import Row
from shared.data.service_rpc import ServiceRpc
from shared.http.tokens import Caller
from shared.json_types import Json, JsonObject
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from shared.ops.stopwatch import Stopwatch


class Feature(StrEnum):
    """A feature with a quota."""

    GENERATE_PLAN = "generate_plan"
    IMPORT_PLAN = "import_plan"
    COACH_CHAT = "coach_chat"


class ModelOutcome(StrEnum):
    """How a model call ended."""

    OK = "ok"
    BLOCKED = "blocked"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    REJECTED = "rejected"
    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"
    RATE_LIMITED = "rate_limited"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Usage:
    """One model call, as a row of `ai_usage`; recording it twice stores it once."""

    id: UUID
    request_id: UUID
    feature: Feature
    model: str
    input_tokens: int
    output_tokens: int
    cost_usd: float
    latency_ms: int
    outcome: ModelOutcome

    def document(self) -> JsonObject:
        """Return it as `record_ai_usage` takes it."""
        return asdict(self) | {"id": str(self.id), "request_id": str(self.request_id)}


class Admission(Row):
    """The answer of `begin_ai_request`. With `status` the request was answered before: return that answer."""

    request_id: UUID | None
    # Whether the user's data may go to a model.
    consented: bool = False
    status: int | None = None
    body: JsonValue = None


class StoredChange(Row):
    """A row of `plan_changes`, as far as functions read it."""

    id: UUID
    status: str
    summary: str
    operations: list[dict[str, JsonValue]]


class Service:
    """The service-only RPCs, for one user."""

    def __init__(
        self,
        settings: Settings,
        http: httpx.AsyncClient,
        deadline: Deadline,
        stopwatch: Stopwatch,
        caller: Caller,
    ) -> None:
        self._rpc = ServiceRpc(settings, http, deadline, stopwatch)
        self._user = str(caller.id)

    async def begin(self, feature: Feature, key: str | None, body_hash: str, seconds: int) -> Admission:
        """Ask whether the request may run: premium, not running or answered yet, within the quota.

        Raises ProblemError: premium_required, not_found, request_in_progress, idempotency_key_reused,
        quota_exceeded, rate_limited.
        """
        return Admission.model_validate(
            await self._call(
                "begin_ai_request", p_feature=feature, p_key=key, p_request_hash=body_hash, p_seconds=seconds
            )
        )

    async def finish(
        self, request_id: UUID, status: int, body: Json, usage: Sequence[Usage], *, is_charged: bool
    ) -> None:
        """Store the answer for repeats of its key (None: free the key), and charge or refund the quota.

        `usage` are the model calls that may not have been recorded yet.
        """
        await self._call(
            "finish_ai_request",
            repeatable=True,
            p_request_id=str(request_id),
            p_status=status,
            p_body=body,
            p_is_charged=is_charged,
            p_usage=[call.document() for call in usage],
        )

    async def record_usage(self, call: Usage) -> None:
        """Record a model call in `ai_usage`."""
        await self._call("record_ai_usage", repeatable=True, p_usage=[call.document()])

    async def store_plan(self, plan: JsonObject, origin: JsonObject) -> UUID:
        """Store an inactive plan with its origin. The same document again returns the same id."""
        return UUID(
            str(await self._call("store_generated_plan", repeatable=True, p_plan=plan, p_origin=origin))
        )

    async def propose_change(self, change: JsonObject) -> StoredChange:
        """Record a change by the coach; apply it if the user asked for it and it is small."""
        return StoredChange.model_validate(await self._call("propose_plan_change", p_change=change))

    async def store_user_message(self, message: JsonObject) -> Json:
        """Store the user's message; return session_id and message_id."""
        return await self._call("store_user_message", repeatable=True, p_message=message)

    async def store_coach_answer(self, answer: JsonObject, request: JsonObject | None) -> Json:
        """Store the coach's answer, with its memories; return the new affinity.

        `request` {id, body, is_charged, usage} is the request to end in the same transaction.
        """
        ended = {} if request is None else {"p_request": request}
        return await self._call("store_coach_answer", repeatable=True, p_answer=answer, **ended)

    async def _call(self, name: str, *, repeatable: bool = False, **arguments: Json) -> Json:
        return await self._rpc.call(name, {"p_user_id": self._user, **arguments}, repeatable=repeatable)
