"""The AI functions' requests as the service makes them, each at a moment of its own."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from tests.database.athlete import NOON, Athlete, Connection, Document
from tests.database.billing.purchases import subscribe
from tests.people import give, insert_user

BODY = {"plan_id": "1", "engine": "rules"}


@dataclass(frozen=True)
class Customer(Athlete):
    """An athlete who asks AI functions."""

    def subscribe(self, status: str) -> None:
        """Let them have bought what makes this their status."""
        subscribe(self.sql, self.id, status)

    def ask(
        self,
        feature: str = "generate_plan",
        key: str | None = None,
        body: str = "b",
        *,
        at: datetime = NOON,
        seconds: int = 30,
    ) -> Document:
        """What begin_ai_request answers."""
        return self._document(
            "select private.begin_ai_request(%s, %s, %s, %s, %s, %s)",
            self.id, feature, key, body, seconds, at,
        )  # fmt: skip

    def answer(
        self,
        asked: Document,
        body: Document | None = None,
        *,
        charged: bool = True,
        at: datetime = NOON,
        status: int = 201,
    ) -> bool:
        """Whether finish_ai_request ended the request."""
        return bool(
            self.value(
                "select private.finish_ai_request(%s, %s, %s, %s, %s, '[]', %s)",
                self.id, asked["request_id"], status, json.dumps(body) if body else None, charged, at,
            )
        )  # fmt: skip

    def used(self, period: str = "day", feature: str = "generate_plan") -> int:
        """What counts against the quota in all windows of this length."""
        return int(
            self.value(
                "select coalesce(sum(used), 0) from private.quota_use "
                "where user_id = %s and feature = %s and period = %s::private.quota_period",
                self.id, feature, period,
            )
        )  # fmt: skip


def customer(sql: Connection, status: str = "active") -> Customer:
    """A new user who pays."""
    person = Customer(sql, insert_user(sql))
    give(sql, person.id, status=status)
    return person


def details(error: psycopg.Error) -> dict[str, Any]:
    """The details of an answer that says no."""
    return dict(json.loads(error.diag.message_detail or "{}"))


def new_key() -> str:
    """An Idempotency-Key."""
    return str(uuid.uuid4())
