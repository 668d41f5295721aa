"""The builder of people: an account through Auth or straight in the database, and what comes with it.

What they do then is their kind's: an `Athlete` calls private functions, a `Caller` the Data API, a `Member`
the Lambda functions; a `Person` has an account and a client of supabase-py.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from supabase import Client, ClientOptions, create_client

from local.services import Address
from tests.database.billing.purchases import subscribe
from tests.support import Connection, acting_as

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who don't exist


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


def insert_user(sql: Connection, *, zone: str = "UTC", user: str | None = None) -> str:
    """The id of a new user, written as Auth writes one. The profile is the trigger's."""
    user = user or str(uuid.uuid4())
    sql.execute(
        "insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, %s)",
        [user, f"{user}@example.com", json.dumps({"timezone": zone})],
    )
    return user


def give(
    sql: Connection, user: str, *, status: str = "free", role: str | None = None, consents: Iterable[str] = ()
) -> None:
    """Let a user buy what makes this their subscription_status, have a role, consent to these purposes."""
    subscribe(sql, user, status)
    if role:
        sql.execute("insert into public.user_roles (user_id, role) values (%s, %s)", [user, role])
    for purpose in consents:
        with acting_as(sql, user):
            sql.execute(
                "insert into public.user_consents (purpose, granted, version) values (%s, true, '2026-11') "
                "on conflict do nothing",
                [purpose],
            )
