"""The outbox as its tests write and read it: somebody with devices, and a dispatcher."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.database.athlete import Athlete, Connection, sign_up

Message = dict[str, Any]


def person(sql: Connection, *, devices: int = 1, zone: str = "UTC") -> Athlete:
    """A user with a confirmed address and so many devices."""
    someone = sign_up(sql, zone=zone)
    sql.execute("update auth.users set email_confirmed_at = now() where id = %s", [someone.id])
    for _ in range(devices):
        register(someone)
    return someone


def register(
    someone: Athlete, token: str | None = None, *, locale: str | None = None, platform: str = "fcm"
) -> str:
    """The id of a device, registered as the client does it."""
    with someone.signed_in() as sql:
        row = sql.execute(
            "select id::text from public.register_device(%s, %s, '1.0', %s)",
            [platform, token or str(uuid.uuid4()), locale],
        ).fetchone()
    assert row
    return str(row[0])


def notify(
    someone: Athlete, at: datetime, *, kind: str = "level_up", key: str | None = None, **data: object
) -> str | None:
    """The id that private.notify returns; another thing each time unless a key is given."""
    found = someone.value(
        "select private.notify(%s, %s, %s, %s, %s)::text",
        someone.id, kind, json.dumps(data), key or str(uuid.uuid4()), at,
    )  # fmt: skip
    return None if found is None else str(found)


def inbox(someone: Athlete) -> list[tuple[str, str, str]]:
    """(type, title, body) of what the user finds in its inbox, oldest first."""
    with someone.signed_in() as sql:
        return sql.execute(
            "select type::text, title, body from public.notifications order by created_at, type, body"
        ).fetchall()


def told_of(someone: Athlete, kind: str) -> list[str]:
    """The bodies of the notifications of one type."""
    return [body for found, _, body in inbox(someone) if found == kind]


def waiting(someone: Athlete) -> list[tuple[str, datetime]]:
    """(channel, when) of the messages that wait."""
    return someone.rows(
        "select channel::text, next_attempt_at from private.outbox where user_id = %s order by 1, 2",
        someone.id,
    )


def wish(someone: Athlete, category: str, **ways: bool) -> None:
    """Set a preference as a client does."""
    columns, values = ", ".join(ways), ", ".join(["%s"] * len(ways))
    someone.write(
        f"insert into public.notification_preferences (category, {columns}) values (%s, {values})",
        category, *ways.values(),
    )  # fmt: skip


def settle_on(someone: Athlete, **settings: object) -> None:
    """Set what holds for all categories, as a client does."""
    columns, values = ", ".join(settings), ", ".join(["%s"] * len(settings))
    someone.write(
        f"insert into public.notification_settings ({columns}) values ({values})", *settings.values()
    )


@dataclass(frozen=True)
class Dispatcher:
    """Claims and settles messages of some users. What others left in the database isn't theirs."""

    sql: Connection
    users: tuple[str, ...]

    def claim(self, at: datetime, *, limit: int = 1000, seconds: int = 60) -> list[Message]:
        """The messages of these users that are claimed."""
        rows = self.sql.execute(
            "select to_jsonb(c) "
            "from private.claim_messages(%s, %s, enum_range(null::public.message_channel), %s) as c",
            [limit, seconds, at],
        ).fetchall()
        return [row for (row,) in rows if row["user_id"] in self.users]

    def settle(self, at: datetime, messages: Iterable[Message], outcome: str, **rest: object) -> Message:
        """What settle_messages answers."""
        results = [{"id": m["id"], "attempt": m["attempt"], "outcome": outcome, **rest} for m in messages]
        row = self.sql.execute("select private.settle_messages(%s, %s)", [json.dumps(results), at]).fetchone()
        assert row
        answer: Message = row[0]
        return answer

    def states(self) -> list[tuple[str, int, str | None]]:
        """(state, failures, error) of every message of these users, oldest first."""
        return self.sql.execute(
            "select state::text, failures, error from private.outbox "
            "where user_id = any(%s::uuid[]) order by created_at, id",
            [list(self.users)],
        ).fetchall()
