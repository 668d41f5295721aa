"""A phone with a bad network: it asks with ids of its own, and asks again until it is answered."""

import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from local.services import Address
from tests.people import Person

_PATIENCE_SECONDS = 60
_PAUSE_SECONDS = 0.05
_ANSWER_SECONDS = 20


@dataclass
class Counts:
    """What it took."""

    acknowledged: int = 0
    retries: int = 0
    # By the status of an answer that says "again", or the kind of a broken connection.
    setbacks: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: "Counts") -> "Counts":
        kinds = self.setbacks.keys() | other.setbacks.keys()
        return Counts(
            self.acknowledged + other.acknowledged,
            self.retries + other.retries,
            {kind: self.setbacks.get(kind, 0) + other.setbacks.get(kind, 0) for kind in sorted(kinds)},
        )


class Device:
    """One connection of a signed-in person to the Data API, at `url` or where the stack is."""

    def __init__(self, person: Person, address: Address, url: str | None = None) -> None:
        self.person = person
        self.counts = Counts()
        self.patience: float = _PATIENCE_SECONDS
        self._http = httpx.Client(
            base_url=f"{url or address.url}/rest/v1",
            headers={"apikey": address.publishable_key, "authorization": f"Bearer {person.access_token}"},
        )

    def close(self) -> None:
        self._http.close()

    def once(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        seconds: float = _ANSWER_SECONDS,
    ) -> httpx.Response:
        """Ask, and take what comes; raises httpx.TransportError when nothing does."""
        return self._http.request(method, path, json=body, headers=headers, timeout=seconds)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask until there is an answer that says yes; returns its JSON.

        No answer, 5xx, 429 and an error without a code mean "again". Anything else is a wrong answer to a
        right request.
        """
        began = time.monotonic()
        while True:
            try:
                answer = self.once(method, path, body, headers)
            except httpx.TransportError as error:
                setback = type(error).__name__
            else:
                # What PostgREST says when its connection was cut while it was idle: 400 without a code.
                is_lost = answer.status_code == 400 and answer.json()["code"] == ""
                if answer.status_code < 500 and answer.status_code != 429 and not is_lost:
                    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
                    self.counts.acknowledged += 1
                    return answer.json() if answer.content else None
                assert "json" in answer.headers["content-type"], f"{method} {path}: {answer.text}"
                setback = f"{answer.status_code} {answer.json()['code']}"
            self.counts.retries += 1
            self.counts.setbacks[setback] = self.counts.setbacks.get(setback, 0) + 1
            assert time.monotonic() - began < self.patience, f"{method} {path}: {setback} again and again"
            time.sleep(_PAUSE_SECONDS)

    def call(self, function: str, **arguments: Any) -> Any:
        """The answer of an RPC, asked for until it comes."""
        return self.ask("POST", f"/rpc/{function}", arguments)

    def upsert(self, table: str, row: dict[str, Any]) -> None:
        """Write a row with an id of ours."""
        prefer = {"prefer": "resolution=merge-duplicates,return=minimal"}
        self.ask("POST", f"/{table}?on_conflict=id", row, **prefer)

    def change(self, table: str, row_id: str, values: dict[str, Any]) -> None:
        self.ask("PATCH", f"/{table}?id=eq.{row_id}", values)

    def remove(self, table: str, row_id: str) -> None:
        self.ask("DELETE", f"/{table}?id=eq.{row_id}")
