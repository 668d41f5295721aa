"""Push tokens: sealed soon after registration, re-sealed after a rotation, opened to send."""

from typing import TYPE_CHECKING
from uuid import UUID

from functions.dispatch_notifications.outbox import Message
from shared.data.keyring import Keyring
from shared.data.rows import Row, rows_of
from shared.data.service_rpc import ServiceRpc
from shared.ops.observability import logger
from shared.ops.sealing import Place, SealError

if TYPE_CHECKING:
    from pydantic import JsonValue

PURPOSE = "push_token"
# A run seals at most so many, new ones first; the next run continues.
_MOST = 1000
# In one request: a token may have 16 kB.
_AT_ONCE = 100


class _Token(Row):
    """A token in clear, or one that is sealed with an earlier data key."""

    user_id: UUID
    device_id: UUID
    token: str | None
    sealed: str | None


class Tokens:
    """The tokens of all devices."""

    def __init__(self, keyring: Keyring, service: ServiceRpc) -> None:
        self._keyring = keyring
        self._service = service

    async def seal(self) -> int:
        """Seal what is in clear or due; return how many. Raises ProblemError: without keys it waits."""
        if not self._keyring.is_set_up:
            return 0
        await self._keyring.renew()
        rows = await self._service.call("tokens_to_seal", {"p_limit": _MOST})
        sealed: list[JsonValue] = []
        for each in rows_of(_Token, rows):
            place = _place(each.user_id, each.device_id)
            row: dict[str, JsonValue] = {"user_id": str(each.user_id), "device_id": str(each.device_id)}
            try:
                token = each.token or await self._keyring.open(each.sealed or "", place)
            except SealError as error:
                logger("dispatch-notifications").error(
                    "a token can't be opened", extra={"reason": str(error)}
                )
            else:
                row["sealed"] = await self._keyring.seal(token, place)
            sealed.append(row)
        stored = 0
        for first in range(0, len(sealed), _AT_ONCE):
            part = sealed[first : first + _AT_ONCE]
            stored += int(str(await self._service.call("seal_tokens", {"p_tokens": part}, repeatable=True)))
        return stored

    async def opened(self, message: Message) -> Message:
        """Return a message with its address. Raises ProblemError without keys, or SealError."""
        if message.address is not None or message.sealed is None or message.device_id is None:
            return message
        address = await self._keyring.open(message.sealed, _place(message.user_id, message.device_id))
        return message.model_copy(update={"address": address})


def _place(user: UUID, device: UUID) -> Place:
    return Place("secrets", "sealed", user, f"{PURPOSE}:{device}")
