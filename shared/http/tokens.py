"""Authentication: access tokens of Supabase Auth, verified locally."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt

from shared.http.jwks import KeySet, KeysUnavailableError, UnknownKeyError
from shared.http.problems import Code, ProblemError, unauthorized
from shared.ops.settings import Settings

_AUDIENCE = "authenticated"
_ROLE = "authenticated"
# Tolerated clock skew.
_LEEWAY_SECONDS = 5
_LONGEST_TOKEN = 8192


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in user, with their access token."""

    id: UUID
    token: str

    def __repr__(self) -> str:
        """Keep the token out of tracebacks and logs."""
        return f"Caller(id={self.id})"


class Verifier:
    """Verifies a token: its signature, issuer, audience, time, role and subject."""

    def __init__(self, settings: Settings, keys: KeySet) -> None:
        self._settings = settings
        self._keys = keys

    async def caller(self, authorization: str | None) -> Caller:
        """Return the user of this `Authorization` header.

        Raises ProblemError: unauthorized, forbidden for the token of an OAuth app, unavailable.
        """
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
            raise unauthorized()
        try:
            key, algorithm = await self._key(jwt.get_unverified_header(token))
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=_AUDIENCE,
                issuer=self._settings.issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "sub", "aud", *(["iss"] if self._settings.issuer else [])]},
            )
        except (jwt.PyJWTError, UnknownKeyError):
            raise unauthorized("The access token is invalid or has expired.") from None
        except KeysUnavailableError:
            raise ProblemError(Code.UNAVAILABLE, "Tokens can't be verified now.", retry_after=5) from None
        # The service and anon keys are signed with the same key.
        if claims.get("role") != _ROLE:
            raise unauthorized("This is no token of a user.")
        # Supabase Auth as an OAuth server: an app's token differs from its user's own in nothing else.
        if "client_id" in claims:
            raise ProblemError(Code.FORBIDDEN, "Apps have no access. Send the user's own access token.")
        try:
            return Caller(UUID(claims["sub"]), token)
        except ValueError:
            raise unauthorized("This is no token of a user.") from None

    async def _key(self, header: dict[str, Any]) -> tuple[Any, str]:
        """Return the key and its one algorithm; the header can only choose among known keys."""
        if "crit" in header or not isinstance(header.get("kid", ""), str):
            raise UnknownKeyError("unsupported token header")
        if header.get("alg") == "HS256":
            secret = self._settings.supabase_jwt_secret
            if secret is None:
                raise UnknownKeyError("shared secrets are not used here")
            return secret.get_secret_value(), "HS256"
        key = await self._keys.find(header.get("kid", ""))
        return key.key, key.algorithm_name
