"""Whether accepted messages arrived: asked a quarter of an hour later, when Apple and Google know."""

from collections import Counter
from uuid import UUID

import httpx

from functions.dispatch_notifications.outbox import Outcome
from functions.dispatch_notifications.provider import ProviderDownError, ReceiptProvider
from shared.data.rows import Row, rows_of
from shared.data.service_rpc import ServiceRpc
from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.observability import logger

# Expo's own client asks for as many at once.
_MOST = 300
_ASK_SECONDS = 10.0
_SETTLE_SECONDS = 9.0


class _Receipt(Row):
    """A message whose receipt should be available, and its ticket."""

    id: UUID
    ticket: str


async def check_receipts(
    provider: ReceiptProvider, service: ServiceRpc, deadline: Deadline
) -> Counter[Outcome]:
    """Settle what the provider has receipts for; the rest is asked for again later.

    Raises ProblemError when the database fails.
    """
    outcomes: Counter[Outcome] = Counter()
    while deadline.left > _ASK_SECONDS + _SETTLE_SECONDS:
        rows = await service.call("claim_receipts", {"p_limit": _MOST, "p_channels": [provider.channel]})
        found = rows_of(_Receipt, rows)
        if not found:
            break
        try:
            async with deadline.before(_SETTLE_SECONDS).limit(_ASK_SECONDS):
                verdicts = await provider.receipts([each.ticket for each in found])
        except (ProviderDownError, httpx.HTTPError, TimeIsUpError) as error:
            logger("dispatch-notifications").warning("no receipts", extra={"reason": type(error).__name__})
            break
        known = [(each, verdicts[each.ticket]) for each in found if each.ticket in verdicts]
        results = [
            {"id": str(each.id), "outcome": verdict.outcome}
            | ({"error": verdict.error} if verdict.error else {})
            for each, verdict in known
        ]
        await service.call("settle_receipts", {"p_results": results}, repeatable=True)
        outcomes.update(verdict.outcome for _, verdict in known)
    return outcomes
