"""Tokens made by an attacker, without a key of the project or with another user's token."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from jwt.algorithms import ECAlgorithm

from local.services import Address

# Of Supabase's own examples and of its local stack: the first that anybody tries.
WELL_KNOWN_SECRET = "super-secret-jwt-token-with-at-least-32-characters-long"  # noqa: S105 - public
HOUR = 3600


def claims(user: object, **changes: Any) -> dict[str, Any]:
    """The claims of a good token for this user, changed; None takes one away."""
    now = int(time.time())
    good = {"sub": user, "aud": "authenticated", "role": "authenticated", "iat": now, "exp": now + HOUR}
    return {name: value for name, value in (good | changes).items() if value is not None}


def put_together(header: Any, payload: Any, secret: str | None = None) -> str:
    """A token by hand, which no library would make; signed by HS256 where there is a secret."""

    def part(value: Any) -> str:
        raw = value if isinstance(value, bytes) else json.dumps(value).encode()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    head = f"{part(header)}.{part(payload)}"
    signature = b"" if secret is None else hmac.new(secret.encode(), head.encode(), hashlib.sha256).digest()
    return f"{head}.{part(signature)}"


def hs256(payload: Any, secret: str, **header: Any) -> str:
    """Signed with a secret, whatever is in it."""
    return put_together({"alg": "HS256", "typ": "JWT"} | header, payload, secret)


def with_a_key_of_its_own(user: str, **header: Any) -> str:
    """Signed well, by a key that nobody but the token itself vouches for."""
    key = generate_private_key(SECP256R1())
    jwk = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return jwt.encode(claims(user), key, "ES256", headers={"jwk": jwk, "kid": "mine"} | header)


def renamed(token: str, **changes: Any) -> str:
    """Somebody's own token with other claims, and the signature that it had."""
    head, body, signature = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | changes
    return f"{head}.{put_together({}, said).split('.')[1]}.{signature}"


# What (address, the attacker's own token, the victim's id) makes of it.
Forge = Callable[[Address, str, str], str]
# Whatever else it says, the project didn't sign it.
FORGED: dict[str, Forge] = {
    "unsigned": lambda _a, _t, v: put_together({"alg": "none"}, claims(v)),
    "unsigned, spelled differently": lambda _a, _t, v: put_together({"alg": "nOnE"}, claims(v)),
    "without an algorithm": lambda _a, _t, v: put_together({"typ": "JWT"}, claims(v)),
    "signed by nothing": lambda _a, _t, v: hs256(claims(v), ""),
    "signed with the publishable key": lambda a, _t, v: hs256(claims(v), a.publishable_key),
    "signed with the address": lambda a, _t, v: hs256(claims(v), a.url),
    "signed with the well-known secret": lambda _a, _t, v: hs256(claims(v), WELL_KNOWN_SECRET),
    "another project's service": lambda _a, _t, v: hs256(claims(v, role="service_role"), "x" * 40),
    "another project's postgres": lambda _a, _t, v: hs256(claims(v, role="postgres"), "x" * 40),
    "another project's supabase_admin": lambda _a, _t, v: hs256(claims(v, role="supabase_admin"), "x" * 40),
    "my token in the victim's name": lambda _a, t, v: renamed(t, sub=v),
    "my token as the service": lambda _a, t, _v: renamed(t, role="service_role"),
    "my token without its signature": lambda _a, t, _v: t.rpartition(".")[0] + ".",
    "my token with a part more": lambda _a, t, _v: f"{t}.x",
    "my token in two words": lambda _a, t, _v: f"{t[:30]} {t[30:]}",
    "a key in the header": lambda _a, _t, v: with_a_key_of_its_own(v),
    "kid that is a file": lambda _a, _t, v: hs256(claims(v), "", kid="../../../../dev/null"),
    "kid that is SQL": lambda _a, _t, v: hs256(claims(v), "k", kid="x' union select 'k"),
    "critical header": lambda a, _t, v: hs256(claims(v), a.jwt_secret, crit=["exp"], exp=1),
    "another algorithm": lambda a, _t, v: jwt.encode(claims(v), a.jwt_secret, "HS512"),
    "claims that are a list": lambda a, _t, v: hs256([claims(v)], a.jwt_secret),
    "claims that are null": lambda a, _t, _v: hs256(b"null", a.jwt_secret),
    "claims nested 2,000 deep": lambda a, _t, _v: hs256(b"[" * 2000 + b"]" * 2000, a.jwt_secret),
    "bytes": lambda _a, _t, _v: put_together(b"\xff\xfe", b"\xff", "x"),
    "two dots": lambda _a, _t, _v: "..",
    "the publishable key": lambda a, _t, _v: a.publishable_key,
    "the secret key": lambda a, _t, _v: a.secret_key,
    "the secret key, guessed at": lambda a, _t, _v: a.secret_key[:-1],
    "the beginning of a secret key": lambda _a, _t, _v: "sb_secret_",
    "the user's id": lambda _a, _t, v: v,
    "expired": lambda a, _t, v: hs256(claims(v, exp=int(time.time()) - 60), a.jwt_secret),
    "not yet valid": lambda a, _t, v: hs256(claims(v, nbf=int(time.time()) + HOUR), a.jwt_secret),
}
# Signed by the project, and yet no user: only a hole elsewhere could bring them about.
NOT_A_USER: dict[str, Any] = {
    "the role postgres": {"role": "postgres"},
    "the role supabase_admin": {"role": "supabase_admin"},
    "the role authenticator": {"role": "authenticator"},
    "the role none, which is the session's own": {"role": "none"},
    "two roles": {"role": ["authenticated", "service_role"]},
    "a role that is SQL": {"role": 'authenticated"; reset role; --'},
    "a subject that is empty": {"sub": ""},
    "a subject that is no id": {"sub": "admin"},
    "a subject that is a number": {"sub": 1},
    "a subject that is a list": {"sub": [str(uuid4())]},
    "a subject that is an object": {"sub": {"eq": "x"}},
    "a subject that is SQL": {"sub": "' or 1=1 --"},
}
# And what the functions refuse besides, which the Data API takes as any project's does.
NOT_FOR_FUNCTIONS: dict[str, Any] = {
    "no role": {"role": None},
    "nobody's role": {"role": "anon"},
    "the service's role": {"role": "service_role"},
    "no subject": {"sub": None},
    "no audience": {"aud": None},
    "another audience": {"aud": "storage"},
    "no end": {"exp": None},
}
