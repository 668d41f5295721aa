"""Settings from the parameter store: signed like AWS's own SDK, read once, and never revealed."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SdkCredentials

from shared.ops.aws import AwsError, Credentials, Unsigned, signed_headers
from shared.ops.parameters import environment

pytestmark = pytest.mark.quick

KEY = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a session's token")
PREFIX = "/spotter/test/"


class Store:
    """The parameter store and the credentials' endpoint of an execution environment."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.status = 200
        self.calls: list[list[str]] = []
        self.headers: list[dict[str, str]] = []
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                store.headers.append({name.lower(): value for name, value in self.headers.items()})
                document = {"AccessKeyId": KEY.key_id, "SecretAccessKey": KEY.secret, "Token": KEY.token}
                self._answer(200, document)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                store.headers.append({name.lower(): value for name, value in self.headers.items()})
                store.calls.append(json.loads(body)["Names"])
                known = [name for name in store.calls[-1] if name in store.values]
                self._answer(
                    store.status,
                    {"Parameters": [{"Name": name, "Value": store.values[name]} for name in known]}
                    if store.status == 200
                    else {"__type": "AccessDeniedException", "Message": "secret words"},
                )

            def _answer(self, status: int, document: dict[str, Any]) -> None:
                content = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that this process' environment points to, as Lambda's does."""
    store = Store()
    for name, value in {
        "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": KEY.key_id,
        "AWS_SECRET_ACCESS_KEY": KEY.secret,
        "AWS_SESSION_TOKEN": KEY.token,
        "AWS_ENDPOINT_URL_SSM": store.url,
        "SPOTTER_PARAMETERS_PATH": PREFIX,
    }.items():
        monkeypatch.setenv(name, value)
    yield store
    store.close()


def test_a_request_is_signed_as_awss_own_sdk_signs_it() -> None:
    url, body = "https://ssm.eu-central-1.amazonaws.com", b'{"Names": ["/a"], "WithDecryption": true}'
    at = datetime(2026, 11, 21, 17, 5, 9, tzinfo=UTC)
    asked = Unsigned(url, body, "ssm", "AmazonSSM.GetParameters", "eu-central-1")
    ours = signed_headers(asked, KEY, at)
    request = AWSRequest(
        "POST",
        f"{url}/",
        {"Content-Type": ours["content-type"], "X-Amz-Target": ours["x-amz-target"]},
        body,
    )
    request.context["timestamp"] = ours["x-amz-date"]
    theirs = SigV4Auth(SdkCredentials(KEY.key_id, KEY.secret, KEY.token), "ssm", "eu-central-1")
    request.headers["X-Amz-Date"] = ours["x-amz-date"]
    request.headers["X-Amz-Security-Token"] = KEY.token
    signature = theirs.signature(theirs.string_to_sign(request, theirs.canonical_request(request)), request)
    assert ours["authorization"].rpartition("Signature=")[2] == signature


def test_parameters_become_variables_of_their_last_name(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.values = {f"{PREFIX}GEMINI_API_KEY": "g", f"{PREFIX}SUPABASE_URL": "https://s"}
    monkeypatch.setenv("SPOTTER_PARAMETERS", "GEMINI_API_KEY,SUPABASE_URL,ABSENT")
    found = environment()
    assert (found["GEMINI_API_KEY"], found["SUPABASE_URL"]) == ("g", "https://s")
    assert "ABSENT" not in found


def test_more_than_ten_names_are_asked_for_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.values = {f"{PREFIX}N{number}": str(number) for number in range(12)}
    monkeypatch.setenv("SPOTTER_PARAMETERS", ",".join(f"N{number}" for number in range(12)))
    found = environment()
    assert [found[f"N{number}"] for number in range(12)] == [str(number) for number in range(12)]
    assert [len(names) for names in store.calls] == [10, 2]


def test_a_restored_environment_asks_for_its_credentials(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{store.url}/credentials")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "may ask")
    monkeypatch.setenv("SPOTTER_PARAMETERS", "A")
    environment()
    assert store.headers[0]["authorization"] == "may ask"
    assert f"Credential={KEY.key_id}/" in store.headers[1]["authorization"]


def test_a_refusal_is_told_without_its_words(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.status = 400
    monkeypatch.setenv("SPOTTER_PARAMETERS", "A")
    with pytest.raises(AwsError, match="400 AccessDeniedException") as raised:
        environment()
    assert "secret words" not in str(raised.value)


def test_nothing_is_fetched_where_nothing_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPOTTER_PARAMETERS", raising=False)
    environment()
    assert store.calls == []
