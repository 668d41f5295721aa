"""Forged webhooks, beyond those in tests/functions/billing_webhook."""

import ast
import hashlib
import hmac
import inspect
import json
import time
import uuid
from collections.abc import Iterator

import httpx
import pytest

from functions.billing_webhook import signatures
from functions.billing_webhook.signatures import is_same, is_signed
from local.services import Address
from shared.ops.settings import Settings
from tests.database.billing.buyers import Buyer, buyer
from tests.fakes.billing.events import Event, stripe, stripe_subscription
from tests.fakes.billing.senders import senders, signed
from tests.support import Connection

NOW = 1_790_000_000
BODY = b'{"id":"evt_1","type":"customer.subscription.created"}'
SECRET = "whsec_somebody"  # noqa: S105 - of nobody


def plain(*parts: bytes) -> str:
    """A header with a bare SHA-256: what a signature without HMAC's two keys would be."""
    return f"t={NOW},v1={hashlib.sha256(b''.join(parts)).hexdigest()}"


def keyed(body: bytes, digest: str) -> str:
    """A header signed with the right secret by another algorithm."""
    mac = hmac.new(SECRET.encode(), f"{NOW}.".encode() + body, digest)
    return f"t={NOW},v1={mac.hexdigest()}"


MOMENT = f"{NOW}.".encode()
FORGED = {
    # A bare hash of secret and body can be lengthened by who doesn't know the secret.
    "secret before the body": plain(SECRET.encode(), MOMENT, BODY),
    "secret behind the body": plain(MOMENT, BODY, SECRET.encode()),
    "body without the secret": plain(MOMENT, BODY),
    "by MD5": keyed(BODY, "md5"),
    "by SHA-1": keyed(BODY, "sha1"),
    "by SHA-512": keyed(BODY, "sha512"),
    "by an empty secret": signed(BODY, "", NOW),
    "cut off": signed(BODY, SECRET, NOW)[:-1],
    "in capitals": signed(BODY, SECRET, NOW).upper().replace("T=", "t=").replace("V1=", "v1="),
    "lengthened": signed(BODY, SECRET, NOW) + "00",
    "with a space in the time": signed(BODY, SECRET, NOW).replace("t=", "t= "),
    "with zeros before the time": signed(BODY, SECRET, NOW).replace("t=", "t=00"),
    "with time and body cut elsewhere": signed(b"0." + BODY, SECRET, NOW).replace(f"t={NOW}", f"t={NOW}.0"),
    "without a body": signed(b"", SECRET, NOW),
    "behind 30 others": f"t={NOW}," + "v1=0," * 30 + signed(BODY, SECRET, NOW).partition(",")[2],
}


@pytest.mark.attack("webhooks-6")
@pytest.mark.parametrize("header", FORGED.values(), ids=FORGED)
def test_only_the_hmac_of_time_and_body_is_a_signature(header: str) -> None:
    assert is_signed(signed(BODY, SECRET, NOW), BODY, SECRET, NOW)
    assert not is_signed(header, BODY, SECRET, NOW)


@pytest.mark.attack("webhooks-7")
@pytest.mark.parametrize(
    "name", ["REVENUECAT_SIGNING_SECRET", "REVENUECAT_AUTHORIZATION", "STRIPE_WEBHOOK_SECRET"]
)
def test_an_empty_secret_is_none(name: str) -> None:
    """Else whoever signs with nothing would be the provider; without a secret the answer is 503."""
    environment = {"SUPABASE_URL": "https://x.supabase.co", "SUPABASE_PUBLISHABLE_KEY": "p",
                   "SUPABASE_SECRET_KEY": "s", name: ""}  # fmt: skip
    assert getattr(Settings.from_environment(environment), name.lower()) is None


def comparing(function: ast.FunctionDef) -> tuple[bool, list[str]]:
    """Whether a function compares in constant time, and what it compares otherwise."""
    calls = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    others = [
        ast.unparse(node)
        for node in ast.walk(function)
        if isinstance(node, ast.Compare)
        and any(isinstance(operator, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for operator in node.ops)
    ]
    return "hmac.compare_digest" in calls, others


def with_secrets() -> Iterator[ast.FunctionDef]:
    """The functions that are given a secret."""
    for node in ast.walk(ast.parse(inspect.getsource(signatures))):
        if isinstance(node, ast.FunctionDef) and "secret" in {one.arg for one in node.args.args}:
            yield node


@pytest.mark.attack("webhooks-8")
def test_secrets_are_compared_in_constant_time() -> None:
    """`==` stops at the first difference, and so tells how much of a guess was right."""
    found = {function.name: comparing(function) for function in with_secrets()}
    assert found == {is_signed.__name__: (True, []), is_same.__name__: (True, [])}


def bought(person: Buyer) -> Event:
    """Stripe's word that somebody has premium."""
    subscription = stripe_subscription("active", (0, 3650), user=person.id, name=f"sub_{uuid.uuid4().hex}")
    return stripe("customer.subscription.created", 0, subscription)


@pytest.mark.attack("webhooks-9")
def test_two_signatures_of_two_moments_are_none(stack: Address, sql: Connection) -> None:
    """An old delivery with a header of now beside its own: a proxy joins the two into one."""
    person = buyer(sql)
    body = json.dumps(bought(person)).encode()
    sender = senders(f"{stack.functions_url}/billing-webhook")["stripe"]
    old = signed(body, sender.secret, time.time() - 900)
    headers = [
        ("content-type", "application/json"),
        (sender.header, old),
        (sender.header, f"t={time.time():.0f}"),
    ]
    assert httpx.post(f"{sender.address}/stripe", content=body, headers=headers).status_code == 401
    assert person.shown() == "free"


@pytest.mark.attack("webhooks-10")
def test_one_providers_signature_is_not_anothers(stack: Address, sql: Connection) -> None:
    person = buyer(sql)
    body = json.dumps(bought(person)).encode()
    both = senders(f"{stack.functions_url}/billing-webhook")
    theirs = {both["stripe"].header: signed(body, both["revenuecat"].secret)}
    assert both["stripe"].post(body, both["stripe"].headers(body) | theirs).status_code == 401
    assert person.shown() == "free"
