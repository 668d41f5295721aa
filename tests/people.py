"""The builder of test users: an account through Auth or directly in the database, and its attributes.

Other classes add what they can do: an `Athlete` calls private functions, a `Caller` the Data API, a `Member`
the Lambda functions; a `Person` has an account and a supabase-py client.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from supabase import Client, ClientOptions, create_client

from local.services import Address
from tests.database.billing.purchases import subscribe
from tests.support import Connection, acting_as

# Before anything a test lets people do, unless it is about newcomers.
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who don't exist


@dataclass(frozen=True)
class Person:
    """A signed-up user, with a client that is signed in as them."""

    id: str
    email: str
    access_token: str
    client: Client


def sign_up(stack: Address, metadata: dict[str, Any] | None = None) -> Person:
    """Sign up a new user through Supabase Auth. `metadata` is the app's sign-up metadata."""
    email = f"{uuid.uuid4()}@example.com"
    # No token refresh: no test lasts an hour, and the refresh timer would outlive it.
    options = ClientOptions(auto_refresh_token=False)
    client = create_client(stack.url, stack.publishable_key, options)
    answer = client.auth.sign_up({"email": email, "password": PASSWORD, "options": {"data": metadata or {}}})
    assert answer.user
    assert answer.session
    return Person(answer.user.id, email, answer.session.access_token, client)


def insert_user(
    sql: Connection, *, zone: str = "UTC", user: str | None = None, at: datetime = LONG_AGO
) -> str:
    """Insert a user as Auth does and return their id. The trigger makes the profile.

    `at`: when they signed up; what they trained before is history.
    """
    user = user or str(uuid.uuid4())
    sql.execute(
        "insert into auth.users (id, email, raw_user_meta_data, created_at) values (%s, %s, %s, %s)",
        [user, f"{user}@example.com", json.dumps({"timezone": zone}), at],
    )
    return user


def join_long_ago(sql: Connection, user: str) -> None:
    """Let somebody who has signed up through Auth have done so long before, so that their past counts."""
    with sql.transaction():
        sql.execute("alter table public.profiles disable trigger keep_keys")
        sql.execute("update public.profiles set created_at = %s where id = %s", [LONG_AGO, user])
        sql.execute("alter table public.profiles enable trigger keep_keys")


def give(
    sql: Connection, user: str, *, status: str = "free", role: str | None = None, consents: Iterable[str] = ()
) -> None:
    """Give a user a subscription with this subscription_status, a role, and consents to these purposes."""
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
