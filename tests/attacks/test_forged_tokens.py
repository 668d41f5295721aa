"""Forged or misused tokens, at every service and every function's URL."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

import functions
from local.services import Address
from tests.attacks.doors import DOORS, FUNCTIONS, HTTP, paths_of
from tests.attacks.tokens import (
    FORGED,
    NOT_A_USER,
    NOT_FOR_FUNCTIONS,
    Forge,
    claims,
    hs256,
    renamed,
    with_a_key_of_its_own,
)
from tests.conftest import SignUp
from tests.fakes.gemini.server import LocalGemini
from tests.functions.served import REQUESTS
from tests.people import PASSWORD, Person
from tests.support import Connection

WEBHOOKS = paths_of("billing-webhook")


@pytest.fixture(scope="module")
def victim(stack: Address, sign_up: SignUp) -> Person:
    """Somebody with a profile and a picture."""
    person = sign_up({"full_name": "Victim of forgers"})
    url = f"{stack.url}/storage/v1/object/avatars/{person.id}/me.png"
    headers = bearer(person.access_token) | {"apikey": stack.publishable_key, "content-type": "image/png"}
    assert HTTP.post(url, content=b"a picture", headers=headers).status_code == 200
    return person


@pytest.fixture(scope="module")
def attacker(sign_up: SignUp) -> Person:
    return sign_up()


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def answers(stack: Address, headers: dict[str, str]) -> dict[str, int]:
    """What each door says to these headers.

    What Storage can't read as a token it takes for a visitor's, who sees no picture: as good as a refusal.
    """
    said = {door: knock(stack, headers) for door, knock in DOORS.items()}
    seen = {door: answer.status_code for door, answer in said.items()}
    if said["the pictures"].status_code == 400 or said["the pictures"].text == "[]":
        seen["the pictures"] = 401
    return seen


def touched(sql: Connection, person: Person) -> bool:
    """Whether anything was written in somebody's name."""
    row = sql.execute(
        "select exists (select from public.check_ins where user_id = %(id)s)"
        " or exists (select from public.ai_usage where user_id = %(id)s)",
        {"id": person.id},
    ).fetchone()
    assert row
    return bool(row[0])


@pytest.mark.attack("tokens-1")
def test_every_function_with_an_address_is_a_door() -> None:
    """A new function is found by its folder; what a good request to it looks like has to be said."""
    assert set(FUNCTIONS) == {*REQUESTS, "billing-webhook"}


@pytest.mark.attack("tokens-1")
def test_a_good_token_opens_every_door_but_the_webhooks(stack: Address, sign_up: SignUp) -> None:
    """So that a refusal below means the token, and nothing else that is wrong with the request."""
    said = answers(stack, bearer(sign_up().access_token))
    assert {said.pop(path) for path in WEBHOOKS} == {401}
    # Premium is needed, which this person hasn't; and nobody has a picture at first.
    assert {said.pop(path) for path in REQUESTS} == {402}
    assert said == {"a table": 200, "a function that writes": 200, "the account": 200, "the pictures": 401}


@pytest.mark.attack("tokens-2")
@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_what_the_project_did_not_sign_opens_nothing(  # noqa: PLR0913, PLR0917 - all who take part
    stack: Address, gemini: LocalGemini, sql: Connection, attacker: Person, victim: Person, forge: Forge
) -> None:
    said = answers(stack, bearer(forge(stack, attacker.access_token, victim.id)))
    assert {door: status for door, status in said.items() if status not in {401, 403}} == {}
    assert gemini.requests == []
    assert not touched(sql, victim)


@pytest.mark.attack("tokens-3")
@pytest.mark.parametrize("changes", NOT_A_USER.values(), ids=NOT_A_USER)
def test_a_signed_token_of_no_user_opens_nothing(
    stack: Address, sql: Connection, victim: Person, changes: dict[str, object]
) -> None:
    """The gateway takes no other role than PostgREST's user may take, and the functions users alone."""
    said = answers(stack, bearer(hs256(claims(victim.id, **changes), stack.jwt_secret)))
    data_api = {said.pop("a table"), said.pop("a function that writes")}
    assert data_api <= {400, 401, 403}
    assert {said[path] for function in FUNCTIONS for path in paths_of(function)} == {401}
    assert not touched(sql, victim)


@pytest.mark.attack("tokens-4")
@pytest.mark.parametrize("changes", NOT_FOR_FUNCTIONS.values(), ids=NOT_FOR_FUNCTIONS)
def test_a_function_serves_nobody_but_users(
    stack: Address, gemini: LocalGemini, victim: Person, changes: dict[str, object]
) -> None:
    """The service's own token too: a function that took it would act for whomever the caller names."""
    token = hs256(claims(victim.id, **changes), stack.jwt_secret)
    said = {path: DOORS[path](stack, bearer(token)).status_code for path in REQUESTS}
    assert set(said.values()) == {401}
    assert gemini.requests == []


@pytest.mark.attack("tokens-5")
def test_a_refresh_token_is_no_access_token(stack: Address, attacker: Person) -> None:
    body = {"email": attacker.email, "password": PASSWORD}
    answer = HTTP.post(
        f"{stack.url}/auth/v1/token?grant_type=password",
        json=body,
        headers={"apikey": stack.publishable_key},
    )
    assert set(answers(stack, bearer(answer.json()["refresh_token"])).values()) <= {401, 403}


@pytest.fixture
def listener() -> Iterator[tuple[str, Event]]:
    """An address of the attacker's, and whether anybody came."""
    came = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait() -> None:
            # Ends with the socket.
            try:
                server.accept()[0].close()
            except OSError:
                return
            came.set()

        Thread(target=wait, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/jwks.json", came


@pytest.mark.attack("tokens-6")
@pytest.mark.parametrize("header", ["jku", "x5u"])
def test_no_key_is_fetched_from_where_a_token_says(
    stack: Address, victim: Person, listener: tuple[str, Event], header: str
) -> None:
    url, came = listener
    assert set(answers(stack, bearer(with_a_key_of_its_own(victim.id, **{header: url}))).values()) == {401}
    assert not came.is_set()


def raw(stack: Address, path: str, headers: list[tuple[str, str]]) -> tuple[int, str]:
    """A GET with headers that no client library would send."""
    address = urlsplit(stack.url)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    request = f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\napikey: {stack.publishable_key}\r\n"
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        connection.sendall(f"{request}{lines}\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    return int(answer.split(" ", 2)[1]), answer


@pytest.mark.attack("tokens-7")
@pytest.mark.parametrize("order", [1, -1], ids=["own first", "forged first"])
def test_of_two_tokens_a_forged_one_never_counts(
    stack: Address, attacker: Person, victim: Person, order: int
) -> None:
    tokens = [attacker.access_token, renamed(attacker.access_token, sub=victim.id)][::order]
    headers = [("authorization", f"Bearer {token}") for token in tokens]
    status, answer = raw(stack, "/rest/v1/profiles?select=id,full_name", headers)
    assert victim.id not in answer
    assert (status == 200) == (attacker.id in answer)


@pytest.mark.attack("tokens-8")
@pytest.mark.parametrize("name", ["access_token", "token", "jwt", "authorization", "Authorization"])
def test_a_token_in_the_address_is_none(stack: Address, victim: Person, name: str) -> None:
    """Addresses are logged and shared; headers aren't."""
    for path in ("/rest/v1/profiles?select=id", "/auth/v1/user?x=1"):
        url = f"{stack.url}{path}&{name}={victim.access_token}"
        answer = HTTP.get(url, headers={"apikey": stack.publishable_key})
        assert 400 <= answer.status_code < 500
    for function in REQUESTS:
        answer = HTTP.post(f"{stack.functions_url}/{function}?{name}={victim.access_token}", json={})
        assert answer.status_code == 401


@pytest.mark.attack("tokens-9")
def test_a_token_in_a_cookie_is_none(stack: Address, victim: Person) -> None:
    """So no page of anybody else's can make a browser send it."""
    token = victim.access_token
    cookie = {"cookie": f"sb-access-token={token}; sb:token={token}; authorization=Bearer {token}"}
    assert set(answers(stack, cookie).values()) == {401}


@pytest.mark.attack("tokens-10")
@pytest.mark.parametrize("kind", ["another project's", "guessed", "in capitals", "a user's token", "empty"])
def test_a_key_of_the_api_is_this_projects_or_none(stack: Address, attacker: Person, kind: str) -> None:
    key = {
        "another project's": f"sb_secret_{'x' * 32}",
        "guessed": stack.secret_key[:-1],
        "in capitals": stack.secret_key.upper(),
        "a user's token": attacker.access_token,
        "empty": "",
    }[kind]
    answer = DOORS["a table"](stack, {"apikey": key})
    assert answer.status_code == 401


@pytest.mark.attack("tokens-11")
def test_nobody_signs_in_without_a_name(stack: Address) -> None:
    """An anonymous user would be `authenticated` too."""
    headers = {"apikey": stack.publishable_key}
    answer = HTTP.post(f"{stack.url}/auth/v1/signup", json={"data": {}}, headers=headers)
    assert 400 <= answer.status_code < 500


@pytest.mark.attack("tokens-12")
def test_what_the_scheduler_calls_has_no_address(stack: Address) -> None:
    """It acts for everybody, and believes its caller."""
    root = Path(functions.__file__).parent
    scheduled = {path.parent.name for path in root.glob("*/handler.py")} - {
        name.replace("-", "_") for name in FUNCTIONS
    }
    assert scheduled >= {"reset_streaks", "delete_files", "dispatch_notifications"}
    event = {"scheduled_time": "2026-01-01T00:00:00Z", "execution_id": "1"}
    headers = {"authorization": f"Bearer {stack.secret_key}", "apikey": stack.secret_key}
    for name in scheduled:
        url = f"{stack.functions_url}/{name.replace('_', '-')}"
        assert HTTP.post(url, json=event, headers=headers).status_code == 404


@pytest.mark.attack("tokens-13")
@pytest.mark.parametrize("path", WEBHOOKS)
def test_a_webhook_takes_no_token_for_a_signature(stack: Address, victim: Person, path: str) -> None:
    for token in (victim.access_token, stack.secret_key, stack.publishable_key):
        assert DOORS[path](stack, bearer(token)).status_code == 401
