"""Text of a client's doesn't reach the status line or the headers of an answer.

PostgREST makes the message of our errors the reason phrase, unescaped; the local gateway does the same, and
answers 500 where that would split the response.
"""

import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.access.callers import Caller
from tests.access.rpc_cases import SERVICE_ONLY
from tests.access.world import World
from tests.input.documents import DOCUMENTS, Document, put
from tests.support import Connection

MEGABYTE = 1024 * 1024
# Lambda and browsers take more, but no error needs it.
MOST_ANSWERED = 10_000
HEADER = "a\r\nX-Injected: yes\r\nSet-Cookie: sid=1"
HOSTILE = {
    "a header": HEADER,
    "a whole answer": "a\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nX-Injected: yes\r\n\r\n",
    "a line feed alone": "a\nX-Injected: yes",
    "a carriage return alone": "a\rX-Injected: yes",
    "escaped again": "a\\r\\nX-Injected: yes%0d%0aX-Injected: yes",
    "control characters": "a\x01\x0b\x0c\x1b[31m\x7f\x85\u2028X-Injected: yes",
    "beyond Latin-1": "\u560d\u560aX-Injected: yes",
    "NUL": "a\0X-Injected: yes",
    "a path": "days[0].a\r\nX-Injected: yes].b",
    "1 MB": "\r\nX-Injected: yes" * (MEGABYTE // 17),
}
# By type of argument; what isn't here is left out.
HARMLESS: dict[str, Any] = {
    "integer": 1,
    "boolean": False,
    "numeric": 1,
    "timestamp with time zone": "2026-01-01T00:00:00Z",
}
OBJECTS = [
    pytest.param(document, place, id=f"{document}-{place or 'top'}")
    for document in DOCUMENTS
    for place in ("", *sorted({key.rpartition(".")[0] for key in document.keys if "." in key}))
]


def faults(answer: httpx.Response) -> list[str]:
    """What is wrong with an answer to hostile text. httpx has taken the status line and the headers apart."""
    said = [
        *([f"{answer.status_code} {answer.text[:200]}"] if answer.status_code >= 500 else []),
        *(
            [f"phrase {answer.reason_phrase!r}"]
            if not re.fullmatch(r"[ -~]{1,200}", answer.reason_phrase)
            else []
        ),
        *([f"headers {answer.headers}"] if {"x-injected", "set-cookie"} & set(answer.headers) else []),
    ]
    if answer.status_code < 400 or not answer.text.startswith("{"):
        return said
    told = answer.json()
    if re.fullmatch(r"PT\d{3}", told["code"]):
        said += ["not the message"] if answer.reason_phrase != told["message"] else []
        said += [f"message {told['message']}"] if "Injected" in told["message"] else []
        said += [f"{len(answer.content)} bytes"] if len(answer.content) > MOST_ANSWERED else []
    return said


@pytest.mark.attack("splitting-3")
@pytest.mark.parametrize(("document", "place"), OBJECTS)
def test_a_key_of_any_object_of_a_document_splits_no_answer(
    owner: World, secret: Caller, document: Document, place: str
) -> None:
    caller = secret if document.by_service else owner.caller
    found = {}
    for kind, text in HOSTILE.items():
        given = document.valid(owner)
        _object(given, place)[text] = 1
        answer = caller.rpc(document.rpc, **document.call(owner, given))
        if wrong := faults(answer):
            found[kind] = wrong
        assert answer.status_code >= 400
    assert found == {}


def _object(document: Any, place: str) -> Any:
    """The object of a document at `days[0].exercises[0]`."""
    for part in re.findall(r"\w+", place):
        document = document[int(part) if part.isdigit() else part]
    return document


@pytest.mark.attack("splitting-4")
@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_value_of_any_key_of_a_document_splits_no_answer(
    vandal: World, secret: Caller, document: Document
) -> None:
    caller = secret if document.by_service else vandal.caller
    found = {}
    for key in document.keys:
        for kind, text in HOSTILE.items():
            # A long value is refused before it is looked at; one of the keys shows it.
            if kind == "1 MB" and "." in key:
                continue
            given = put(document.valid(vandal), key, text)
            if wrong := faults(caller.rpc(document.rpc, **document.call(vandal, given))):
                found[key, kind] = wrong
    assert found == {}


@pytest.mark.attack("splitting-5")
def test_no_argument_of_any_rpc_splits_an_answer(
    vandal: World, secret: Caller, shared_sql: Connection
) -> None:
    rpcs = shared_sql.execute(
        """
        select p.proname::text, array_agg(a.name order by a.i),
            array_agg(format_type(a.type, null) order by a.i)
        from pg_proc as p
        cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) with ordinality as a (name, type, i)
        where p.pronamespace = 'public'::regnamespace and a.type is not null
        group by p.oid, p.proname
        having bool_or(format_type(a.type, null) in ('text', 'jsonb', 'text[]'))
        order by 1
        """
    ).fetchall()
    assert len(rpcs) > 20
    found = {}
    for rpc, names, types in rpcs:
        caller = secret if rpc in SERVICE_ONLY else vandal.caller
        for kind, text in HOSTILE.items():
            for shape in (text, {text: text}, [text], [{text: text}]):
                values = HARMLESS | {"uuid": vandal.caller.id, "text": text, "text[]": [text], "jsonb": shape}
                arguments = {name: values[of] for name, of in zip(names, types, strict=True) if of in values}
                if wrong := faults(caller.rpc(rpc, **arguments)):
                    found[rpc, kind, type(shape)] = wrong
    assert found == {}


@pytest.mark.attack("splitting-6")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_column_filter_or_name_splits_an_answer(owner: World, text: str) -> None:
    cut = text[:1000]
    header = cut.encode("unicode_escape").decode().strip()
    http = owner.caller.http
    answers = [
        http.post("/body_measurements", json={text: 1}),
        http.post("/exercises", json={"name": text, "description": text}),
        http.patch("/workout_plans", params={"id": f"eq.{owner.caller.id}"}, json={text: text}),
        http.get("/profiles", params={"select": cut}),
        http.get("/profiles", params={cut: f"eq.{cut}"}),
        http.get("/profiles", params={"order": cut}),
        http.get(f"/{quote(cut, safe='')}"),
        http.post(f"/rpc/{quote(cut, safe='')}", json={}),
        http.get("/profiles", headers={"x-request-id": header, "prefer": header}),
    ]
    assert [wrong for answer in answers if (wrong := faults(answer))] == []
