"""Requests to Storage, through its Python client and around it."""

import uuid
from typing import Any

import httpx
import pytest

from local.services import Address
from tests.people import Person
from tests.support import Connection

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
MEGABYTE = 1024 * 1024
BUCKETS = {"plan-photos": 10 * MEGABYTE, "avatars": 2 * MEGABYTE}
DENIED = r"row-level security|Unauthorized|[Nn]ot.?found"

every_bucket = pytest.mark.parametrize("bucket", BUCKETS)


def files(person: Person, bucket: str) -> Any:
    return person.client.storage.from_(bucket)


def put(person: Person, bucket: str, path: str, content: bytes = PNG, kind: str = "image/png") -> None:
    files(person, bucket).upload(path, content, {"content-type": kind})


def kept(person: Person, bucket: str) -> str:
    """The path of a picture that this person has."""
    path = f"{person.id}/{uuid.uuid4()}.png"
    put(person, bucket, path)
    return path


def raw(
    stack: Address,
    person: Person | None,
    method: str,
    path: str,
    more: dict[str, str] | None = None,
    **request: Any,
) -> httpx.Response:
    """A request to Storage whose path arrives as it was written; `more` are headers."""
    headers = {"apikey": stack.publishable_key, "content-type": "image/png"} | (more or {})
    if person:
        headers["authorization"] = f"Bearer {person.access_token}"
    url = httpx.URL(stack.url).copy_with(raw_path=f"/storage/v1/object/{path}".encode())
    return httpx.request(method, url, headers=headers, timeout=30, **request)


def names(sql: Connection, bucket: str, owner: str) -> list[str]:
    """What the bucket holds in this person's folder, by whatever spelling."""
    found = sql.execute(
        "select name from storage.objects where bucket_id = %s and name like %s order by 1",
        [bucket, f"%{owner}%"],
    )
    return [row[0] for row in found]
