"""Scheduler events one after the other, through the database and to the providers."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from local.scheduler import Due, invoke
from shared.http.problems import ProblemError
from tests.fakes.push.script import Fault, Service
from tests.fakes.push.server import FAKES
from tests.functions.dispatch_notifications.conftest import Scene

SERVICES = [fake.service for fake in FAKES]
CHANNELS = [fake.channel for fake in FAKES]


@pytest.mark.parametrize("service", SERVICES)
def test_a_message_arrives_with_its_words(scene: Scene, service: Service) -> None:
    someone = scene.recipient(service)
    someone.tell(level=7)
    scene.run()
    [sent] = someone.got
    title = "Welcome to Premium" if service == "resend" else "Level 7!"
    assert (sent.title, scene.outbox()) == (title, [("delivered", 0, None)])


def test_all_channels_are_served_in_one_run(scene: Scene) -> None:
    for service in SERVICES:
        scene.recipient(service).tell(level=7)
    assert scene.run() == {channel: {"delivered": 1} for channel in CHANNELS}


def test_what_was_delivered_is_not_sent_again(scene: Scene) -> None:
    someone = scene.device()
    someone.tell(level=7)
    scene.run()
    scene.wait()
    assert (scene.run(), len(someone.got)) == ({}, 1)


def test_a_push_carries_what_the_app_needs_to_open_it(scene: Scene) -> None:
    someone = scene.device()
    someone.tell(level=7)
    scene.run()
    [sent] = someone.got
    assert sent.raw["data"] == {"level": "7", "type": "level_up", "notification_id": sent.key}


def test_two_dispatchers_at_once_send_every_message_once(scene: Scene) -> None:
    people = [scene.recipient(service) for service in SERVICES for _ in range(60)]
    for someone in people:
        someone.tell(level=7)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: scene.run(), range(2)))
    assert [len(someone.got) for someone in people] == [1] * len(people)
    assert {state for state, _, _ in scene.outbox()} == {"delivered"}


@pytest.mark.parametrize(
    ("service", "times"), [(service, 1 if service == "resend" else 2) for service in SERVICES]
)
def test_killed_between_sending_and_settling_it_is_sent_under_the_same_name(
    scene: Scene, service: Service, times: int
) -> None:
    """Mail not at all, by its idempotency key; a push again, which replaces the first one on the device."""
    someone = scene.recipient(service)
    someone.tell(level=7)
    scene.providers.script.add(service, Fault(wait_seconds=60))
    code = (
        "from functions.dispatch_notifications.handler import handler\n"
        "from local.scheduler import LocalContext\n"
        "handler({'scheduled_time': '1', 'execution_id': '1'}, LocalContext(60))"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    end = time.monotonic() + 60
    while not someone.got and time.monotonic() < end:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert [state for state, _, _ in scene.outbox()] == ["claimed"]
    scene.wait()
    scene.run()
    assert [sent.key for sent in someone.got] == [someone.got[0].key] * times
    assert scene.outbox() == [("delivered", 1, None)]


def test_the_sixth_failure_is_the_last(scene: Scene) -> None:
    someone = scene.device()
    someone.tell(level=7)
    scene.providers.script.add("fcm", Fault(503, times=None))
    for _ in range(7):
        scene.run()
        scene.wait()
    assert (scene.outbox(), scene.providers.script.requests["fcm"]) == ([("dead", 6, "503")], 6)


def test_a_failure_is_not_tried_again_at_once(scene: Scene) -> None:
    scene.device().tell(level=7)
    scene.providers.script.add("fcm", Fault(503))
    assert (scene.run(), scene.run()) == ({"push_fcm": {"retry": 1}}, {})


def test_who_asks_to_wait_is_not_asked_before(scene: Scene) -> None:
    scene.device().tell(level=7)
    scene.providers.script.add("fcm", Fault(429, headers={"retry-after": "7200"}))
    scene.run()
    query = "select next_attempt_at > now() + interval '7190 seconds' from private.outbox"
    assert scene.sql.execute(query).fetchone() == (True,)


def test_a_provider_that_keeps_failing_is_left_alone_and_costs_the_rest_nothing(scene: Scene) -> None:
    for _ in range(120):
        scene.device().tell(level=7)
    scene.providers.script.add("fcm", Fault(503, times=None))
    told = scene.run()["push_fcm"]
    asked = scene.providers.script.requests["fcm"]
    # Those that were under way when the fifth failed have failed as well.
    assert asked <= 5 + 40
    assert told == {"retry": asked, "released": 120 - asked}
    assert sorted(failures for _, failures, _ in scene.outbox()) == [0] * (120 - asked) + [1] * asked


def test_one_provider_that_hangs_holds_up_no_other(scene: Scene) -> None:
    scene.device().tell(level=7)
    mail = scene.mailbox()
    mail.tell()
    scene.providers.script.add("fcm", Fault(wait_seconds=60))
    began = time.monotonic()
    assert scene.run(seconds=16) == {"push_fcm": {"retry": 1}, "email": {"delivered": 1}}
    assert time.monotonic() - began < 16


def test_with_no_time_left_nothing_is_claimed(scene: Scene) -> None:
    scene.device().tell(level=7)
    assert scene.run(seconds=10) == {}
    assert scene.outbox() == [("pending", 0, None)]


def test_what_there_was_no_time_for_is_free_for_the_next_run(scene: Scene) -> None:
    for _ in range(30):
        scene.mailbox().tell()
    scene.set(RESEND_PER_SECOND="3")
    told = scene.run(seconds=16)["email"]
    assert told["released"] + told["delivered"] == 30
    assert told["released"] > 0
    assert sum(state == "pending" for state, _, _ in scene.outbox()) == told["released"]


def test_mail_keeps_to_its_pace(scene: Scene) -> None:
    for _ in range(6):
        scene.mailbox().tell()
    scene.set(RESEND_PER_SECOND="5")
    began = time.monotonic()
    scene.run()
    assert time.monotonic() - began >= 1.0


def test_no_provider_is_asked_more_at_once_than_it_should(scene: Scene) -> None:
    allowed: dict[Service, int] = {"fcm": 40, "expo": 1, "resend": 4}
    for service, most in allowed.items():
        for _ in range(100):
            scene.recipient(service).tell(level=7)
        # One more than it should would come in while these wait.
        scene.providers.script.add(service, Fault(at_once=most, wait_seconds=0.5, times=None))
    scene.run()
    asked = scene.providers.script.most_at_once
    assert {service: asked[service] for service in allowed} == allowed


def test_a_thousand_messages_leave_in_one_run(scene: Scene) -> None:
    someone = scene.device()
    someone.tell(level=7)
    scene.sql.execute(
        "insert into public.push_devices (user_id, platform, token, token_hash) "
        "select user_id, 'fcm', 'device-' || n, sha256(convert_to('device-' || n, 'UTF8')) "
        "from public.push_devices, generate_series(2, 1000) as n"
    )
    scene.sql.execute(
        "insert into private.outbox "
        "(user_id, notification_id, channel, device_id, next_attempt_at, expires_at) "
        "select o.user_id, o.notification_id, o.channel, d.id, o.next_attempt_at, o.expires_at "
        "from private.outbox as o inner join public.push_devices as d on d.id <> o.device_id"
    )
    assert scene.run() == {"push_fcm": {"delivered": 1000}}
    assert len({sent.address for sent in scene.providers.script.sent}) == 1000


def test_what_has_no_address_any_more_is_dead(scene: Scene) -> None:
    someone = scene.mailbox()
    someone.tell()
    scene.sql.execute("update auth.users set email_confirmed_at = null where id = %s", [someone.athlete.id])
    scene.run()
    assert (someone.got, scene.outbox()) == ([], [("dead", 0, "no address")])


def test_on_the_local_stack_without_providers_messages_are_printed(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.set(**dict.fromkeys(scene.providers.environment, ""))
    for service in SERVICES:
        scene.recipient(service).tell(level=7)
    assert scene.run() == {channel: {"delivered": 1} for channel in CHANNELS}
    assert "Level 7!" in capsys.readouterr().out
    assert scene.providers.script.sent == []


def test_an_account_that_cannot_be_read_holds_up_its_channel_alone(scene: Scene) -> None:
    scene.device().tell(level=7)
    scene.mailbox().tell()
    scene.set(FCM_SERVICE_ACCOUNT='{"type": "service_account"}')
    assert scene.run() == {"push_fcm": {"released": 1}, "email": {"delivered": 1}}
    assert scene.outbox()[0] == ("pending", 0, None)


def test_a_setting_that_cannot_be_read_holds_up_its_channel_alone(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.device().tell(level=7)
    scene.mailbox().tell()
    scene.set(MAIL_FROM="nobody")
    assert scene.run() == {"push_fcm": {"delivered": 1}, "email": {"released": 1}}
    logged = capsys.readouterr().out
    assert "MAIL_FROM" in logged
    assert "nobody" not in logged


def test_a_run_is_on_record_under_its_event(scene: Scene) -> None:
    scene.run(key="one")
    query = "select key, outcome::text from private.job_runs where job = 'dispatch_notifications'"
    assert scene.sql.execute(query).fetchall() == [("2026-11-21T18:00:00Z/one", "done")]


def test_the_local_scheduler_calls_it(scene: Scene) -> None:
    someone = scene.device()
    someone.tell(level=7)
    query = "select name, runs_in from private.jobs where name = 'dispatch_notifications'"
    [(name, runs_in)] = scene.sql.execute(query).fetchall()
    invoke(Due(name, runs_in, datetime.now(UTC)))
    assert (runs_in, len(someone.got)) == ("lambda", 1)


def test_a_database_that_is_away_is_told_to_lambda(scene: Scene) -> None:
    scene.set(SUPABASE_URL="http://127.0.0.1:9")
    with pytest.raises(ProblemError, match="unavailable"):
        scene.run()


def test_logs_name_no_address_and_no_words(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    people = [scene.recipient(service) for service in SERVICES]
    for someone in people:
        someone.tell(level=7)
    scene.providers.script.add("fcm", Fault(403))
    scene.run()
    logged = capsys.readouterr().out
    assert "ProviderDown" in logged
    assert not any(someone.address in logged for someone in people)
    assert "Level 7" not in logged


def test_it_starts_without_the_client_library_and_the_models_sdk() -> None:
    code = "import functions.dispatch_notifications.handler, sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"google.genai", "supabase", "fastapi", "starlette", "boto3"} & set(done.stdout.split()) == set()
