"""The server by itself, scripted over HTTP by another process."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from google import genai
from google.genai import types

from tests.fakes.gemini.asking import generate

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def settings() -> Iterator[dict[str, str]]:
    """What `python -m tests.fakes.gemini` prints: settings for the functions."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.gemini", "--key", "another"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    lines = (process.stdout.readline() for _ in range(2))
    yield dict(line.strip().split("=", 1) for line in lines)
    process.terminate()
    assert process.wait(timeout=60) == 0
    process.stdout.close()


@pytest.fixture
def control(settings: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=settings["GEMINI_BASE_URL"]) as client:
        client.delete("/control")
        yield client


@pytest.fixture
def client(settings: dict[str, str]) -> genai.Client:
    options = types.HttpOptions(base_url=settings["GEMINI_BASE_URL"])
    return genai.Client(api_key=settings["GEMINI_API_KEY"], http_options=options)


def test_it_is_scripted_over_http(control: httpx.Client, client: genai.Client) -> None:
    control.post("/control/script", json=[{"text": "one"}, {"code": 503}])
    assert generate(client).text == "one"


def test_it_tells_what_it_was_asked(control: httpx.Client, client: genai.Client) -> None:
    generate(client, "How heavy?")
    (asked,) = control.get("/control/requests").json()
    assert asked["body"]["contents"][0]["parts"] == [{"text": "How heavy?"}]


def test_it_refuses_a_script_that_it_does_not_understand(control: httpx.Client) -> None:
    assert control.post("/control/script", json=[{"tekst": "one"}]).status_code == 422


def test_it_forgets_when_told(control: httpx.Client, client: genai.Client) -> None:
    control.post("/control/script", json=[{"text": "one"}])
    control.delete("/control")
    assert generate(client).text != "one"


def test_it_complains_of_an_impossible_script(control: httpx.Client) -> None:
    control.post("/control/script", json=[{"data": {"a": 1}}])
    schema = {"responseMimeType": "application/json", "responseJsonSchema": {"type": "array"}}
    control.post(
        "/v1/models/gemini-3.8-flash:generateContent?key=another",
        json={"contents": [{"parts": [{"text": "a"}]}], "generationConfig": schema},
    )
    assert len(control.get("/control/complaints").json()) == 1
