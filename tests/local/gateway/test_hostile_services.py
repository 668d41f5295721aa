"""Whatever is sent to Auth and Storage is at worst the sender's fault: 4xx, and the next is served."""

import json
import uuid
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import pytest

from local.services import Address
from tests import people

MEGABYTE = 1024 * 1024
WRONG: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "a number": 3,
    "a fraction": -1.5,
    "a number beyond integers": 10**19,
    "a number beyond doubles": 10**400,
    "an empty text": "",
    "a text": "x",
    "NUL": "a\0b",
    "a megabyte": "x" * MEGABYTE,
    "half of a surrogate pair": "\ud800",
    "an array": ["x"],
    "an array of arrays": [[["x"]]],
    "an array of objects": [{"x": 1}],
    "an array of null": [None],
    "an object": {"x": "y"},
    "nested objects": {"x": {"y": {"z": []}}},
    "a prototype": {"__proto__": {"toString": 1}, "toString": 1, "length": -1},
    "a date": "0000-99-99",
}
# The bodies that each service reads, right but for the field that is tried.
AUTH: dict[str, dict[str, Any]] = {
    "POST signup": {"email": "EMAIL", "password": people.PASSWORD, "data": {}, "code_challenge": None,
                    "phone": None, "channel": None, "code_challenge_method": None,
                    "gotrue_meta_security": {}},
    "POST token?grant_type=password": {"email": "OWN", "password": people.PASSWORD, "phone": None,
                                       "gotrue_meta_security": {}},
    "POST token?grant_type=refresh_token": {"refresh_token": "x"},
    "POST token?grant_type=pkce": {"auth_code": "x", "code_verifier": "x"},
    "POST token?grant_type=id_token": {"provider": "google", "id_token": "x", "nonce": "x",
                                       "access_token": "x"},
    "POST token?grant_type=nothing": {"email": "OWN"},
    "POST otp": {"email": "OWN", "create_user": False, "data": {}, "options": {}, "code_challenge": None},
    "POST magiclink": {"email": "OWN"},
    "POST recover": {"email": "OWN", "code_challenge": "x", "code_challenge_method": "s256"},
    "POST resend": {"email": "OWN", "type": "signup"},
    "POST verify": {"email": "OWN", "token": "123456", "type": "email", "token_hash": None,
                    "redirect_to": "x"},
    "PUT user": {"email": "OWN", "password": people.PASSWORD, "data": {}, "nonce": "x", "phone": None},
    "POST logout?scope=nothing": {"scope": "x"},
}  # fmt: skip
STORAGE: dict[str, dict[str, Any]] = {
    "POST object/list/drawers": {"prefix": "", "limit": 10, "offset": 0, "search": "",
                                 "sortBy": {"column": "name", "order": "asc"}},
    "POST object/move": {"bucketId": "drawers", "sourceKey": "MINE", "destinationKey": "MINE",
                         "destinationBucket": "drawers"},
    "POST object/copy": {"bucketId": "drawers", "sourceKey": "MINE", "destinationKey": "MINE",
                         "destinationBucket": "drawers", "metadata": {}},
    "POST object/sign/drawers/MINE": {"expiresIn": 60, "transform": {}},
    "POST object/sign/drawers": {"expiresIn": 60, "paths": ["MINE"]},
    "POST object/upload/sign/drawers/MINE": {"upsert": True},
    "DELETE object/drawers": {"prefixes": ["MINE"]},
    "POST bucket": {"id": "x", "name": "x", "public": False, "file_size_limit": 1000,
                    "allowed_mime_types": ["x/y"]},
    "PUT bucket/drawers": {"id": "x", "name": "x", "public": False, "file_size_limit": 1000,
                           "allowed_mime_types": ["x/y"]},
}  # fmt: skip
ENDPOINTS = {f"auth {call}": (f"/auth/v1/{call.split()[1]}", fields) for call, fields in AUTH.items()} | {
    f"storage {call}": (f"/storage/v1/{call.split()[1]}", fields) for call, fields in STORAGE.items()
}


@pytest.fixture(scope="module")
def person(stack: Address, database: str) -> httpx.Client:
    """Somebody who may do anything in a bucket."""
    with psycopg.connect(database) as sql:
        sql.execute(
            "insert into storage.buckets (id, name) values ('drawers', 'drawers') on conflict do nothing"
        )
    signed_up = people.sign_up(stack)
    headers = {"apikey": stack.publishable_key, "authorization": f"Bearer {signed_up.access_token}"}
    return httpx.Client(base_url=stack.url, headers=headers, timeout=30)


def filled(fields: Any) -> Any:
    """Addresses and paths that are new each time."""
    text = json.dumps(fields).replace("EMAIL", f"{uuid.uuid4()}@example.com")
    return json.loads(text.replace("OWN", "nobody@example.com").replace("MINE", f"{uuid.uuid4()}/x.png"))


def send(client: httpx.Client, method: str, path: str, body: Any) -> list[str]:
    """What is wrong with the answer to a body."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    answer = client.request(method, filled([path])[0], content=content, headers=headers)
    return [f"{answer.status_code} {answer.text[:120]}"] if answer.status_code >= 500 else []


@pytest.mark.attack("services-1")
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_no_value_of_any_field_is_a_fault_of_the_server(person: httpx.Client, endpoint: str) -> None:
    method = endpoint.split()[1]
    path, fields = ENDPOINTS[endpoint]
    faults = {
        (name, kind): wrong
        for name in fields
        for kind, value in WRONG.items()
        if (wrong := send(person, method, path, filled(fields) | {name: value}))
    }
    faults |= {
        (f"in {name}", kind): wrong
        for name, nested in fields.items()
        if isinstance(nested, dict | list)
        for kind, value in WRONG.items()
        if (wrong := send(person, method, path, filled(fields) | {name: _inside(nested, value)}))
    }
    assert faults == {}
    assert person.get("/auth/v1/user").status_code == 200


def _inside(nested: Any, value: Any) -> Any:
    return [value] if isinstance(nested, list) else {**dict.fromkeys(nested or ["x"], value)}


@pytest.mark.attack("services-1")
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_no_body_is_a_fault_of_the_server(person: httpx.Client, endpoint: str) -> None:
    method = endpoint.split()[1]
    path, fields = ENDPOINTS[endpoint]
    bodies = [
        *WRONG.values(),
        [fields],
        [],
        {},
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b"NaN",
    ]
    assert [wrong for body in bodies if (wrong := send(person, method, path, body))] == []


PATHS = [
    "object/drawers/{}", "object/{}/x.png", "object/info/drawers/{}", "object/sign/drawers/{}", "bucket/{}",
    "object/public/drawers/{}", "object/list/{}", "object/upload/sign/drawers/{}",
]  # fmt: skip
NAMES = [
    "a\0b",
    "\0",
    "a\x01b",
    "a\nb",
    "\x7f",
    "a/\0/b",
    "x" * 2000,
    "\ud7ff\uffff",
    "a\\b",
    "a?b",
    "a#b",
    "%00",
    "%",
]


@pytest.mark.attack("services-2")
@pytest.mark.parametrize("method", ["POST", "PUT", "GET", "DELETE", "HEAD"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_of_a_file_is_a_fault_of_the_server(person: httpx.Client, method: str, name: str) -> None:
    statuses = {
        path: person.request(
            method,
            f"/storage/v1/{path.format(quote(name))}",
            content=b"{}",
            headers={"content-type": "image/png"},
        ).status_code
        for path in PATHS
    }
    assert {path: status for path, status in statuses.items() if status >= 500} == {}


@pytest.mark.attack("services-2")
@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize(
    "body",
    [
        {"bucketId": "drawers", "sourceKey": "NAME", "destinationKey": "NAME"},
        {"prefix": "NAME", "search": "NAME", "limit": 1, "offset": 0},
        {"prefixes": ["NAME"]},
        {"paths": ["NAME"], "expiresIn": 60},
    ],
)
def test_nor_is_it_in_a_body(person: httpx.Client, name: str, body: dict[str, Any]) -> None:
    content = json.loads(json.dumps(body).replace("NAME", json.dumps(name)[1:-1]))
    for endpoint in STORAGE:
        method, path = endpoint.split()
        assert send(person, method, f"/storage/v1/{path}", content) == []
