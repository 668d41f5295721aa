"""Access to Google as a service account: a signed assertion is exchanged for a token of an hour.

https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
"""

import asyncio
import time
from dataclasses import dataclass

import httpx
import jwt
from pydantic import AnyHttpUrl, BaseModel, SecretStr, ValidationError

from functions.dispatch_notifications.provider import ProviderDownError, document

_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# The longest that Google accepts.
_ASSERTION_SECONDS = 3600
# Tokens are not used in their last minutes: requests take time, and clocks differ.
_MARGIN_SECONDS = 300


class ServiceAccount(BaseModel):
    """The fields needed of a service account's JSON file."""

    project_id: str
    client_email: str
    private_key: SecretStr
    private_key_id: str | None = None
    token_uri: AnyHttpUrl = AnyHttpUrl("https://oauth2.googleapis.com/token")

    @classmethod
    def read(cls, text: SecretStr) -> "ServiceAccount":
        """Read the file. Raises ProviderDownError, which quotes none of it."""
        try:
            return cls.model_validate_json(text.get_secret_value())
        except ValidationError:
            raise ProviderDownError("FCM_SERVICE_ACCOUNT is not a service account") from None


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str
    # Of time.time().
    until: float


# By account, for the many runs of an execution environment within the hour.
_kept: dict[tuple[str, str], _Kept] = {}


class GoogleTokens:
    """The tokens of one account, for one event loop. Fetched tokens are kept for the next run."""

    def __init__(self, account: ServiceAccount, http: httpx.AsyncClient) -> None:
        self._account = account
        self._http = http
        self._fetching = asyncio.Lock()
        self._name = (account.client_email, str(account.token_uri))

    async def get(self, refused: str | None = None) -> str:
        """Return a token other than `refused`. Raises ProviderDownError."""
        async with self._fetching:
            kept = _kept.get(self._name)
            if kept is None or kept.until < time.time() or kept.token == refused:
                kept = _kept[self._name] = await self._fetched()
            return kept.token

    async def _fetched(self) -> _Kept:
        now = time.time()
        form = {"grant_type": _GRANT, "assertion": self._assertion(int(now))}
        try:
            answer = await self._http.post(str(self._account.token_uri), data=form)
        except httpx.HTTPError as error:
            raise ProviderDownError(f"token: {type(error).__name__}") from error
        answer_body = document(answer)
        token, lasts = answer_body.get("access_token"), answer_body.get("expires_in")
        if not answer.is_success or not isinstance(token, str) or not isinstance(lasts, int | float):
            raise ProviderDownError(f"token: {answer.status_code} {answer_body.get('error', '')}".strip())
        return _Kept(token, now + max(lasts - _MARGIN_SECONDS, 0))

    def _assertion(self, now: int) -> str:
        claims = {
            "iss": self._account.client_email,
            "scope": _SCOPE,
            "aud": str(self._account.token_uri),
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
        }
        headers = {"kid": self._account.private_key_id} if self._account.private_key_id else None
        try:
            return jwt.encode(
                claims, self._account.private_key.get_secret_value(), algorithm="RS256", headers=headers
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise ProviderDownError("the private key of FCM_SERVICE_ACCOUNT can't be used") from None
