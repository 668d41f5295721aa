"""One spelling of a path, one of a preference, and no change of every row by accident."""

import socket
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from local.services import Address
from tests.local.gateway.calls import insert, rpc

# Each of these was, or could be, read as `/rest/v1/parents` by some part and as something else by another.
SPELLINGS = [
    "/%72est/v1/parents", "/r%65st/v1/parents", "/rest/%761/parents", "/rest/v%31/parents",
    "/rest/v1/p%61rents", "/rest%2fv1/parents", "/rest/v1%2Fparents", "/%2frest/v1/parents",
    "//rest/v1/parents", "/rest//v1/parents", "/rest/v1//parents", "/rest/v1/parents//",
    "/./rest/v1/parents", "/rest/./v1/parents", "/rest/v1/./parents", "/x/../rest/v1/parents",
    "/storage/v1/%2e%2e/%2E%2e/rest/v1/parents", "/storage/v1/.%2e/../rest/v1/parents", "/REST/v1/parents",
    "/Rest/V1/parents", "/rest/V1/parents", "/rest/v1;a=b/parents", "/rest;/v1/parents",
    "/;/rest/v1/parents", "/rest/v1/parents;a", "/rest\\v1\\parents", "/\\rest/v1/parents",
    "/rest/v1\\/parents", "/rest%5cv1/parents", "/rest/v1/parents%00", "/rest/v1/parents%0a",
    "/rest/v1/%0d%0aparents", "/rest/v1/parents#x", "/storage/v1/x#/../../rest/v1/parents",
    "/rest/v1/parents%", "/rest/v1/parents%zz", "/rest/v1/pa%u0072ents", "/%25%37%32est/v1/parents",
    "/rest/v1/parents/", "/rest/v1/parents/x", "/rest/v1", "/", "/v1/parents", "/parents",
    "/rest/v1/rpc/add_parent/", "/rest/v1/rpc/rpc/add_parent", "/rest/v2/parents", "/ rest/v1/parents",
    "/rest/v1/parents\t", "/\xc3\xaf/rest/v1/parents", "/rest/v1/par\xc0\xafents",
    "http://127.0.0.1/rest/v1/parents", "http://x@127.0.0.1/rest/v1/parents", "rest/v1/parents", "*",
    "?/rest/v1/parents", "/_system/introspect", "/functions/v1/../../rest/v1/parents",
    "/auth/v1/%2e./..//rest/v1/parents",
]  # fmt: skip


def raw(stack: Address, user: httpx.Client, method: str, target: str, body: str) -> tuple[int, str]:
    """The answer to a request whose target no client has tidied up."""
    address = urlsplit(stack.url)
    headers = [f"{name}: {user.headers[name]}" for name in ("apikey", "authorization")]
    head = [f"{method} {target} HTTP/1.1", "host: x", "connection: close", *headers]
    head += ["content-type: application/json", f"content-length: {len(body)}"]
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        connection.sendall("\r\n".join([*head, "", body]).encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode(errors="replace")
    return int(answer.split(" ", 2)[1]), answer


@pytest.mark.attack("spelling-1")
@pytest.mark.parametrize("method", ["PATCH", "GET"])
@pytest.mark.parametrize("target", SPELLINGS)
def test_a_path_has_one_spelling(
    stack: Address, user: httpx.Client, database: str, method: str, target: str
) -> None:
    row = insert(user, "parents", {"name": "as it was"}).json()[0]
    target += f"?id=eq.{row['id']}" if "?" not in target and "#" not in target else ""
    with psycopg.connect(database, autocommit=True) as sql:
        sql.execute("delete from gateway.requests")
        status, answer = raw(stack, user, method, target, '{"name": "changed"}')
        assert 400 <= status < 500, answer[:300]
        assert sql.execute("select * from gateway.requests").fetchall() == []
    assert "as it was" not in answer
    assert user.get("/rest/v1/parents", params={"id": f"eq.{row['id']}"}).json() == [row]


COUNTED = ["count=planned", "count=estimated", "count=exact"]
NOT_COUNTED = [
    "count = planned", "count= planned", "count =planned", "count\t=\tplanned", 'count="planned"',
    "COUNT=planned", "count=Planned", "count=planned;x=y", "count==planned", "count=planned=",
    "count='planned'", "count:planned", "count%3Dplanned", "Count=estimated", "count=plan ned", "count",
    "count=",
]  # fmt: skip


@pytest.mark.attack("spelling-2")
@pytest.mark.parametrize("prefer", [*COUNTED, *NOT_COUNTED])
@pytest.mark.parametrize("wrap", ["{}", "return=representation,\t{}\t, "])
def test_a_preference_has_one_spelling(user: httpx.Client, prefer: str, wrap: str) -> None:
    answer = user.get("/rest/v1/parents", headers={b"prefer": wrap.format(prefer).encode("latin-1").strip()})
    counted = answer.headers["content-range"].rpartition("/")[2] != "*"
    assert counted == (prefer in COUNTED)


@pytest.mark.attack("spelling-2")
@pytest.mark.parametrize("first", ["return=minimal", "count = planned", "count=exact"])
def test_of_several_headers_the_first_preference_counts(user: httpx.Client, first: str) -> None:
    answer = user.get("/rest/v1/parents", headers=[("prefer", first), ("Prefer", "count=exact")])
    assert answer.headers["content-range"].rpartition("/")[2].isdigit()


def test_read_strictly_an_unknown_preference_is_refused(user: httpx.Client) -> None:
    answer = user.get("/rest/v1/parents", headers={"prefer": "handling=strict, count = planned"})
    assert (answer.status_code, answer.json()["code"]) == (400, "PGRST122")


@pytest.mark.attack("spelling-3")
@pytest.mark.parametrize(
    "query",
    ["", "?select=id", "?limit=1", "?order=id&limit=1", "?offset=0", "?columns=name", "?children.pos=eq.1",
     "?select=*,children(*)&children.or=(pos.eq.1,pos.eq.2)", "?on_conflict=id"],
)  # fmt: skip
@pytest.mark.parametrize(("method", "verb"), [("PATCH", "UPDATE"), ("DELETE", "DELETE")])
def test_without_a_filter_nothing_is_changed(
    stack: Address, user: httpx.Client, query: str, method: str, verb: str
) -> None:
    row = insert(user, "parents", {"name": "to be kept"}).json()[0]
    service = {"apikey": stack.secret_key}
    for client in (user, httpx.Client(base_url=stack.url, headers=service)):
        answer = client.request(method, f"/rest/v1/parents{query}", json={"name": "changed"})
        assert (answer.status_code, answer.json()) == (
            400,
            {"code": "21000", "message": f"{verb} requires a WHERE clause", "details": None, "hint": None},
        )
    assert user.get("/rest/v1/parents", params={"id": f"eq.{row['id']}"}).json() == [row]


@pytest.mark.parametrize("query", ["id=eq.{}", "or=(id.eq.{})", "and=(id.eq.{})", "not.and=(id.neq.{})"])
def test_any_filter_on_the_table_itself_is_one(user: httpx.Client, query: str) -> None:
    row = insert(user, "parents", {"name": "to go"}).json()[0]
    answer = user.delete(
        f"/rest/v1/parents?{query.format(row['id'])}", headers={"prefer": "return=representation"}
    )
    assert answer.json() == [row]


def test_a_lock_is_waited_for_as_long_as_the_role_says(user: httpx.Client, database: str) -> None:
    """PostgREST answers 500 to all of class 55; the lock is never given back here."""
    row = insert(user, "parents", {"name": "locked"}).json()[0]
    with psycopg.connect(database) as holder:
        holder.execute("set local role postgres")
        holder.execute("select from public.parents where id = %s for update", [row["id"]])
        answer = user.patch(f"/rest/v1/parents?id=eq.{row['id']}", json={"name": "changed"})
    assert (answer.status_code, answer.json()["code"]) == (500, "55P03")


def test_the_reason_phrase_is_the_message_of_our_own_errors(user: httpx.Client) -> None:
    assert rpc(user, "fail_with", {"p_code": "PT404"}).reason_phrase == "m"
    assert rpc(user, "fail_with", {"p_code": "23505"}).reason_phrase == "Conflict"


@pytest.mark.attack("splitting-7")
@pytest.mark.parametrize("message", ["a\r\nX-Injected: yes", "a\nb", "a\x7f", "\u560a"])
def test_a_message_that_would_split_the_answer_is_not_overlooked(user: httpx.Client, message: str) -> None:
    answer = rpc(user, "fail_saying", {"p_message": message})
    assert (answer.status_code, "x-injected" in answer.headers) == (500, False)
