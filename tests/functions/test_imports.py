"""What a cold start pays for: the modules that the import of a handler must not bring in, and why."""

import importlib.util
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.functions.served import every_function, feature
from tests.locked import python_packages

ROOT = Path(__file__).resolve().parents[2]
# Milliseconds are those of the import alone, on two cores with bytecode: compare them, don't count on them.
LATER = {
    "google.genai": "422 ms: comes in a thread, while the request waits for the database",
    "google.auth": "comes with google.genai; an API key needs none of it",
}
NEVER = {
    "supabase": "305 ms: of its five clients we need PostgREST alone",
    "supabase_auth": "comes with supabase; tokens are checked with PyJWT",
    "supabase_functions": "comes with supabase; we are the functions",
    "storage3": "comes with supabase; a file is one GET",
    "realtime": "comes with supabase, and brings websockets",
    "websockets": "nothing here keeps a socket open",
    "boto3": "169 ms: nothing of AWS is called",
    "botocore.session": "what boto3 is slow with",
    "aws_xray_sdk": "195 ms: a request id leads through the logs",
    "aws_lambda_powertools.utilities.idempotency": "imports boto3; Postgres does it in one RPC",
    "pydantic_settings": "75 ms for reading twelve variables",
    "fastapi.testclient": "comes with nothing but a slip",
    "requests": "a second HTTP client; comes with google.auth",
    "h2": "HTTP/2 gains nothing on a connection that lives for one request",
    "psycopg": "the database is behind PostgREST, with the caller's rights",
    "jsonschema_rs": "pydantic checks what is sent",
    "uvicorn": "the local stack's",
    "local": "the local stack",
    "tests": "tests",
    "bench": "benchmarks",
}
# What only one of them needs.
ONLY_FOR = {
    "rapidfuzz": "import-plan",
    "functions.import_plan": "import-plan",
    "functions.generate_plan": "generate-plan",
    "functions.coach_chat": "coach-chat",
    "shared.planner.make": "generate-plan",
}
# Of the tools of a developer's machine: httpx and Powertools take what they find, so they must not be found.
NOT_DEPLOYED = {"rich", "click", "pygments", "boto3", "botocore", "numpy", "pydantic-settings", "uvicorn"}

# Prints the modules there are after the import, and what it did besides defining things.
_IMPORT = """
import json, sys
done = []
watched = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.fork", "_thread.start_new_thread")
sys.addaudithook(lambda event, _arguments: done.append(event) if event in watched else None)
__import__(sys.argv[1])
print(json.dumps([sorted(sys.modules), done]))
"""


@cache
def imported(function: str) -> tuple[frozenset[str], list[str]]:
    """The modules that a fresh interpreter has after the import, and what it did. No setting is set."""
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORT, f"functions.{feature(function)}.handler"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        check=True,
        capture_output=True,
        text=True,
    )
    modules, done = json.loads(ran.stdout)
    return frozenset(modules), done


@every_function
@pytest.mark.parametrize("module", NEVER | LATER)
def test_what_is_not_needed_is_not_imported(function: str, module: str) -> None:
    assert module not in imported(function)[0], (NEVER | LATER)[module]


@every_function
@pytest.mark.parametrize("module", ONLY_FOR)
def test_what_one_needs_the_others_do_not_import(function: str, module: str) -> None:
    assert (module in imported(function)[0]) is (function == ONLY_FOR[module])


@every_function
def test_an_import_defines_and_does_nothing(function: str) -> None:
    """No setting is read, no thread or process started, nothing connected to."""
    assert imported(function)[1] == []


# boto3 is Lambda's own.
@pytest.mark.parametrize("module", sorted((NEVER | LATER).keys() - {"boto3"}))
def test_the_names_are_of_modules_that_there_are(module: str) -> None:
    """A module that was renamed would pass unnoticed."""
    assert importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("package", sorted(NOT_DEPLOYED))
def test_what_is_not_needed_is_not_deployed(package: str) -> None:
    assert package not in python_packages()


def test_what_is_needed_is_deployed() -> None:
    assert {"fastapi", "mangum", "google-genai", "postgrest", "rapidfuzz", "pyjwt"} <= python_packages()
