"""The content of a push message, cut to the services' limits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from functions.dispatch_notifications.outbox import Message

# Bytes. FCM and Apple accept 4096 in total, Expo forwards to both; this leaves room for names and
# headers: https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode ("Message too big").
_TITLE, _BODY, _DATA = 300, 1000, 2000
# As long as private.notify lets a push wait in the outbox: a device that was off gets nothing older.
KEEPS_SECONDS = 12 * 3600
# Names reserved by FCM: https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages.
_RESERVED = ("google.", "gcm.")
_RESERVED_NAMES = frozenset({"from", "message_type", "notification_id", "type"})


@dataclass(frozen=True, slots=True)
class Push:
    """Title, text, and the data that the app needs to open the right page."""

    title: str
    body: str
    data: Mapping[str, JsonValue]

    @classmethod
    def of(cls, message: Message) -> "Push":
        """Return the content. Data that is too large is left out: the app fetches it by `notification_id`."""
        data = {
            name: value
            for name, value in message.data.items()
            if name not in _RESERVED_NAMES and not name.startswith(_RESERVED)
        }
        if len(json.dumps(data).encode()) > _DATA:
            data = {}
        known: dict[str, JsonValue] = {"type": message.type, "notification_id": str(message.notification_id)}
        return cls(cut(message.title, _TITLE), cut(message.body, _BODY), {**data, **known})


def cut(text: str, most: int) -> str:
    """Return the text, cut to so many bytes of UTF-8 with an ellipsis if it is longer."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    ellipsis = "…"
    return raw[: most - len(ellipsis.encode())].decode(errors="ignore").rstrip() + ellipsis
