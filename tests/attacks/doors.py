"""Every entry point for an attacker: the project's services, and every function with a URL."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

import functions
from local.functions_host import found
from local.services import Address
from tests.functions.served import REQUESTS

Knock = Callable[[Address, Mapping[str, str]], httpx.Response]
# One for all: a client of its own for each request costs more than the request.
HTTP = httpx.Client(timeout=30)
_PROVIDERS = ("revenuecat", "stripe")
FUNCTIONS = sorted(found(Path(functions.__file__).parent))


def paths_of(function: str) -> list[str]:
    """Where a function takes requests: at its own address, or one for each provider that sends to it."""
    return [f"{function}/{one}" for one in _PROVIDERS] if function == "billing-webhook" else [function]


def ask(method: str, path: str, body: Any = None) -> Knock:
    """A request that would be answered 200 or 201, were its headers good."""

    def knock(stack: Address, headers: Mapping[str, str]) -> httpx.Response:
        key = {"apikey": stack.publishable_key}
        return HTTP.request(method, f"{stack.url}{path}", json=body, headers=key | dict(headers))

    return knock


DOORS: dict[str, Knock] = {
    "a table": ask("GET", "/rest/v1/profiles?select=*"),
    "a function that writes": ask("POST", "/rest/v1/rpc/record_check_in", {"p_check_in": {"mood": 1}}),
    "the account": ask("GET", "/auth/v1/user"),
    "the pictures": ask("POST", "/storage/v1/object/list/avatars", {"prefix": ""}),
    **{
        path: ask("POST", f"/functions/v1/{path}", REQUESTS.get(function, {}))
        for function in FUNCTIONS
        for path in paths_of(function)
    },
}
