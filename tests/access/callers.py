"""The callers: a signed-in user, an anonymous visitor, the service."""

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from local.services import Address
from tests import people

UPSERT = {"prefer": "resolution=merge-duplicates,return=representation"}
REPRESENTATION = {"prefer": "return=representation"}


@dataclass(frozen=True)
class Caller:
    """The Data API as one caller sees it."""

    id: str
    http: httpx.Client

    def rpc(self, name: str, **arguments: object) -> httpx.Response:
        return self.http.post(f"/rpc/{name}", json=arguments)

    def done(self, name: str, **arguments: object) -> Any:
        """The result of an RPC that must succeed."""
        answer = self.rpc(name, **arguments)
        assert answer.status_code == 200, f"{name}: {answer.status_code} {answer.text}"
        return answer.json()

    def add(self, table: str, row: dict[str, Any] | list[dict[str, Any]]) -> httpx.Response:
        return self.http.post(f"/{table}", json=row, headers=REPRESENTATION)

    def put(self, table: str, row: dict[str, Any] | list[dict[str, Any]], key: str) -> httpx.Response:
        """An upsert, as supabase-js sends it."""
        return self.http.post(f"/{table}", json=row, params={"on_conflict": key}, headers=UPSERT)

    def change(self, table: str, changes: dict[str, Any], **filters: str) -> httpx.Response:
        return self.http.patch(f"/{table}", json=changes, params=filters, headers=REPRESENTATION)

    def drop(self, table: str, **filters: str) -> httpx.Response:
        return self.http.delete(f"/{table}", params=filters, headers=REPRESENTATION)

    def see(self, table: str, **parameters: str) -> httpx.Response:
        return self.http.get(f"/{table}", params=parameters)


def _caller(stack: Address, user: str, key: str, token: str | None) -> Caller:
    headers = {"apikey": key} | ({"authorization": f"Bearer {token}"} if token else {})
    return Caller(user, httpx.Client(base_url=f"{stack.url}/rest/v1", headers=headers, timeout=30))


def visitor(stack: Address) -> Caller:
    """Somebody with the publishable key and no token."""
    return _caller(stack, str(uuid.uuid4()), stack.publishable_key, None)


def service(stack: Address) -> Caller:
    """The secret key."""
    return _caller(stack, str(uuid.uuid4()), stack.secret_key, None)


def sign_up(stack: Address, metadata: dict[str, Any] | None = None) -> Caller:
    """A new person, signed in."""
    person = people.sign_up(stack, metadata)
    return _caller(stack, person.id, stack.publishable_key, person.access_token)
