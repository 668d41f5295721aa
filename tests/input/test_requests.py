"""Requests that are broken as requests: bytes, types, filters. None ends in a 5xx, none writes."""

import pytest

from tests.access.world import World

RPCS = [
    "log_workout",
    "create_plan",
    "record_check_in",
    "complete_onboarding",
    "search_exercises",
    "simulate_progression",
]
BODIES = {
    "nothing": b"",
    "no JSON": b"{not json",
    "half of it": b'{"p_workout": {"id": ',
    "a bare NaN": b'{"p_workout": NaN, "p_plan": NaN, "p_check_in": NaN, "p_profile": NaN, "p_limit": NaN}',
    "an array": b"[]",
    "an array of calls": b'[{"p_workout": {}}, {"p_workout": {}}]',
    "a number": b"42",
    "null": b"null",
    "bytes that are no UTF-8": b'{"p_query": "\xff\xfe"}',
    "a number beyond a double": b'{"p_limit": 1e400, "p_workout": {"name": 1e400}, "p_plan": [1e400]}',
    "half of a surrogate pair": b'{"p_workout": {"notes": "\\ud800"}, "p_query": "\\ud800"}',
    "10,000 arrays deep": b'{"p_workout": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "10,000 objects deep": b'{"p_plan": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}",
    "an argument that isn't": b'{"p_workout": {}, "p_admin": true}',
    "nine megabytes": b'{"p_query": "' + b"x" * 9_000_000 + b'"}',
}


@pytest.mark.attack("bodies-11")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("rpc", RPCS)
def test_a_broken_body_is_the_senders_fault(athlete: World, rpc: str, body: bytes) -> None:
    before = athlete.snapshot()
    headers = {"content-type": "application/json"}
    answer = athlete.caller.http.post(f"/rpc/{rpc}", content=body, headers=headers)
    if answer.status_code < 400:
        # Arguments may be left out where all have a default.
        assert rpc in ("record_check_in", "search_exercises")
        assert body in (b"", b"null", b"[]")
    else:
        assert answer.status_code < 500, answer.text
        assert athlete.snapshot() == before


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data", "image/png", ""]
)
@pytest.mark.parametrize("rpc", RPCS)
def test_a_wrong_content_type_is_the_senders_fault(athlete: World, rpc: str, content_type: str) -> None:
    before = athlete.snapshot()
    headers = {"content-type": content_type} if content_type else {}
    answer = athlete.caller.http.post(f"/rpc/{rpc}", content=b"<xml/>", headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert athlete.snapshot() == before


@pytest.mark.parametrize(
    "parameters",
    [
        {"id": "eq.nobody"},
        {"id": "in.(1,2,3)"},
        {"status": "eq.finished"},
        {"started_at": "gt.yesterday-ish"},
        {"started_at": "gt.99999999-01-01"},
        {"total_volume_kg": "gt.heavy"},
        {"total_volume_kg": "gt.1e400000"},
        {"nothing": "eq.1"},
        {"select": "nothing"},
        {"select": "*,nothing(*)"},
        {"select": "((("},
        {"order": "nothing.desc"},
        {"order": "started_at.sideways"},
        {"limit": "-1"},
        {"limit": "many"},
        {"offset": "-5"},
        {"or": "(id.eq.nobody"},
        {"notes": "like.%\\"},
        {"notes": "fts.&&&"},
        {"id": "cs.{a}"},
        {"planned->>name": "eq.x", "planned->a->>b": "is.maybe"},
    ],
    ids=str,
)
@pytest.mark.parametrize("verb", ["GET", "PATCH", "DELETE"])
def test_a_bad_filter_is_the_senders_fault(athlete: World, verb: str, parameters: dict[str, str]) -> None:
    before = athlete.snapshot()
    json = {"notes": "changed"} if verb == "PATCH" else None
    # Nobody's rows, so that a filter that is good after all changes none.
    harmless = parameters | ({} if "id" in parameters else {"id": f"eq.{athlete.caller.id}"})
    answer = athlete.caller.http.request(verb, "/workout_sessions", params=harmless, json=json)
    assert answer.status_code < 500, answer.text
    assert athlete.snapshot() == before


@pytest.mark.parametrize("token", ["x", "a.b.c", "null", "Bearer", "sb_secret_guessed", "é"])
def test_a_bad_token_is_no_user(athlete: World, token: str) -> None:
    headers = {b"authorization": f"Bearer {token}".encode()}
    answer = athlete.caller.http.get("/profiles", headers=headers)
    assert answer.status_code == 401, answer.text


@pytest.mark.parametrize(
    "name", ["no_such_function", "require_caller", "private.log_workout", "pg_sleep", "../x"]
)
def test_what_is_no_rpc_is_not_found(athlete: World, name: str) -> None:
    answer = athlete.caller.rpc(name)
    assert answer.status_code in (400, 404), answer.text


@pytest.mark.parametrize("name", ["no_such_table", "users", "auth.users", "tombstones", "pg_class"])
def test_what_is_no_table_is_not_found(athlete: World, name: str) -> None:
    assert athlete.caller.see(name).status_code == 404


@pytest.mark.attack("requests-8")
@pytest.mark.parametrize("schema", ["private", "auth", "storage", "pg_catalog"])
def test_no_other_schema_can_be_chosen(athlete: World, schema: str) -> None:
    answer = athlete.caller.http.get("/tombstones", headers={"accept-profile": schema})
    assert 400 <= answer.status_code < 500, answer.text
    answer = athlete.caller.http.post(
        "/rpc/lock_user", json={"p_user": athlete.caller.id}, headers={"content-profile": schema}
    )
    assert 400 <= answer.status_code < 500, answer.text
