"""What tests of every kind share: a person with an account, and the database as that person sees it."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from supabase import Client, ClientOptions, create_client

from local.services import Address

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who don't exist
Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Person:
    """Somebody who has signed up, with a client that is signed in as them."""

    id: str
    email: str
    access_token: str
    client: Client


def sign_up(stack: Address, metadata: dict[str, Any] | None = None) -> Person:
    """A new person, through Supabase Auth. `metadata` is what the app says of them on sign-up."""
    email = f"{uuid.uuid4()}@example.com"
    # Nobody stays for an hour; a timer would stay.
    options = ClientOptions(auto_refresh_token=False)
    client = create_client(stack.url, stack.publishable_key, options)
    answer = client.auth.sign_up({"email": email, "password": PASSWORD, "options": {"data": metadata or {}}})
    assert answer.user
    assert answer.session
    return Person(answer.user.id, email, answer.session.access_token, client)


@contextmanager
def acting_as(
    connection: Connection, user_id: str | None, role: str = "authenticated"
) -> Iterator[Connection]:
    """One transaction with the role and the claims that PostgREST would set for this user's token."""
    claims = {"role": role} | ({"sub": user_id, "aud": "authenticated"} if user_id else {})
    with connection.transaction():
        connection.execute(
            "select set_config('request.jwt.claims', %s, true), set_config('role', %s, true)",
            [json.dumps(claims), role],
        )
        yield connection
