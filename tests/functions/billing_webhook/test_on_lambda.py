"""The webhook as Lambda runs it: its real handler, the events of a function URL, nothing it doesn't need."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.runtime_api import Runtime, running
from local.services import Address
from tests.database.billing.buyers import Buyer
from tests.fakes.billing.events import Event
from tests.fakes.billing.senders import SETTINGS, Sender
from tests.functions.lambdas import Answered, url_event
from tests.functions.test_imports import imported

FUNCTION = "billing-webhook"
NOT_NEEDED = {
    "fastapi": "258 ms: three routes need no more than Starlette",
    "postgrest": "196 ms: two RPCs are two POSTs",
    "supabase": "305 ms: its clients are for users",
    "google": "422 ms: nothing is asked of a model",
    "jwt": "90 ms with cryptography: nobody is signed in",
    "cryptography": "comes with jwt; an HMAC is the standard library's",
    "boto3": "169 ms: nothing of AWS is called",
    "shared.ai.gemini": "nothing is asked of a model",
    "shared.ai.work": "the AI functions'",
}


@contextmanager
def on_lambda(stack: Address, settings: Mapping[str, str], log: Path) -> Iterator[Runtime]:
    environment = {
        "SUPABASE_URL": stack.url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        **settings,
    }
    handler = "functions.billing_webhook.handler.handler"
    with log.open("wb") as written, running(Path(sys.executable), handler, environment, written) as runtime:
        yield runtime


def ask(runtime: Runtime, sender: Sender, event: Event, *, is_base64: bool) -> Answered:
    body = json.dumps(event).encode()
    sent = url_event("POST", f"/{sender.name}", sender.headers(body), body, is_base64=is_base64)
    return Answered.by(runtime.invoke(sent))


def test_the_raw_body_is_what_is_verified(
    stack: Address, sender: Sender, bought: Event, person: Buyer, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with on_lambda(stack, SETTINGS, log) as runtime:
        answered = ask(runtime, sender, bought, is_base64=True)
        again = ask(runtime, sender, bought, is_base64=False)
    assert [answered.status, again.status] == [200, 200]
    assert person.shown() == "active"
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    told = [line for line in lines if line.get("message") == "billing event"]
    assert [(line["provider"], line["is_new"], line["state"]) for line in told] == [
        (sender.name, True, "processed"),
        (sender.name, False, "processed"),
    ]
    assert person.id not in log.read_text()


def test_a_provider_without_secrets_is_refused_and_told_in_the_log(
    stack: Address, sender: Sender, bought: Event, person: Buyer, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with on_lambda(stack, {}, log) as runtime:
        answered = ask(runtime, sender, bought, is_base64=False)
    assert (answered.status, answered.json()["code"]) == (503, "unavailable")
    setting = {"revenuecat": "REVENUECAT_AUTHORIZATION", "stripe": "STRIPE_WEBHOOK_SECRET"}[sender.name]
    assert setting in log.read_text()
    assert person.shown() == "free"


@pytest.mark.parametrize("module", NOT_NEEDED)
def test_what_is_not_needed_is_not_imported(module: str) -> None:
    assert module not in imported(FUNCTION)[0], NOT_NEEDED[module]


def test_an_import_defines_and_does_nothing() -> None:
    assert imported(FUNCTION)[1] == []
