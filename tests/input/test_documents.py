"""Every key of every document with every wrong value: PT422, the field named, nothing written."""

import json
from typing import Any

import httpx
import pytest

from tests.access.callers import Caller
from tests.access.world import World
from tests.input.documents import DOCUMENTS, Document, Json, put, without
from tests.input.values import BIG, HUGE, WRONG
from tests.support import Connection

KEYS = [pytest.param(d, key, kind, id=f"{d}-{key}") for d in DOCUMENTS for key, kind in d.keys.items()]
BOUNDED = [
    pytest.param(d, key, kind, id=f"{d}-{key}")
    for d in DOCUMENTS
    for key, kind in d.keys.items()
    if kind.rstrip("!") in ("integer", "number", "text")
]
REQUIRED = [
    pytest.param(d, key, id=f"{d}-{key}") for d in DOCUMENTS for key, kind in d.keys.items() if "!" in kind
]
OBJECTS = [
    pytest.param(d, place, id=f"{d}-{place or 'top'}")
    for d in DOCUMENTS
    for place in ("", *sorted({key.rpartition(".")[0] for key in d.keys if "." in key}))
]


# What is tried elsewhere, or comes from the service alone.
ELSEWHERE = {
    ("reorder_plan", "p_order"): "tests/database/plans/test_plan_order.py",
    ("next_set", "p_sets"): "tests/database/prescribing/test_next_set_what_if.py",
    ("simulate_progression", "p_outcomes"): "tests/database/prescribing/test_simulation_input.py",
    ("record_ai_usage", "p_usage"): "tests/database/ai/test_ai_usage.py",
    ("finish_ai_request", "p_usage"): "read as record_ai_usage reads it",
    ("finish_ai_request", "p_body"): "kept as it is; tests/database/ai/test_ai_requests.py",
    ("store_coach_answer", "p_request"): "tests/database/coach/test_coach_requests.py",
    ("store_memory_vectors", "p_vectors"): "tests/database/coach/test_memories.py",
    ("store_billing_event", "p_payload"): "kept as it is; tests/functions/billing_webhook/test_receiving.py",
    ("settle_messages", "p_results"): "what dispatch_notifications counted",
    ("settle_receipts", "p_results"): "what dispatch_notifications counted",
    ("seal_tokens", "p_tokens"): "what dispatch_notifications sealed",
    ("settle_file_deletions", "p_results"): "what delete_files counted",
    ("count_abuse_signals", "p_signals"): "tests/database/observation/test_abuse_signals.py",
}


def test_every_document_that_an_rpc_takes_is_tried(athlete: World, shared_sql: Connection) -> None:
    found = shared_sql.execute(
        """
        select p.proname::text, a.name from pg_proc as p
        cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) as a (name, type)
        where p.pronamespace = 'public'::regnamespace and a.type = 'jsonb'::regtype
        """
    ).fetchall()
    tried = {
        (document.rpc, name)
        for document in DOCUMENTS
        for name, given in document.call(athlete, document.valid(athlete)).items()
        if isinstance(given, dict)
    }
    assert set(found) == tried | set(ELSEWHERE)


def send(document: Document, athlete: World, secret: Caller, given: Json) -> httpx.Response:
    caller = secret if document.by_service else athlete.caller
    return caller.rpc(document.rpc, **document.call(athlete, given))


def fault(answer: httpx.Response) -> tuple[int, str, str | None]:
    """Status, code and the field at fault."""
    body: dict[str, Any] = answer.json()
    details = json.loads(body["details"]) if body.get("details") else {}
    return answer.status_code, body["code"], details.get("field")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_valid_document_is_taken(athlete: World, secret: Caller, document: Document) -> None:
    """Else everything below would be refused for a reason of its own."""
    answer = send(document, athlete, secret, document.valid(athlete))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("document", "key", "kind"), KEYS)
def test_a_wrong_value_is_refused_by_name(
    athlete: World, secret: Caller, document: Document, key: str, kind: str
) -> None:
    before = athlete.snapshot()
    taken = {}
    for value in WRONG[kind.rstrip("!")]:
        answer = send(document, athlete, secret, put(document.valid(athlete), key, value))
        status, code, field = fault(answer)
        # What is wrong deep inside a key is named with the way to it.
        named = (field or "").startswith(document.field(key))
        if (status, code, named) != (422, "PT422", True):
            taken[str(value)[:40]] = answer.text[:300]
    assert taken == {}
    assert athlete.snapshot() == before


@pytest.mark.parametrize(("document", "key", "kind"), BOUNDED)
def test_the_bounds_that_an_answer_names_hold(
    athlete: World, secret: Caller, document: Document, key: str, kind: str
) -> None:
    """What is just within them is none of Postgres' own errors; what is just beyond is PT422 again."""

    def sent(value: Json) -> tuple[int, str]:
        answer = send(document, athlete, secret, put(document.valid(athlete), key, value))
        return answer.status_code, "" if answer.status_code == 200 else str(answer.json()["code"])

    is_text = kind.startswith("text")
    refused = send(document, athlete, secret, put(document.valid(athlete), key, HUGE if is_text else BIG))
    expected = json.loads(refused.json()["details"]).get("expected", {})
    if "max" not in expected:
        # A notation of its own, such as RPE in halves.
        assert sent(BIG) == (422, "PT422")
        return
    lowest, highest = expected.get("min", 0), expected["max"]
    within = ["x" * max(lowest, 1), "x" * highest] if is_text else [lowest, highest]
    beyond = ["x" * (highest + 1)] if is_text else [lowest - 1, highest + 1]
    assert [code for _, code in map(sent, within) if code and not code.startswith("PT4")] == []
    assert {sent(value) for value in beyond} == {(422, "PT422")}


@pytest.mark.parametrize(("document", "key"), REQUIRED)
def test_a_missing_key_is_named(athlete: World, secret: Caller, document: Document, key: str) -> None:
    before = athlete.snapshot()
    for given in (without(document.valid(athlete), key), put(document.valid(athlete), key, None)):
        assert fault(send(document, athlete, secret, given)) == (422, "PT422", document.field(key))
    assert athlete.snapshot() == before


@pytest.mark.attack("mass-5")
@pytest.mark.parametrize(("document", "place"), OBJECTS)
def test_an_unknown_key_is_named(athlete: World, secret: Caller, document: Document, place: str) -> None:
    before = athlete.snapshot()
    key = f"{place}.experience_points" if place else "experience_points"
    given = put(document.valid(athlete), key, 1000)
    assert fault(send(document, athlete, secret, given)) == (422, "PT422", document.field(key))
    assert athlete.snapshot() == before


@pytest.mark.parametrize("given", [1, "text", True, [], [{}], "{}"], ids=repr)
@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_what_is_no_object_is_refused(
    athlete: World, secret: Caller, document: Document, given: Json
) -> None:
    before = athlete.snapshot()
    status, code, _ = fault(send(document, athlete, secret, given))
    assert (status, code) == (422, "PT422")
    assert athlete.snapshot() == before


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_text_with_nul_is_refused(athlete: World, secret: Caller, document: Document) -> None:
    """jsonb can't hold it, so our functions never see it: 22P05 is Postgres' own."""
    before = athlete.snapshot()
    answer = send(document, athlete, secret, document.valid(athlete) | {"notes": "a\x00b", "name": "\x00"})
    assert (answer.status_code, answer.json()["code"]) == (400, "22P05")
    assert athlete.snapshot() == before
