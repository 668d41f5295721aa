"""The ways in which these tests call the gateway."""

from pathlib import Path
from typing import Any

import httpx

SCHEMA = Path(__file__).parent / "schema.sql"
REPRESENTATION = {"prefer": "return=representation"}
NUL = "a\0b"


def rpc(client: httpx.Client, name: str, arguments: Any) -> httpx.Response:
    return client.post(f"/rest/v1/rpc/{name}", json=arguments)


def insert(client: httpx.Client, table: str, row: Any, select: str = "*") -> httpx.Response:
    return client.post(f"/rest/v1/{table}", params={"select": select}, json=row, headers=REPRESENTATION)
