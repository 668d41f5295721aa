"""Which tokens are valid. Each bad one is refused with 401, whatever is wrong with it."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest

from shared.http.jwks import KeySet
from shared.http.problems import Code, ProblemError
from shared.http.tokens import Caller, Verifier
from shared.ops.settings import Settings
from tests.functions.projects import USER, Project, raw_token, running

SECRET = "s" * 40


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with running(Project()) as project:
        yield project


def settings(project: Project, **changes: Any) -> Settings:
    given = {"supabase_url": project.url, "supabase_publishable_key": "p", "supabase_secret_key": "s"}
    return Settings.model_validate(given | changes)


class Hosted(Settings):
    """The settings of a project that isn't on this machine, though the tests' is."""

    @property
    def issuer(self) -> str | None:
        return f"{self.url}/auth/v1"


def verify(project: Project, *headers: str | None, secret: str | None = None) -> list[Caller]:
    """What one function process says to these `Authorization` headers, one after the other."""

    async def main() -> list[Caller]:
        async with httpx.AsyncClient() as http:
            given = settings(project, supabase_jwt_secret=secret).model_dump()
            verifier = Verifier(Hosted.model_validate(given), KeySet(project.url, http))
            return [await verifier.caller(header) for header in headers]

    return asyncio.run(main())


def code_of(project: Project, header: str | None, secret: str | None = None) -> Code:
    with pytest.raises(ProblemError) as caught:
        verify(project, header, secret=secret)
    return caught.value.code


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_a_token_signed_by_the_project_names_its_user(project: Project, algorithm: str) -> None:
    (caller,) = verify(project, f"Bearer {project.token(algorithm)}")
    assert caller.id == UUID(USER)


def test_a_shared_secret_serves_where_it_is_set(project: Project) -> None:
    token = jwt.encode(project.claims(), SECRET, algorithm="HS256")
    (caller,) = verify(project, f"Bearer {token}", secret=SECRET)
    assert caller.id == UUID(USER)
    assert code_of(project, f"Bearer {token}") is Code.UNAUTHORIZED


@pytest.mark.attack("tokens-17")
def test_a_caller_never_shows_the_token(project: Project) -> None:
    token = project.token()
    assert token not in repr(verify(project, f"Bearer {token}"))


def confused(project: Project) -> str:
    """HS256 with the public key as the secret: what a careless library accepts."""
    unsigned = raw_token({"alg": "HS256", "typ": "JWT", "kid": "rsa"}, project.claims()).rpartition(".")[0]
    signature = hmac.new(project.public_pem(), unsigned.encode(), hashlib.sha256).digest()
    return raw_token({"alg": "HS256", "typ": "JWT", "kid": "rsa"}, project.claims(), signature)


def bent(token: str) -> str:
    """The same token with one bit of its signature changed."""
    head, _, signature = token.rpartition(".")
    return f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


HOUR = 3600
BAD: dict[str, Callable[[Project], str]] = {
    "forged signature": lambda p: bent(p.token()),
    "another project's key": lambda _: Project().token(),
    "expired": lambda p: p.token(exp=int(time.time()) - HOUR),
    "never expires": lambda p: p.token(exp=None),
    "not yet valid": lambda p: p.token(nbf=int(time.time()) + HOUR),
    "wrong audience": lambda p: p.token(aud="anon"),
    "no audience": lambda p: p.token(aud=None),
    "wrong issuer": lambda p: p.token(iss="https://elsewhere.example/auth/v1"),
    "no issuer": lambda p: p.token(iss=None),
    "service role": lambda p: p.token(role="service_role"),
    "anon role": lambda p: p.token(role="anon"),
    "no role": lambda p: p.token(role=None),
    "no subject": lambda p: p.token(sub=None),
    "subject that is no id": lambda p: p.token(sub="admin"),
    "unsigned": lambda p: raw_token({"alg": "none"}, p.claims()),
    "unsigned, spelled differently": lambda p: raw_token({"alg": "nOnE"}, p.claims()),
    "confused algorithm": confused,
    "an algorithm the key isn't for": lambda p: p.token("RS256", {"kid": "ec"}),
    "unknown key": lambda p: p.token(headers={"kid": "elsewhere"}),
    "kid that is no text": lambda p: raw_token({"alg": "ES256", "kid": 7}, p.claims(), b"x" * 64),
    "kid that is a path": lambda p: p.token(headers={"kid": "../../etc/passwd"}),
    "critical header": lambda p: raw_token(
        {"alg": "ES256", "kid": "ec", "crit": ["b64"]}, p.claims(), b"x" * 64
    ),
    "key in the header": lambda p: raw_token({"alg": "ES256", "jwk": p.published[0]}, p.claims(), b"x" * 64),
    "no token": lambda _: "",
    "no jwt": lambda _: "sb_secret_0123456789",
    "two dots": lambda _: "..",
    "huge": lambda p: p.token(filler="x" * 10_000),
}


@pytest.mark.attack("tokens-14")
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_token_is_refused(project: Project, kind: str) -> None:
    assert code_of(project, f"Bearer {BAD[kind](project)}", SECRET) is Code.UNAUTHORIZED


@pytest.mark.attack("tokens-15")
@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic dXNlcjpwYXNz", "bearer  "])
def test_no_bearer_is_refused(project: Project, header: str | None) -> None:
    assert code_of(project, header) is Code.UNAUTHORIZED


@pytest.mark.attack("tokens-16")
def test_unknown_keys_dont_make_us_fetch_again_and_again(project: Project) -> None:
    good, strange = project.token(), project.token(headers={"kid": "strange"})

    async def main() -> int:
        async with httpx.AsyncClient() as http:
            verifier = Verifier(settings(project), KeySet(project.url, http))
            await verifier.caller(f"Bearer {good}")
            before = project.fetches
            for _ in range(20):
                with pytest.raises(ProblemError):
                    await verifier.caller(f"Bearer {strange}")
            return project.fetches - before

    assert asyncio.run(main()) == 0


def test_many_at_once_fetch_the_keys_once(project: Project) -> None:
    token = project.token()

    async def main() -> int:
        async with httpx.AsyncClient() as http:
            verifier = Verifier(settings(project), KeySet(project.url, http))
            before = project.fetches
            await asyncio.gather(*(verifier.caller(f"Bearer {token}") for _ in range(20)))
            return project.fetches - before

    assert asyncio.run(main()) == 1


def test_keys_that_were_fetched_serve_while_the_project_is_away() -> None:
    with running(Project()) as project:
        token = project.token()

        async def main() -> None:
            async with httpx.AsyncClient() as http:
                now = 0.0
                keys = KeySet(project.url, http, clock=lambda: now)
                verifier = Verifier(settings(project), keys)
                await verifier.caller(f"Bearer {token}")
                project.is_up = False
                before, now = project.fetches, 3600.0
                await verifier.caller(f"Bearer {token}")
                assert project.fetches > before

        asyncio.run(main())


def test_without_keys_nobody_is_called_a_liar() -> None:
    with running(Project(is_up=False)) as project:
        assert code_of(project, f"Bearer {project.token()}") is Code.UNAVAILABLE
