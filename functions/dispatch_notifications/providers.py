"""Which providers an installation has."""

from collections.abc import Sequence

import httpx

from functions.dispatch_notifications.expo import Expo
from functions.dispatch_notifications.fcm import Fcm
from functions.dispatch_notifications.outbox import Message, Verdict
from functions.dispatch_notifications.printed import Printed
from functions.dispatch_notifications.provider import Provider, ProviderDownError, RealProvider
from functions.dispatch_notifications.resend import Resend
from shared.ops.settings import Settings, SettingsError

# One per channel.
PROVIDERS: tuple[type[RealProvider], ...] = (Fcm, Expo, Resend)


class _Unusable(Provider):
    """A provider with wrong settings: its messages wait until they are fixed, others don't."""

    chunk = 1
    at_once = 1
    per_second = 1.0

    def __init__(self, channel: str, reason: str) -> None:
        self.channel = channel
        self._reason = reason

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:  # noqa: ARG002 - sends nothing
        """See Provider."""
        raise ProviderDownError(self._reason)


def providers(settings: Settings, http: httpx.AsyncClient) -> list[Provider]:
    """Return a provider for each channel that is set up.

    Messages of other channels are not claimed and expire; the local stack prints them.
    """
    found = [_set_up(kind, settings, http) for kind in PROVIDERS]
    return [provider for provider in found if provider is not None]


def _set_up(kind: type[RealProvider], settings: Settings, http: httpx.AsyncClient) -> Provider | None:
    try:
        provider = kind.set_up(settings, http)
    except (ProviderDownError, SettingsError) as error:
        return _Unusable(kind.channel, str(error))
    if provider is None and settings.is_local:
        return Printed(kind.channel)
    return provider
