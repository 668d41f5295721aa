"""Only the provider is trusted: everything else gets a problem, and nothing is stored."""

import json
import time
from collections.abc import Callable

import pytest

from tests.database.billing.buyers import Buyer
from tests.fakes.billing.events import Event
from tests.fakes.billing.senders import Sender, signature, signed
from tests.functions.billing_webhook.stored import stored
from tests.functions.test_admission import is_problem


def one_bit_off(sender: Sender, body: bytes) -> str:
    header = signed(body, sender.secret)
    return header[:-1] + format(int(header[-1], 16) ^ 1, "x")


def of_another_body(sender: Sender, body: bytes) -> str:
    return signed(body.replace(b"{", b"{ ", 1), sender.secret)


def with_another_secret(_sender: Sender, body: bytes) -> str:
    return signed(body, "another")


def five_minutes_old(sender: Sender, body: bytes) -> str:
    return signed(body, sender.secret, time.time() - 302)


def five_minutes_ahead(sender: Sender, body: bytes) -> str:
    return signed(body, sender.secret, time.time() + 305)


def a_replay_with_a_new_time(sender: Sender, body: bytes) -> str:
    return f"t={round(time.time())},v1={signature(body, sender.secret, time.time() - 900)}"


def of_another_scheme(sender: Sender, body: bytes) -> str:
    return signed(body, sender.secret).replace("v1=", "v0=")


def without_a_time(sender: Sender, body: bytes) -> str:
    return f"v1={signature(body, sender.secret)}"


def with_two_times(sender: Sender, body: bytes) -> str:
    return f"t=1,{signed(body, sender.secret)}"


def without_a_signature(_sender: Sender, _body: bytes) -> str:
    return f"t={round(time.time())}"


WRONG: list[Callable[[Sender, bytes], str]] = [
    one_bit_off,
    of_another_body,
    with_another_secret,
    five_minutes_old,
    five_minutes_ahead,
    a_replay_with_a_new_time,
    of_another_scheme,
    without_a_time,
    with_two_times,
    without_a_signature,
    lambda _sender, _body: "",
    lambda _sender, _body: "t=,v1=",
    lambda _sender, _body: "t=-1,v1=00",
    lambda _sender, _body: "t=²,v1=00",
    lambda _sender, _body: "t=1e9,v1=00",
    lambda _sender, _body: f"t={'9' * 5000},v1=00",
    lambda _sender, _body: ",".join(["v1=00"] * 300),
]


@pytest.mark.attack("webhooks-1")
@pytest.mark.parametrize("forge", WRONG)
def test_a_signature_that_isnt_right_is_refused(
    sender: Sender, bought: Event, person: Buyer, forge: Callable[[Sender, bytes], str]
) -> None:
    body = json.dumps(bought).encode()
    headers = sender.headers(body) | {sender.header: forge(sender, body)}
    encoded = {name: value.encode("utf-8") for name, value in headers.items()}
    assert is_problem(sender.post(body, encoded), 401, "unauthorized")  # type: ignore[arg-type]  # bytes will do
    assert stored(person.sql, bought) == []


@pytest.mark.attack("webhooks-2")
def test_without_a_signature_it_is_refused(sender: Sender, bought: Event, person: Buyer) -> None:
    body = json.dumps(bought).encode()
    headers = sender.headers(body)
    del headers[sender.header]
    assert is_problem(sender.post(body, headers), 401, "unauthorized")
    assert stored(person.sql, bought) == []


def test_one_of_several_signatures_is_enough(sender: Sender, bought: Event, person: Buyer) -> None:
    """While a secret is rolled, Stripe signs with the old one and the new one."""
    body = json.dumps(bought).encode()
    header = signed(body, sender.secret).replace("v1=", f"v1={'0' * 64},v1=") + f",v1={'f' * 64},v0=1"
    assert sender.post(body, sender.headers(body) | {sender.header: header}).status_code == 200
    assert person.shown() == "active"


@pytest.mark.parametrize("seconds", [-295, 295])
def test_a_clock_may_differ_by_five_minutes(sender: Sender, bought: Event, seconds: int) -> None:
    body = json.dumps(bought).encode()
    assert sender.post(body, sender.headers(body, time.time() + seconds)).status_code == 200


@pytest.mark.attack("webhooks-3")
@pytest.mark.parametrize("given", [None, "", "Bearer", "bearer chosen in the dashboard", "Bearer guessed"])
@pytest.mark.parametrize("sender", ["revenuecat"], indirect=True)
def test_revenuecats_header_must_be_the_chosen_one(
    sender: Sender, bought: Event, person: Buyer, given: str | None
) -> None:
    body = json.dumps(bought).encode()
    headers = sender.headers(body)
    del headers["authorization"]
    if given is not None:
        headers["authorization"] = given
    assert is_problem(sender.post(body, headers), 401, "unauthorized")
    assert stored(person.sql, bought) == []


@pytest.mark.attack("webhooks-4")
def test_a_users_token_opens_nothing(sender: Sender, bought: Event, person: Buyer) -> None:
    body = json.dumps(bought).encode()
    signed_by_nobody = "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x"  # pragma: allowlist secret
    token = {"authorization": signed_by_nobody, "content-type": "application/json"}
    assert is_problem(sender.post(body, token), 401, "unauthorized")
    assert person.shown() == "free"
