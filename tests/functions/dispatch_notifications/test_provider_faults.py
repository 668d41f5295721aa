"""Each provider's possible answers, and the results for the message and its device."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.fakes.push.expo import failed
from tests.fakes.push.script import Fault, Service
from tests.functions.dispatch_notifications.conftest import Scene

HTML = "<html><title>502 Bad Gateway</title></html>"


def fcm(status: int, name: str, code: str | None = None, **error: Any) -> Fault:
    details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
    said = {"code": status, "status": name, "message": "", **error}
    return Fault(status, {"error": said | ({"details": details} if code else {}) | error})


def resend(status: int, name: str) -> Fault:
    return Fault(status, {"statusCode": status, "name": name, "message": "a@b.example"})


def expo(status: int, code: str) -> Fault:
    return Fault(status, {"errors": [{"code": code, "message": "ExponentPushToken[x]"}]})


def ticket(code: str) -> Fault:
    return Fault(200, {"data": [failed(code)]})


@dataclass(frozen=True)
class Case:
    name: str
    service: Service
    fault: Fault
    state: str
    failures: int = 0
    error: str | None = None
    keeps_device: bool = True

    def __str__(self) -> str:
        return f"{self.service}: {self.name}"


_NO_TOKEN = [
    {"@type": "type.googleapis.com/google.rpc.BadRequest",
     "fieldViolations": [{"field": "message.token", "description": "Invalid registration token"}]},
    {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "INVALID_ARGUMENT"},
]  # fmt: skip
_NO_DATA = [{"@type": "type.googleapis.com/google.rpc.BadRequest",
             "fieldViolations": [{"field": "message.data[0].value"}]}]  # fmt: skip

CASES = [
    Case("unregistered", "fcm", fcm(404, "NOT_FOUND", "UNREGISTERED"), "gone", keeps_device=False),
    Case("no token", "fcm", fcm(400, "INVALID_ARGUMENT", details=_NO_TOKEN), "gone", keeps_device=False),
    Case("a wrong message", "fcm", fcm(400, "INVALID_ARGUMENT", details=_NO_DATA), "dead", 0, "400"),
    Case("another sender's", "fcm", fcm(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"), "dead", 0,
         "403 SENDER_ID_MISMATCH"),
    Case("Apple's certificate", "fcm", fcm(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"), "pending", 1,
         "401 THIRD_PARTY_AUTH_ERROR"),
    Case("quota", "fcm", fcm(429, "EXHAUSTED", "QUOTA_EXCEEDED"), "pending", 1, "429 QUOTA_EXCEEDED"),
    Case("overloaded", "fcm", fcm(503, "UNAVAILABLE", "UNAVAILABLE"), "pending", 1, "503 UNAVAILABLE"),
    Case("internal", "fcm", fcm(500, "INTERNAL", "INTERNAL"), "pending", 1, "500 INTERNAL"),
    Case("not allowed", "fcm", fcm(403, "PERMISSION_DENIED"), "pending"),
    Case("no such project", "fcm", fcm(404, "NOT_FOUND"), "pending"),
    Case("HTML for a 502", "fcm", Fault(502, HTML), "pending", 1, "502"),
    Case("HTML for an answer", "fcm", Fault(200, HTML), "pending", 1, "response without a name"),
    Case("an answer of another shape", "fcm", Fault(200, "[1]"), "pending", 1, "response without a name"),
    Case("hangs up", "fcm", Fault(hangs_up=True), "pending", 1, "RemoteProtocolError"),
    Case("not registered", "expo", ticket("DeviceNotRegistered"), "gone", keeps_device=False),
    Case("too big", "expo", ticket("MessageTooBig"), "dead", 0, "MessageTooBig"),
    Case("too many", "expo", ticket("MessageRateExceeded"), "pending", 1, "MessageRateExceeded"),
    Case("credentials of Apple or Google", "expo", ticket("InvalidCredentials"), "pending", 1,
         "InvalidCredentials"),
    Case("an error nobody knows", "expo", ticket("SolarFlare"), "pending", 1, "SolarFlare"),
    Case("wrong message", "expo", expo(400, "VALIDATION_ERROR"), "dead", 0, "400 VALIDATION_ERROR"),
    Case("no access", "expo", expo(401, "UNAUTHORIZED"), "pending"),
    Case("too many requests", "expo", expo(429, "TOO_MANY_REQUESTS"), "pending", 1, "429 TOO_MANY_REQUESTS"),
    Case("HTML for a 503", "expo", Fault(503, HTML), "pending", 1, "503"),
    Case("HTML for tickets", "expo", Fault(200, HTML), "pending", 1, "response without all tickets"),
    Case("no ticket", "expo", Fault(200, {"data": []}), "pending", 1, "response without all tickets"),
    Case("a ticket that is none", "expo", Fault(200, {"data": [7]}), "pending", 1, "malformed ticket"),
    Case("hangs up", "expo", Fault(hangs_up=True), "pending", 1, "RemoteProtocolError"),
    Case("wrong address", "resend", resend(422, "validation_error"), "dead", 0, "422 validation_error"),
    Case("wrong mail", "resend", resend(400, "validation_error"), "dead", 0, "400 validation_error"),
    Case("no key", "resend", resend(401, "missing_api_key"), "pending"),
    Case("domain not verified", "resend", resend(403, "validation_error"), "pending"),
    Case("too many requests", "resend", resend(429, "rate_limit_exceeded"), "pending", 1,
         "429 rate_limit_exceeded"),
    Case("the day's quota", "resend", resend(429, "daily_quota_exceeded"), "pending", 1,
         "429 daily_quota_exceeded"),
    Case("moved", "resend", Fault(301, headers={"location": "https://elsewhere.example"}), "pending"),
    Case("under way already", "resend", resend(409, "concurrent_idempotent_requests"), "pending", 1,
         "409 concurrent_idempotent_requests"),
    Case("sent in other words", "resend", resend(409, "invalid_idempotent_request"), "delivered"),
    Case("internal", "resend", resend(500, "application_error"), "pending", 1, "500 application_error"),
    Case("HTML for an answer", "resend", Fault(200, HTML), "pending", 1, "response without an id"),
    Case("hangs up", "resend", Fault(hangs_up=True), "pending", 1, "RemoteProtocolError"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_answer_is_judged(scene: Scene, case: Case) -> None:
    someone = scene.recipient(case.service)
    someone.tell(level=7)
    scene.providers.script.add(case.service, case.fault)
    scene.run()
    # Whoever deletes a device deletes what was on its way to it.
    expected = [] if case.state == "gone" else [(case.state, case.failures, case.error)]
    assert (scene.outbox(), someone.devices) == (
        expected,
        int(case.keeps_device and case.service != "resend"),
    )


def test_a_days_quota_is_not_asked_for_every_two_hours(scene: Scene) -> None:
    """The six attempts of a mail have to reach into the next day."""
    scene.mailbox().tell()
    scene.providers.script.add("resend", resend(429, "daily_quota_exceeded"))
    scene.run()
    query = "select next_attempt_at > now() + interval '5 hours' from private.outbox"
    assert scene.sql.execute(query).fetchone() == (True,)


@pytest.mark.parametrize("service", ["fcm", "expo", "resend"])
def test_after_a_fault_the_next_attempt_gets_through(scene: Scene, service: Service) -> None:
    someone = scene.recipient(service)
    someone.tell(level=7)
    scene.providers.script.add(service, Fault(503))
    scene.run()
    scene.wait()
    scene.run()
    assert ([state for state, _, _ in scene.outbox()], len(someone.got)) == (["delivered"], 1)


def test_a_token_that_was_taken_back_is_fetched_anew(scene: Scene) -> None:
    first, second = scene.device(), scene.device()
    first.tell(level=7)
    scene.run()
    scene.providers.google.tokens.clear()
    second.tell(level=7)
    assert (scene.run(), len(second.got)) == ({"push_fcm": {"delivered": 1}}, 1)


def test_a_token_of_google_is_kept_for_the_next_run(scene: Scene) -> None:
    for _ in range(2):
        scene.device().tell(level=7)
        scene.run()
    assert scene.providers.script.requests["token"] == 1


def test_a_token_that_is_about_to_end_is_not_used(scene: Scene) -> None:
    scene.providers.google.token_seconds = 200
    for _ in range(2):
        scene.device().tell(level=7)
        scene.run()
    assert scene.providers.script.requests["token"] == 2


@pytest.mark.parametrize(
    "fault",
    [Fault(400, {"error": "invalid_grant"}), Fault(503, HTML), Fault(hangs_up=True), Fault(200, "{}")],
)
def test_no_token_from_google_is_no_messages_fault(scene: Scene, fault: Fault) -> None:
    scene.device().tell(level=7)
    scene.providers.script.add("token", fault)
    assert (scene.run(), scene.outbox()) == ({"push_fcm": {"released": 1}}, [("pending", 0, None)])


def test_one_bad_message_spoils_no_other_of_its_request(scene: Scene) -> None:
    good = [scene.device(f"ExponentPushToken[{number}@ours]", platform="expo") for number in range(9)]
    bad = scene.device("ExponentPushToken[x@theirs]", platform="expo")
    for someone in [*good[:4], bad, *good[4:]]:
        someone.tell(level=7)
    scene.run()
    assert [len(someone.got) for someone in good] == [1] * 9
    assert {state for state, _, _ in scene.outbox()} == {"delivered"}


def test_what_is_no_token_of_expo_is_never_sent(scene: Scene) -> None:
    someone = scene.device("garbage", platform="expo")
    someone.tell(level=7)
    assert scene.run() == {"push_expo": {"token_gone": 1}}
    assert (someone.devices, scene.providers.script.requests["expo"]) == (0, 0)


def test_a_device_that_is_gone_takes_along_what_waits_for_it(scene: Scene) -> None:
    someone = scene.device()
    scene.providers.script.gone.add(someone.address)
    for level in (7, 8):
        someone.tell(level=level)
    scene.sql.execute(
        "update private.outbox set next_attempt_at = now() + interval '1 hour' "
        "where id = (select max(id::text)::uuid from private.outbox)"
    )
    scene.run()
    assert (scene.outbox(), someone.devices) == ([], 0)
