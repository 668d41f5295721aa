"""A device that comes back to the network: it empties its queue, then pulls what has changed since."""

from typing import Any
from urllib.parse import quote

import httpx

from tests.database.athlete import Document
from tests.faults.offline_week import Entry
from tests.faults.phone import Phone

# What a device keeps a copy of, and by what it knows a row.
SYNCED = {
    "workout_sessions": "id",
    "session_exercises": "id",
    "body_measurements": "id",
    "check_ins": "day",
    "workout_plan_day_exercises": "id",
    "profiles": "id",
}
Copy = dict[str, dict[str, Document]]


class Device:
    """A queue of what was done offline, and a copy of what the server has."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.copy: Copy = {table: {} for table in SYNCED}
        # Rows that the server took from here.
        self.taken: list[Entry] = []

    def pull(self) -> None:
        """Fetch what has changed since the last pull; what the server no longer lists is gone."""
        for table, key in SYNCED.items():
            rows = self.copy[table]
            last = max((row["updated_at"] for row in rows.values()), default="2000-01-01T00:00:00Z")
            changed = self.phone.rows(f"{table}?select=*&updated_at=gte.{quote(last)}")
            there = {row[key] for row in self.phone.rows(f"{table}?select={key}")}
            rows.update({row[key]: row for row in changed})
            self.copy[table] = {name: row for name, row in rows.items() if name in there}

    def send(self, queue: list[Entry]) -> None:
        """Empty the queue in its order; what lost its answer goes again."""
        for entry in queue:
            for _ in range(entry.times):
                self._send(entry)

    def _send(self, entry: Entry) -> None:  # noqa: C901 - a case a kind
        match entry.kind:
            case "log":
                self._log(entry)
            case "correct":
                self.phone.call("correct_workout", p_workout=entry.body)
            case "add set":
                self._put_set(entry)
            case "change set":
                self.phone.change("session_exercises", entry.row, **entry.body)
            case "delete set":
                self.phone.drop("session_exercises", entry.row)
            case "delete workout":
                self.phone.drop("workout_sessions", entry.row)
            case "weigh":
                self.phone.put("body_measurements", entry.body)
            case "aim":
                self.phone.change("workout_plan_day_exercises", entry.row, **entry.body)
            case "move" | "begin weeks on":
                self.phone.change("profiles", self.phone.id, **entry.body)
            case "check in":
                self.phone.call("record_check_in", p_check_in=entry.body)

    def _log(self, entry: Entry) -> None:
        """A workout; where the other device has logged it with other content, its sets one by one."""
        if self._asked("POST", "/rpc/log_workout", {"p_workout": entry.body}) == httpx.codes.OK:
            return
        for one_set in entry.body["sets"]:
            self._put_set(Entry("add set", one_set["id"], one_set | {"workout_session_id": entry.row}))

    def _put_set(self, entry: Entry) -> None:
        path = "/session_exercises?on_conflict=id"
        if (
            self._asked("POST", path, entry.body, prefer="resolution=merge-duplicates")
            != httpx.codes.CONFLICT
        ):
            self.taken.append(entry)

    def _asked(self, method: str, path: str, body: Any, **headers: str) -> int:
        """The status: success, or 409, by which the other device was first."""
        answer = self.phone.caller.http.request(method, path, json=body, headers=headers)
        Phone.answers[answer.status_code] += 1
        assert answer.is_success or answer.status_code == httpx.codes.CONFLICT, answer.text
        return answer.status_code
