"""An OAuth app's token: role and id of a user who agreed to something, and the claim `client_id`.

Supabase Auth issues it as any other token of the user; scopes concern no data. Everything that is tried here
is the user's own, and would succeed with the user's own token.
"""

import json
import tomllib
import uuid
from dataclasses import replace
from typing import Any

import httpx
import psycopg
import pytest

from local.database.project import ROOT
from local.services import Address
from tests.access.callers import Caller
from tests.access.expectations import OWNED
from tests.access.files import BUCKETS, PNG, files, kept, names, raw
from tests.access.test_rpcs import arguments_of
from tests.access.world import World, tables, views
from tests.attacks.rows import owner_column
from tests.attacks.tokens import claims, hs256
from tests.conftest import SignUp
from tests.fakes.gemini.server import LocalGemini
from tests.functions.served import REQUESTS
from tests.people import Person
from tests.support import Connection, acting_as

CLIENT = "9a8b7c6d-5e4f-4a2b-9c0d-9e8f7a6b5c4d"
VERBS = ("select", "head", "count", "insert", "upsert", "update", "delete")
# Whatever the value: the user's own token doesn't have the claim at all.
VALUES: dict[str, Any] = {
    "an id": CLIENT,
    "a number": 1,
    "nothing": "",
    "null": None,
    "a list": [CLIENT],
    "an object": {"id": CLIENT},
    "false": False,
}
REFUSED = (403, "42501")


def token(stack: Address, user: str, **more: Any) -> str:
    return hs256(claims(user) | {"client_id": CLIENT} | more, stack.jwt_secret)


def caller(stack: Address, user: str, **more: Any) -> Caller:
    """The Data API as the app sees it."""
    headers = {
        "apikey": stack.publishable_key,
        "authorization": f"Bearer {token(stack, user, **more)}",
    }
    return Caller(user, httpx.Client(base_url=f"{stack.url}/rest/v1", headers=headers, timeout=30))


@pytest.fixture(scope="module")
def app(stack: Address, owner: World) -> Caller:
    return caller(stack, owner.caller.id)


def answer(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


@pytest.mark.attack("apps-1")
@pytest.mark.parametrize("verb", VERBS)
def test_an_app_reaches_no_table(app: Caller, owner: World, shared_sql: Connection, verb: str) -> None:
    before = owner.snapshot()
    columns = shared_sql.execute(
        """
        select c.relname::text, a.attname::text from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum = 1
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
        """
    ).fetchall()
    assert {*tables(shared_sql), *views(shared_sql)} == {table for table, _ in columns}
    said = {table: attempt(app, table, verb, column) for table, column in columns}
    # The answer to HEAD has no body.
    assert {table: answer.text for table, answer in said.items() if answer.status_code != 403} == {}
    assert owner.snapshot() == before


def attempt(app: Caller, table: str, verb: str, column: str) -> httpx.Response:
    """One verb, with a row of one column: who asks is looked at before what is sent."""
    if verb == "select":
        return app.see(table)
    if verb == "delete":
        return app.drop(table, **{column: "not.is.null"})
    if verb == "update":
        return app.change(table, {column: None}, **{column: "not.is.null"})
    prefer = {"prefer": {"count": "count=exact", "upsert": "resolution=merge-duplicates"}.get(verb, "")}
    method = {"head": "HEAD", "count": "GET"}.get(verb, "POST")
    return app.http.request(
        method, f"/{table}", json={column: None} if method == "POST" else None, headers=prefer
    )


@pytest.mark.attack("apps-2")
def test_an_app_calls_no_rpc(app: Caller, owner: World, shared_sql: Connection) -> None:
    before = owner.snapshot()
    found = shared_sql.execute(
        """
        select p.proname::text, p.provolatile = 's' and p.pronargs = 0 from pg_proc as p
        where p.pronamespace = 'public'::regnamespace
            -- Computed columns take a row, which no request can send.
            and not exists (
                select from unnest(p.proargtypes) as a (type) inner join pg_type as t on t.oid = a.type
                where t.typtype = 'c'
            )
        """
    ).fetchall()
    said = {name: answer(app.rpc(name, **arguments_of(name, owner))) for name, _ in found}
    assert {name: word for name, word in said.items() if word != REFUSED} == {}
    # By GET a stable function is a read, which no limit counts.
    read = {name: answer(app.http.get(f"/rpc/{name}")) for name, can_be_read in found if can_be_read}
    assert read
    assert set(read.values()) == {REFUSED}
    assert owner.snapshot() == before


@pytest.mark.attack("apps-3")
@pytest.mark.parametrize("kind", VALUES)
def test_whatever_the_claim_says_it_is_an_apps(stack: Address, owner: World, kind: str) -> None:
    app = caller(stack, owner.caller.id, client_id=VALUES[kind])
    assert answer(app.see("profiles")) == REFUSED
    assert answer(app.rpc("training_overview")) == REFUSED


@pytest.mark.attack("apps-3")
@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
def test_whatever_its_role_it_is_an_apps(stack: Address, owner: World, role: str) -> None:
    app = caller(stack, owner.caller.id, role=role)
    for response in (app.see("profiles"), app.rpc("training_overview"), app.rpc("settle_streaks", p_limit=1)):
        assert (response.status_code, response.json()["code"]) in ((401, "42501"), REFUSED)


@pytest.mark.attack("apps-3")
def test_words_in_other_claims_make_no_app_of_a_user(stack: Address, owner: World) -> None:
    words = hs256(
        claims(owner.caller.id, user_metadata={"client_id": CLIENT, "name": '"client_id": "x"'}),
        stack.jwt_secret,
    )
    headers = {"apikey": stack.publishable_key, "authorization": f"Bearer {words}"}
    seen = httpx.get(f"{stack.url}/rest/v1/profiles?select=id", headers=headers)
    assert seen.json() == [{"id": owner.caller.id}]


@pytest.mark.attack("apps-4")
def test_below_the_data_api_tables_refuse_an_app_as_well(owner: World, shared_sql: Connection) -> None:
    """Storage, Realtime and GraphQL are ways to the tables that make no pre-request."""
    user = owner.caller.id
    before, reached = owner.snapshot(), {}
    for table in tables(shared_sql):
        owned_by = owner_column(table) if table in OWNED else None
        statements = [f"select from public.{table}", f"delete from public.{table}"]
        if owned_by:
            statements.append(f"update public.{table} set {owned_by} = {owned_by}")
        for statement in statements:
            try:
                with acting_as(shared_sql, user), shared_sql.transaction(force_rollback=True):
                    as_app(shared_sql, user)
                    count = shared_sql.execute(statement.encode()).rowcount
            except psycopg.errors.InsufficientPrivilege:
                continue
            if count:
                reached[statement] = count
    assert reached == {}
    assert owner.snapshot() == before


@pytest.mark.attack("apps-4")
def test_below_the_data_api_an_app_adds_nothing(owner: World, shared_sql: Connection) -> None:
    row = "insert into public.user_goals (goal_type) values ('maintain')"
    with acting_as(shared_sql, owner.caller.id), shared_sql.transaction(force_rollback=True):
        shared_sql.execute(row)
        as_app(shared_sql, owner.caller.id)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            shared_sql.execute(row)


@pytest.mark.attack("apps-5")
def test_below_the_data_api_functions_refuse_an_app_as_well(owner: World, shared_sql: Connection) -> None:
    """Every private function that users may execute, asked for the very user of the token."""
    found = shared_sql.execute(
        """
        select p.proname::text, array(
            select format_type(a.type, null)
            from unnest(p.proargtypes) with ordinality as a (type, i) order by a.i
        )
        from pg_proc as p
        where p.pronamespace = 'private'::regnamespace and p.proargtypes[0] = 'uuid'::regtype
            and has_function_privilege('authenticated', p.oid, 'execute')
        """
    ).fetchall()
    said = {}
    for name, types in found:
        arguments = ", ".join(["%s::uuid", *(f"null::{kind}" for kind in types[1:])])
        with shared_sql.transaction(force_rollback=True):
            shared_sql.execute("grant usage on schema private to authenticated")
            as_app(shared_sql, owner.caller.id)
            try:
                shared_sql.execute(f"select private.{name}({arguments})".encode(), [owner.caller.id])
            except psycopg.Error as error:
                said[name] = error.diag.message_primary
            else:
                said[name] = "answered"
    assert len(said) > 40
    assert {name: word for name, word in said.items() if word != "apps have no access"} == {}


def as_app(sql: Connection, user: str, **more: Any) -> None:
    told = {"role": "authenticated", "sub": user, "client_id": CLIENT} | more
    sql.execute(
        "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', %s, true)",
        [json.dumps(told)],
    )


@pytest.fixture(scope="module")
def person(sign_up: SignUp) -> Person:
    return sign_up()


@pytest.mark.attack("apps-6")
@pytest.mark.parametrize("bucket", BUCKETS)
def test_an_app_reaches_no_file(stack: Address, sql: Connection, person: Person, bucket: str) -> None:
    path = kept(person, bucket)
    app = replace(person, access_token=token(stack, person.id))
    copied = {"bucketId": bucket, "sourceKey": path, "destinationKey": f"{person.id}/copy.png"}
    tries: dict[str, httpx.Response] = {
        "read": raw(stack, app, "GET", f"authenticated/{bucket}/{path}"),
        "read, plainly": raw(stack, app, "GET", f"{bucket}/{path}"),
        "add": raw(stack, app, "POST", f"{bucket}/{person.id}/new.png", content=PNG),
        "replace": raw(stack, app, "PUT", f"{bucket}/{path}", content=PNG + b"2"),
        "link": raw(stack, app, "POST", f"sign/{bucket}/{path}", json={"expiresIn": 60}),
        "move": raw(stack, app, "POST", "move", json=copied),
        "copy": raw(stack, app, "POST", "copy", json=copied),
        "delete": raw(stack, app, "DELETE", f"{bucket}/{path}"),
    }
    assert {name: said.text for name, said in tries.items() if said.status_code < 400} == {}
    listed = raw(stack, app, "POST", f"list/{bucket}", json={"prefix": person.id})
    assert listed.status_code >= 400 or listed.json() == []
    assert names(sql, bucket, person.id) == [path]
    assert files(person, bucket).download(path) == PNG
    files(person, bucket).remove([path])


@pytest.mark.attack("apps-7")
def test_an_app_hears_nothing(owner: World, shared_sql: Connection) -> None:
    user = owner.caller.id
    for topic in (f"user:{user}", f"user:{user}:session:{uuid.uuid4()}"):
        heard = "select from realtime.messages where topic like %s"
        with acting_as(shared_sql, user):
            shared_sql.execute("select set_config('realtime.topic', %s, true)", [topic])
            assert shared_sql.execute(heard, [f"user:{user}%"]).rowcount > 0
            as_app(shared_sql, user)
            assert shared_sql.execute(heard, [f"user:{user}%"]).rowcount == 0


@pytest.mark.attack("apps-8")
@pytest.mark.parametrize("function", REQUESTS)
@pytest.mark.parametrize("kind", VALUES)
def test_an_app_calls_no_function(
    stack: Address, gemini: LocalGemini, person: Person, function: str, kind: str
) -> None:
    authorization = f"Bearer {token(stack, person.id, client_id=VALUES[kind])}"
    said = httpx.post(
        f"{stack.functions_url}/{function}",
        json=REQUESTS[function],
        headers={"authorization": authorization},
        timeout=30,
    )
    assert said.headers["content-type"] == "application/problem+json"
    assert (said.status_code, said.json()["code"]) == (403, "forbidden")
    assert gemini.requests == []


@pytest.mark.attack("apps-9")
def test_what_an_app_is_permitted_is_one_rpc_and_no_more(
    stack: Address, owner: World, shared_sql: Connection
) -> None:
    app, other = caller(stack, owner.caller.id), caller(stack, owner.caller.id, client_id=str(uuid.uuid4()))
    rule = "insert into private.app_permissions (client_id, rpc) values (%s, 'streak_history')"
    shared_sql.execute(rule, [CLIENT])
    try:
        assert (
            app.rpc("streak_history", p_weeks=4).json()
            == owner.caller.rpc("streak_history", p_weeks=4).json()
        )
        refused = [
            other.rpc("streak_history", p_weeks=4),
            app.rpc("training_overview"),
            app.see("profiles"),
            # The Data API may read these as the same path; the list doesn't.
            app.http.post("/rpc/%73treak_history", json={"p_weeks": 4}),
            app.http.post("/rpc/streak_history/", json={"p_weeks": 4}),
            app.http.post("//rpc/streak_history", json={"p_weeks": 4}),
        ]
        assert [said.status_code for said in refused if said.status_code not in (400, 403, 404)] == []
    finally:
        shared_sql.execute("delete from private.app_permissions")
    assert answer(app.rpc("streak_history", p_weeks=4)) == REFUSED


@pytest.mark.attack("apps-9")
def test_no_app_is_permitted_anything_yet(shared_sql: Connection) -> None:
    assert shared_sql.execute("select client_id, rpc from private.app_permissions").fetchall() == []


@pytest.mark.attack("apps-10")
def test_auth_gives_no_app_a_token() -> None:
    auth = tomllib.loads((ROOT / "supabase/config.toml").read_text())["auth"]
    assert not auth["oauth_server"]["enabled"]
