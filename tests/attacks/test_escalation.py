"""Giving oneself a role, premium, points, or another user's identity."""

import base64
import json
import uuid
from typing import Any

import httpx
import pytest

from local.services import Address
from tests.access.callers import Caller, sign_up
from tests.access.expectations import OWNED
from tests.access.id_cases import REFERS
from tests.access.rpc_cases import SERVICE_ONLY, WITHOUT_IDS
from tests.access.world import World
from tests.attacks.rows import CHANGEABLE, owner_column
from tests.people import PASSWORD, give
from tests.support import Connection

# Everything of a user that Auth decides, as an app might send it.
MORE_THAN_AN_ACCOUNT: dict[str, Any] = {
    "role": "service_role",
    "aud": "service_role",
    "is_super_admin": True,
    "is_sso_user": True,
    "app_metadata": {"role": "admin", "roles": ["admin"], "provider": "email"},
    "raw_app_meta_data": {"role": "admin"},
    "user_metadata": {"role": "admin", "app_role": "admin"},
    "data": {"role": "service_role", "app_metadata": {"role": "admin"}, "subscription_status": "active"},
}

# Where gateways, proxies and other backends look for who is asking.
HEADERS: dict[str, dict[str, str]] = {
    "role": {"role": "service_role", "x-role": "service_role", "x-hasura-role": "admin"},
    "claims": {
        "request.jwt.claims": '{"role": "service_role"}',
        "x-jwt-claims": '{"role": "service_role"}',
        "x-supabase-auth": "service_role",
        "x-amzn-oidc-data": "service_role",
    },
    "a client's certificate": {"x-client-cert": "CN=postgres", "x-ssl-client-verify": "SUCCESS"},
    "the way inside": {
        "x-forwarded-for": "127.0.0.1",
        "x-real-ip": "127.0.0.1",
        "forwarded": "for=127.0.0.1",
    },
    "another method": {"x-http-method-override": "DELETE", "x-method-override": "PUT"},
    "preferences": {"prefer": "tx=commit, role=service_role, params=single-object, handling=lenient"},
    "a second token": {"proxy-authorization": "Bearer sb_secret_x", "x-api-key": "sb_secret_x"},
}
STOLEN = [case for case in REFERS if case.rpc in ("finish_workout", "activate_plan")]
# Not RPCs of ours: what Postgres itself offers under pg_catalog.
BUILT_IN: dict[str, dict[str, Any]] = {
    "set_config": {"setting_name": "role", "new_value": "service_role", "is_local": False},
    "current_setting": {"setting_name": "request.jwt.claims"},
    "pg_read_file": {"filename": "/etc/passwd"},
    "pg_ls_dir": {"dirname": "."},
    "lo_import": {"filename": "/etc/passwd"},
    "query_to_xml": {"query": "select * from auth.users", "nulls": True, "tableforest": True, "targetns": ""},
    "pg_terminate_backend": {"pid": 1},
    "pg_advisory_lock": {"key": 1},
    "pg_sleep": {"seconds": 1},
    "pg_notify": {"channel": "pgrst", "payload": "reload schema"},
}


def as_token(text: str) -> dict[str, Any]:
    """What a JWT says."""
    body = text.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def auth(stack: Address, method: str, path: str, token: str | None = None, **request: Any) -> httpx.Response:
    headers = {"apikey": stack.publishable_key} | ({"authorization": token} if token else {})
    return httpx.request(method, f"{stack.url}/auth/v1/{path}", headers=headers, timeout=30, **request)


def holds_an_account_and_no_more(sql: Connection, stack: Address, user: str, token: str) -> None:
    """In the row of Auth, in the token, and in what the token opens."""
    row = sql.execute("select role, aud, raw_app_meta_data from auth.users where id = %s", [user]).fetchone()
    assert row == ("authenticated", "authenticated", {"provider": "email", "providers": ["email"]})
    claims = as_token(token)
    assert (claims["role"], claims["aud"], claims["sub"]) == ("authenticated", "authenticated", user)
    answer = httpx.post(
        f"{stack.url}/rest/v1/rpc/grant_access",
        headers={"apikey": stack.publishable_key, "authorization": f"Bearer {token}"},
        json={"p_user_id": user, "p_until": None, "p_reason": "A prize"},
        timeout=30,
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert sql.execute("select 1 from public.user_roles where user_id = %s", [user]).fetchone() is None


@pytest.mark.attack("role-2")
def test_signing_up_with_more_gives_no_more(stack: Address, sql: Connection) -> None:
    email = f"{uuid.uuid4()}@example.com"
    body = MORE_THAN_AN_ACCOUNT | {"email": email, "password": PASSWORD, "id": str(uuid.uuid4())}
    session = auth(stack, "POST", "signup", json=body).json()
    holds_an_account_and_no_more(sql, stack, session["user"]["id"], session["access_token"])


@pytest.mark.attack("role-3")
def test_changing_ones_account_gives_no_more(stack: Address, sql: Connection) -> None:
    email = f"{uuid.uuid4()}@example.com"
    made = auth(stack, "POST", "signup", json={"email": email, "password": PASSWORD}).json()
    changed = auth(stack, "PUT", "user", token=f"Bearer {made['access_token']}", json=MORE_THAN_AN_ACCOUNT)
    assert changed.status_code in (200, 400, 422), changed.text
    again = auth(
        stack, "POST", "token?grant_type=password", json={"email": email, "password": PASSWORD}
    ).json()
    holds_an_account_and_no_more(sql, stack, made["user"]["id"], again["access_token"])


@pytest.mark.attack("role-4")
@pytest.mark.parametrize("kind", HEADERS)
def test_no_header_makes_somebody_else_of_the_caller(owner: World, stranger: World, kind: str) -> None:
    headers = HEADERS[kind] | {"x-user-id": owner.caller.id, "x-hasura-user-id": owner.caller.id}
    http, before = stranger.caller.http, owner.snapshot()
    service = http.post("/rpc/settle_streaks", json={"p_limit": 1}, headers=headers)
    assert (service.status_code, service.json()["code"]) == (403, "42501")
    read = http.get("/profiles", params={"select": "id"}, headers=headers)
    assert read.json() == [{"id": stranger.caller.id}]
    for case in STOLEN:
        arguments = case.arguments(stranger, case.whose(owner))
        answer = http.post(f"/rpc/{case.rpc}", json=arguments, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "PT404")
    assert owner.snapshot() == before


@pytest.mark.attack("role-5")
@pytest.mark.parametrize("profile", [None, "pg_catalog"])
@pytest.mark.parametrize("function", BUILT_IN)
def test_what_postgres_offers_is_no_rpc(stranger: World, function: str, profile: str | None) -> None:
    headers = {"content-profile": profile} if profile else {}
    answer = stranger.caller.http.post(f"/rpc/{function}", json=BUILT_IN[function], headers=headers)
    assert (answer.status_code, answer.json()["code"]) in [(404, "PGRST202"), (406, "PGRST106")]


@pytest.mark.attack("role-10")
@pytest.mark.parametrize("name", ["p_user", "p_user_id", "p_now", "p_role"])
@pytest.mark.parametrize("rpc", sorted({case.rpc for case in REFERS} | set(WITHOUT_IDS)))
def test_no_rpc_takes_who_or_when_from_its_caller(owner: World, stranger: World, rpc: str, name: str) -> None:
    """What the private function takes, its public face doesn't: a call that names it finds no function."""
    case = next((case for case in REFERS if case.rpc == rpc), None)
    arguments = case.arguments(stranger, case.whose(stranger)) if case else WITHOUT_IDS[rpc]
    before = owner.snapshot()
    answer = stranger.caller.rpc(rpc, **arguments, **{name: owner.caller.id})
    assert (answer.status_code, answer.json()["code"]) == (404, "PGRST202")
    assert owner.snapshot() == before


# Roles are given by admins, who therefore see them; what waits for approval is read by those who approve.
SEEN_BY_ADMINS = ("user_roles", "exercises", "exercise_equipment")


@pytest.mark.attack("role-11")
@pytest.mark.parametrize("table", [name for name in OWNED if name not in SEEN_BY_ADMINS])
def test_an_admin_reads_nothing_of_others(owner: World, admin: Caller, table: str) -> None:
    answer = admin.see(table, limit="1000")
    assert answer.status_code == 200
    assert owner.caller.id not in answer.text


@pytest.mark.attack("role-12")
@pytest.mark.parametrize("table", CHANGEABLE)
def test_an_admin_changes_nothing_of_others(owner: World, admin: Caller, table: str) -> None:
    before = owner.snapshot()
    change = {"role": "user"} if table == "user_roles" else OWNED[table].change
    admin.change(table, change, **{owner_column(table): f"eq.{owner.caller.id}"})
    admin.change(table, change)
    assert owner.snapshot() == before


@pytest.mark.attack("role-13")
@pytest.mark.parametrize("rpc", SERVICE_ONLY)
def test_what_the_service_does_an_admin_cant(owner: World, admin: Caller, rpc: str) -> None:
    before = owner.snapshot()
    answer = admin.rpc(rpc, **SERVICE_ONLY[rpc](owner))
    assert (answer.status_code, answer.json()["code"]) == (403, "42501"), answer.text
    assert owner.snapshot() == before


@pytest.fixture(scope="module")
def moderator(stack: Address, shared_sql: Connection) -> Caller:
    caller = sign_up(stack)
    give(shared_sql, caller.id, role="moderator")
    return caller


@pytest.mark.attack("role-14")
@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_a_moderator_gives_nobody_a_role(moderator: Caller, owner: World, role: str) -> None:
    before = owner.snapshot()
    for user in (moderator.id, owner.caller.id):
        row = {"user_id": user, "role": role}
        assert moderator.add("user_roles", row).status_code in (403, 409)
        assert moderator.put("user_roles", row, "user_id,role").status_code == 403
        assert moderator.change("user_roles", {"role": role}, user_id=f"eq.{user}").json() == []
        assert moderator.drop("user_roles", user_id=f"eq.{user}").json() == []
    assert moderator.see("user_roles", select="role").json() == [{"role": "moderator"}]
    assert owner.snapshot() == before


@pytest.mark.attack("role-15")
def test_the_roles_of_requests_can_become_no_other(sql: Connection) -> None:
    becomes = sql.execute(
        """
        select member.rolname, role.rolname from pg_roles as member
        cross join pg_roles as role
        where member.rolname in ('anon', 'authenticated', 'service_role') and member.oid <> role.oid
            and pg_has_role(member.oid, role.oid, 'MEMBER')
        """
    ).fetchall()
    assert becomes == []
