"""What EventBridge Scheduler calls, every minute."""

import asyncio

import httpx
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from functions.dispatch_notifications.dispatch import Tally, dispatch
from functions.dispatch_notifications.lanes import Lanes
from functions.dispatch_notifications.outbox import Outbox, Outcome
from functions.dispatch_notifications.provider import ReceiptProvider
from functions.dispatch_notifications.providers import PROVIDERS, providers
from functions.dispatch_notifications.receipts import check_receipts
from functions.dispatch_notifications.tokens import PURPOSE, Tokens
from shared.data.keyring import Keyring
from shared.data.service_rpc import ServiceRpc
from shared.http.problems import ProblemError
from shared.ops.deadline import Deadline
from shared.ops.key_service import key_service
from shared.ops.observability import logger
from shared.ops.scheduled import Context, Event, reported
from shared.ops.settings import settings

_NAME = "dispatch-notifications"
_NAMESPACE = "Spotter"
# Never reached: every request has a shorter deadline.
_SECONDS = 15.0


@reported(_NAME)
def handler(event: object, context: Context) -> dict[str, dict[str, int]]:
    """Send what is due; returns the number of messages by channel and outcome.

    Raises errors of the database, so that Lambda retries and its alarm fires. A provider that is down raises
    nothing: its messages wait, and the metric ProviderDown reports it.
    """
    key = Event.model_validate(event).key
    tallies = asyncio.run(_run(key, Deadline(context.get_remaining_time_in_millis() / 1000)))
    for channel, tally in tallies.items():
        _report(key, channel, tally)
    return {
        channel: {outcome: tally.outcomes[outcome] for outcome in Outcome}
        for channel, tally in tallies.items()
    }


async def _run(key: str, deadline: Deadline) -> dict[str, Tally]:
    # A client per run: connections can't outlive the event loop, and every run has a new one.
    requests = sum(provider.at_once for provider in PROVIDERS)
    async with httpx.AsyncClient(transport=Lanes(requests), timeout=_SECONDS) as http:
        service = ServiceRpc(settings(), http, deadline)
        await service.call("start_dispatch", {"p_key": key}, repeatable=True)
        outbox = Outbox(service)
        tokens = Tokens(Keyring(PURPOSE, service, key_service(settings())), service)
        await _seal(tokens, key)
        used = providers(settings(), http)
        done = await asyncio.gather(
            *[dispatch(provider, outbox, tokens, deadline) for provider in used], return_exceptions=True
        )
        for provider in used:
            if isinstance(provider, ReceiptProvider):
                await check_receipts(provider, service, deadline)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return {
        provider.channel: tally
        for provider, tally in zip(used, done, strict=True)
        if not isinstance(tally, BaseException)
    }


async def _seal(tokens: Tokens, key: str) -> None:
    """Seal new tokens. What can't be sealed now is still sent, and sealed by a later run."""
    try:
        sealed = await tokens.seal()
    except ProblemError as problem:
        logger(_NAME).error("tokens not sealed", extra={"event": key, "reason": str(problem)})
        return
    if sealed:
        logger(_NAME).info("tokens sealed", extra={"event": key, "sealed": sealed})


def _report(key: str, channel: str, tally: Tally) -> None:
    counts = {outcome.value: number for outcome, number in tally.outcomes.items()}
    if tally.down is None and not counts:
        return
    if tally.down is not None:
        logger(_NAME).error("provider down", extra={"event": key, "way": channel, "reason": tally.down})
    logger(_NAME).info("dispatched", extra={"event": key, "way": channel, **counts})
    whole = EphemeralMetrics(namespace=_NAMESPACE, service=_NAME)
    whole.add_metric("ProviderDown", MetricUnit.Count, float(tally.down is not None))
    whole.flush_metrics()
    metrics = EphemeralMetrics(namespace=_NAMESPACE, service=_NAME)
    metrics.add_dimension("way", channel)
    for outcome in Outcome:
        name = "".join(word.title() for word in outcome.value.split("_"))
        metrics.add_metric(f"Messages{name}", MetricUnit.Count, tally.outcomes[outcome])
    metrics.flush_metrics()
