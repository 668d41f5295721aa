"""Every value comes and goes as PostgREST would pass it, where Lite alone would not."""

import uuid

import httpx
import pytest

from tests.local.gateway.calls import NUL, insert, rpc


@pytest.mark.parametrize("value", [{"a": [1, None]}, [1, "a"], [True], "text", 12.5, True, None])
def test_a_jsonb_argument_arrives_as_it_was_sent(user: httpx.Client, value: object) -> None:
    assert rpc(user, "echo_jsonb", {"p": value}).json() == value


@pytest.mark.parametrize("value", [{"a": [1, None]}, [1, "a"], [True], "text", 12.5, True, None])
def test_a_jsonb_column_keeps_what_was_sent(user: httpx.Client, value: object) -> None:
    assert insert(user, "parents", {"name": "j", "meta": value}).json()[0]["meta"] == value


@pytest.mark.parametrize(
    ("name", "value", "result"),
    [
        ("echo_texts", ["a,b", 'q"', None, "NULL", "", "\\", "{x}"], ...),
        ("echo_texts", [["a"], ["b"]], ...),
        ("echo_texts", [1, True, {"a": 1}], ["1", "true", '{"a":1}']),
        ("echo_moods", ["low", "high"], ...),
        ("echo_uuids", [str(uuid.UUID(int=1)), None], ...),
        ("echo_uuids", [], ...),
        ("echo_text", {"a": 1}, '{"a":1}'),
        ("echo_text", 5, "5"),
        ("echo_boolean", "yes", True),
        ("echo_numeric", 72.500, 72.5),
        ("echo_instant", "2026-02-03T10:00:00+05:30", "2026-02-03T04:30:00+00:00"),
        ("echo_date", "2026-02-03", ...),
        ("nothing", None, ...),
    ],
)
def test_a_value_is_read_and_written_as_postgres_does_in_json(
    user: httpx.Client, name: str, value: object, result: object
) -> None:
    answer = rpc(user, name, {} if name == "nothing" else {"p": value})
    expected = value if result is ... else result
    assert (answer.json() if answer.content else None) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("echo_uuids", "x"),
        ("echo_uuids", {"a": 1}),
        ("echo_uuids", 3),
        ("echo_moods", ["unheard of"]),
        ("echo_texts", [NUL]),
        ("echo_text", NUL),
        ("echo_jsonb", {"a": NUL}),
        ("echo_boolean", "perhaps"),
        ("echo_numeric", {}),
        ("echo_date", {"a": 1}),
        ("echo_instant", "yesterday noon"),
    ],
)
def test_a_value_of_the_wrong_type_is_the_clients_error(user: httpx.Client, name: str, value: object) -> None:
    answer = rpc(user, name, {"p": value})
    assert (answer.status_code, answer.json()["code"][:2]) == (400, "22")
