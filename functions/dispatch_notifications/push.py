"""What a push says: cut to what the services take."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from functions.dispatch_notifications.outbox import Message

# Bytes. FCM and Apple take 4096 of everything together, Expo passes on to both; so much leaves room for the
# names and headers: https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode ("Message too big").
_TITLE, _BODY, _DATA = 300, 1000, 2000
# As long as the outbox keeps a push: a device that was off hears of nothing older.
KEEPS_SECONDS = 12 * 3600
# Names that FCM keeps to itself: https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages.
_RESERVED = ("google.", "gcm.")
_RESERVED_NAMES = frozenset({"from", "message_type", "notification_id", "type"})


@dataclass(frozen=True, slots=True)
class Push:
    """Title, text, and what the app needs to open the right page."""

    title: str
    body: str
    data: Mapping[str, JsonValue]

    @classmethod
    def of(cls, message: Message) -> "Push":
        """Return what is shown. Data that is too large stays away: the app finds it by `notification_id`."""
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
    """Return the text, or as much of it as fits into so many bytes of UTF-8, with an ellipsis."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    ellipsis = "…"
    return raw[: most - len(ellipsis.encode())].decode(errors="ignore").rstrip() + ellipsis
