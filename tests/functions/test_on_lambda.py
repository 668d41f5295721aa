"""Each function as Lambda runs it: its real handler, the events of a function URL, several in a process."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from uuid import uuid4

import pytest

from local.services import Address
from tests.fakes.gemini.replies import Reply
from tests.fakes.gemini.server import LocalGemini
from tests.functions.lambdas import Answered, StartLambda, on_lambda
from tests.functions.members import Member, NewMember
from tests.functions.served import REQUESTS, every_function, feature
from tests.functions.wise import FOR_THE_MODEL, PRIVATE, wise

# What each leaves behind: the table, the column, and where its answer has the value.
KEPT: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "generate-plan": ("workout_plans", "id", ("plan_id",)),
    "import-plan": ("workout_plans", "id", ("plan_id",)),
    "coach-chat": ("ai_coach_messages", "id", ("message", "id")),
}
EVENTS = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
def start(
    stack: Address, gemini_server: LocalGemini, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StartLambda]:
    """`start(function)` is its execution environment, as warm as the tests before left it."""
    folder = tmp_path_factory.mktemp("lambda")
    with ExitStack() as opened:
        yield cache(lambda function: opened.enter_context(on_lambda(function, stack, gemini_server, folder)))


def left_behind(function: str, answered: Answered, member: Member) -> bool:
    """Whether what the answer names is the member's in the database."""
    table, column, place = KEPT[function]
    value = answered.json()
    for name in place:
        value = value[name]
    return value in [row[column] for row in member.rows(table)]


def is_problem(answered: Answered, status: int, code: str) -> bool:
    assert (answered.status, answered.headers["content-type"]) == (status, "application/problem+json")
    problem = answered.json()
    assert (problem["status"], problem["request_id"]) == (status, answered.headers["x-request-id"])
    return bool(problem["code"] == code)


@every_function
def test_a_request_is_answered_and_kept(
    function: str, start: StartLambda, member: Member, gemini: LocalGemini
) -> None:
    gemini.think(wise)
    answered = start(function).ask(REQUESTS[function], member)
    assert answered.status in {200, 201}, answered.text
    assert answered.headers["content-type"] == "application/json"
    assert left_behind(function, answered, member)


@every_function
def test_the_model_is_asked_and_paid_for(
    function: str, start: StartLambda, member: Member, gemini: LocalGemini
) -> None:
    gemini.think(wise)
    answered = start(function).ask(FOR_THE_MODEL[function], member)
    assert answered.json()["engine"] == "gemini", answered.text
    assert member.used(feature(function)) == 1
    assert "ok" in [row["outcome"] for row in member.rows("ai_usage")]


@every_function
@pytest.mark.usefixtures("gemini")
def test_a_body_in_base64_is_the_same_request(function: str, start: StartLambda, member: Member) -> None:
    """The function URL encodes what it doesn't take for text; the key tells that the body was the same."""
    key = {"idempotency-key": str(uuid4())}
    plain = start(function).ask(REQUESTS[function], member, headers=key)
    encoded = start(function).ask(REQUESTS[function], member, is_base64=True, headers=key)
    assert (encoded.status, encoded.json()) == (plain.status, plain.json())


@every_function
@pytest.mark.parametrize("path", ["/{}", "/{}/", "/functions/v1/{}"])
@pytest.mark.usefixtures("gemini")
def test_cloudfront_may_keep_the_path_or_not(
    function: str, start: StartLambda, member: Member, path: str
) -> None:
    answered = start(function).at(path.format(function)).ask(REQUESTS[function], member)
    assert left_behind(function, answered, member)


@every_function
def test_without_a_token_nothing_is_done(function: str, start: StartLambda, gemini: LocalGemini) -> None:
    answered = start(function).ask(REQUESTS[function])
    assert is_problem(answered, 401, "unauthorized")
    assert answered.headers["www-authenticate"] == "Bearer"
    assert gemini.requests == []


@every_function
def test_only_a_token_says_who_calls(function: str, start: StartLambda, member: Member) -> None:
    """A header or a cookie that names somebody is nothing: the function URL lets everybody in."""
    named = {"x-user-id": member.id, "x-amz-security-token": "token", "cookie": f"user={member.id}"}
    assert is_problem(start(function).ask(REQUESTS[function], headers=named), 401, "unauthorized")


@every_function
@pytest.mark.parametrize("is_base64", [False, True], ids=["as text", "in base64"])
def test_a_body_over_5_mb_is_refused(
    function: str, start: StartLambda, member: Member, *, is_base64: bool
) -> None:
    body = REQUESTS[function] | {"notes": "a" * (5 * 1024 * 1024)}
    answered = start(function).ask(body, member, is_base64=is_base64)
    assert is_problem(answered, 413, "too_large")


@every_function
def test_health_needs_nobody(function: str, start: StartLambda) -> None:
    answered = start(function).at("/health").get()
    assert (answered.status, answered.json()) == (200, {"status": "ok"})


@every_function
@pytest.mark.usefixtures("gemini")
def test_an_environment_serves_one_user_after_the_other(
    function: str, start: StartLambda, new_member: NewMember
) -> None:
    """Clients and connections stay, tokens don't: each gets what is theirs."""
    for member in [new_member() for _ in range(3)]:
        answered = start(function).ask(REQUESTS[function], member)
        assert left_behind(function, answered, member)


@every_function
def test_a_refusal_doesnt_spoil_the_environment(
    function: str, start: StartLambda, member: Member, gemini: LocalGemini
) -> None:
    gemini.script(Reply(cut="midway"))
    refused = start(function).ask({"nonsense": 1}, member)
    cut_off = start(function).ask(FOR_THE_MODEL[function], member)
    gemini.clear()
    gemini.think(wise)
    after = start(function).ask(FOR_THE_MODEL[function], member)
    assert (refused.status, cut_off.status in {200, 201}, after.json()["engine"]) == (422, True, "gemini")


@every_function
def test_what_lambda_leaves_of_time_is_what_there_is(
    function: str, start: StartLambda, member: Member, gemini: LocalGemini
) -> None:
    """Five seconds are enough to store an answer, and too few to wait for a model: it is by rule."""
    answered = start(function).ask(FOR_THE_MODEL[function], member, seconds=5)
    assert answered.status in {200, 201}, answered.text
    assert answered.json()["engine"] in {"rules", "parser"}
    assert gemini.requests == []


@every_function
@pytest.mark.usefixtures("gemini")
def test_the_request_id_leads_from_the_client_to_the_log(
    function: str, start: StartLambda, member: Member
) -> None:
    request_id = f"app-{uuid4()}"
    answered = start(function).ask(REQUESTS[function], member, headers={"x-request-id": request_id})
    assert answered.headers["x-request-id"] == request_id
    metrics, line = sorted(start(function).logged(request_id), key=lambda logged: "_aws" not in logged)
    assert (line["message"], line["status"], line["service"]) == ("request", answered.status, function)
    (directive,) = metrics["_aws"]["CloudWatchMetrics"]
    told = {"ColdStart", "Latency", "OwnTime", "Fault", "Fallback", "BreakerOpen"}
    assert told <= {metric["Name"] for metric in directive["Metrics"]}


@every_function
def test_a_start_is_told_once(function: str, start: StartLambda) -> None:
    start(function).at("/health").get()
    start(function).at("/health").get()
    lines = [json.loads(line) for line in start(function).log.splitlines() if '"cold_start"' in line]
    assert [line["cold_start"] for line in lines] == [True, *[False] * (len(lines) - 1)]


@pytest.mark.attack("lines-6")
@every_function
def test_no_word_of_the_user_and_no_key_is_logged(
    function: str, start: StartLambda, stack: Address, member: Member, gemini: LocalGemini
) -> None:
    gemini.think(wise)
    start(function).ask(FOR_THE_MODEL[function], member)
    gemini.think(None)
    gemini.script(Reply(candidates=[]).always())
    start(function).ask(FOR_THE_MODEL[function], member)
    start(function).ask(FOR_THE_MODEL[function] | {PRIVATE: PRIVATE}, member)
    log = start(function).log
    kept_back = (PRIVATE, "leg day", member.person.access_token, member.person.email, member.id)
    keys = (stack.secret_key, stack.publishable_key, stack.jwt_secret, gemini.key)
    assert [secret for secret in (*kept_back, *keys) if secret in log] == []


def test_events_come_as_one_text(start: StartLambda, member: Member, gemini: LocalGemini) -> None:
    """Lambda without response streaming buffers them: the same events, at once."""
    gemini.think(wise)
    answered = start("coach-chat").ask(REQUESTS["coach-chat"], member, headers=EVENTS)
    assert answered.headers["content-type"].startswith("text/event-stream")
    blocks = [block.split("\n") for block in answered.text.strip().split("\n\n")]
    assert [name for name, _ in blocks] == ["event: session", "event: message", "event: done"]
    done = json.loads(blocks[-1][1].removeprefix("data: "))
    assert done["message"]["content"] == "Well done."


def test_a_refusal_is_no_event(start: StartLambda, member: Member) -> None:
    answered = start("coach-chat").ask({"message": ""}, member, headers=EVENTS)
    assert is_problem(answered, 422, "invalid")
