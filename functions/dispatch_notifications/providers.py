"""Which providers an installation has."""

from collections.abc import Sequence

import httpx

from functions.dispatch_notifications.expo import Expo
from functions.dispatch_notifications.fcm import Fcm
from functions.dispatch_notifications.google_token import ServiceAccount
from functions.dispatch_notifications.letter import Letters
from functions.dispatch_notifications.mail import Resend
from functions.dispatch_notifications.outbox import Message, Verdict, Way
from functions.dispatch_notifications.printed import Printed
from functions.dispatch_notifications.provider import Provider, ProviderDownError
from shared.ops.settings import Settings


class _Unusable:
    """A provider whose settings are wrong: its messages wait until they are right, the others don't."""

    chunk = 1
    at_once = 1
    per_second = 1.0

    def __init__(self, way: Way, error: ProviderDownError) -> None:
        self.way = way
        self._error = error

    async def send(self, _messages: Sequence[Message]) -> list[Verdict]:
        """See Provider."""
        raise self._error


def providers(settings: Settings, http: httpx.AsyncClient) -> list[Provider]:
    """Return a provider for each way that is set up.

    What a hosted project hasn't set up isn't claimed and expires; Expo needs no setting. The local stack
    prints what it can't send, and sends nothing by Expo without an access token.
    """
    found: dict[Way, Provider] = {}
    if settings.fcm_service_account:
        try:
            account = ServiceAccount.read(settings.fcm_service_account)
            found[Way.FCM] = Fcm(str(settings.fcm_base_url), account, http)
        except ProviderDownError as error:
            found[Way.FCM] = _Unusable(Way.FCM, error)
    if settings.expo_access_token or not settings.is_local:
        token = settings.expo_access_token.get_secret_value() if settings.expo_access_token else None
        found[Way.EXPO] = Expo(str(settings.expo_base_url), token, http)
    if settings.resend_api_key and settings.mail_from:
        url = str(settings.mail_settings_url) if settings.mail_settings_url else None
        found[Way.EMAIL] = Resend(
            str(settings.resend_base_url),
            settings.resend_api_key.get_secret_value(),
            Letters(settings.mail_from, url),
            settings.resend_per_second,
            http,
        )
    if settings.is_local:
        found = {way: found.get(way) or Printed(way) for way in Way}
    return list(found.values())
