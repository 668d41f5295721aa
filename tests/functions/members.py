"""People with an account who call the functions, as an app does."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import httpx

from local.services import Address
from tests.people import Person, give
from tests.support import Connection

NewMember = Callable[..., "Member"]


@dataclass(frozen=True)
class Member:
    """Somebody signed in, their HTTP client for the functions, and the database as `postgres`."""

    person: Person
    http: httpx.Client
    sql: Connection

    @property
    def id(self) -> str:
        return self.person.id

    def ask(self, function: str, body: Any, key: str | None = None, **headers: str) -> httpx.Response:
        """Call a function. `key` is the Idempotency-Key."""
        if key is not None:
            headers["idempotency-key"] = key
        return self.http.post(f"/functions/v1/{function}", json=body, headers=headers)

    def rows(self, table: str, columns: str = "*") -> list[dict[str, Any]]:
        """Their rows of a table, as they see them."""
        return cast("list[dict[str, Any]]", self.person.client.table(table).select(columns).execute().data)

    def used(self, feature: str) -> int:
        """How many requests count against today's quota."""
        row = self.sql.execute(
            "select coalesce(sum(used), 0) from private.quota_use"
            " where user_id = %s and feature = %s and period = 'day'",
            [self.id, feature],
        ).fetchone()
        assert row
        return int(row[0])


def enrol(person: Person, address: Address, sql: Connection, *, is_premium: bool, consents: bool) -> Member:
    """Give a person who has just signed up a subscription and let them agree to the model."""
    give(sql, person.id, status="active" if is_premium else "free", consents=["ai"] if consents else [])
    headers = {"authorization": f"Bearer {person.access_token}", "x-request-id": f"test-{uuid.uuid4()}"}
    return Member(person, httpx.Client(base_url=address.url, headers=headers, timeout=60), sql)
