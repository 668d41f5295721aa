"""Finding out who has an account, and their names."""

import tomllib
import uuid
from typing import Any

import httpx
import pytest

from local.services import Address
from tests.access.callers import Caller
from tests.access.world import World
from tests.attacks.promises import ROOT
from tests.support import Connection


@pytest.fixture(scope="module")
def address(owner: World, shared_sql: Connection) -> str:
    """The mail address of somebody who has an account."""
    row = shared_sql.execute("select email from auth.users where id = %s", [owner.caller.id]).fetchone()
    assert row
    return str(row[0])


def ask(stack: Address, path: str, **body: Any) -> tuple[int, str]:
    answer = httpx.post(
        f"{stack.url}/auth/v1/{path}", headers={"apikey": stack.publishable_key}, json=body, timeout=30
    )
    return answer.status_code, answer.text


@pytest.mark.attack("enum-1")
def test_a_wrong_password_and_an_unknown_address_are_the_same(stack: Address, address: str) -> None:
    guess = {"password": str(uuid.uuid4())}
    known = ask(stack, "token?grant_type=password", email=address, **guess)
    unknown = ask(stack, "token?grant_type=password", email=f"{uuid.uuid4()}@example.com", **guess)
    assert known == unknown
    assert known[0] == 400


@pytest.mark.attack("enum-2")
@pytest.mark.parametrize("path", ["recover", "magiclink", "resend"])
def test_a_mail_to_somebody_and_to_nobody_are_answered_alike(stack: Address, address: str, path: str) -> None:
    known = ask(stack, path, email=address, type="signup")
    assert known == ask(stack, path, email=f"{uuid.uuid4()}@example.com", type="signup")


@pytest.mark.attack("enum-3")
def test_hosted_auth_is_told_to_hide_who_has_an_account() -> None:
    """With confirmations, a second sign-up is answered like a first one; and nobody can ask fast."""
    auth = tomllib.loads((ROOT / "supabase/config.toml").read_text())["auth"]
    assert auth["email"]["enable_confirmations"]
    assert auth["email"]["double_confirm_changes"]
    assert auth["email"]["secure_password_change"]
    assert not auth["enable_anonymous_sign_ins"]
    assert auth["rate_limit"]["sign_in_sign_ups"] <= 30


@pytest.mark.attack("enum-4")
@pytest.mark.parametrize(
    "path", ["admin/users", "admin/users/{id}", "users", "user/{id}", "admin/generate_link"]
)
@pytest.mark.parametrize("who", ["a user", "a visitor"])
def test_auth_lists_nobody(  # noqa: PLR0913, PLR0917 - who asks where about whom
    stack: Address, owner: World, stranger: World, address: str, path: str, who: str
) -> None:
    headers = {"apikey": stack.publishable_key}
    if who == "a user":
        headers["authorization"] = stranger.caller.http.headers["authorization"]
    url = f"{stack.url}/auth/v1/{path.format(id=owner.caller.id)}"
    answer = httpx.get(url, headers=headers, params={"email": address}, timeout=30)
    assert answer.status_code in (401, 403, 404, 405)
    assert address not in answer.text


@pytest.mark.attack("enum-5")
@pytest.mark.parametrize(
    "filters",
    [
        {"username": "eq.{name}"},
        {"username": "ilike.*"},
        {"full_name": "eq.Ada"},
        {"or": "(username.eq.{name},full_name.ilike.*a*)"},
        {"username": "fts.{name}"},
        {"select": "username,full_name", "order": "username", "limit": "1000"},
    ],
)
def test_nobody_is_found_by_name(owner: World, stranger: World, filters: dict[str, str]) -> None:
    name = owner.row("profiles")["username"]
    answer = stranger.caller.see(
        "profiles", **{key: value.format(name=name) for key, value in filters.items()}
    )
    assert answer.status_code == 200
    assert name not in answer.text


@pytest.mark.attack("enum-6")
def test_how_many_users_there_are_is_not_told(stranger: World) -> None:
    answer = stranger.caller.http.head("/profiles", headers={"prefer": "count=exact"})
    assert answer.headers["content-range"] == "0-0/1"


@pytest.mark.attack("enum-7")
@pytest.mark.parametrize("way", ["update", "onboarding"])
def test_a_name_that_is_taken_says_no_more_than_that(owner: World, stranger: World, way: str) -> None:
    name = owner.row("profiles")["username"].upper()
    if way == "update":
        answer = stranger.caller.change("profiles", {"username": name}, id=f"eq.{stranger.caller.id}")
    else:
        answer = stranger.caller.rpc(
            "complete_onboarding",
            p_profile={"username": name},
            p_goal={"goal_type": "maintain"},
            p_equipment=[],
        )
    assert (answer.status_code, answer.json()["code"]) in [(409, "23505"), (409, "PT409")]
    assert owner.caller.id not in answer.text
    assert name.lower() not in answer.text.lower()


@pytest.mark.attack("enum-8")
def test_a_visitor_learns_no_name_of_a_table_that_is_closed(anonymous: Caller) -> None:
    """What is in a schema that isn't exposed, and what isn't anywhere, are the same."""
    hidden, none = anonymous.see("tombstones"), anonymous.see("tombstonez")
    assert hidden.status_code == none.status_code == 404
    assert hidden.text == none.text.replace("tombstonez", "tombstones")
