"""Push tokens at rest: sealed by the dispatcher with a key of KMS, which the database never sees."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.dispatch_notifications.tokens import PURPOSE
from local.keys import sealing_key_in
from tests.database.notifications.messages import person, register
from tests.database.stored import holding
from tests.fakes.kms.server import LocalKms, local_kms
from tests.functions.dispatch_notifications.conftest import Recipient, Scene

PUSHES = ("fcm", "expo")


@pytest.fixture
def kms(scene: Scene) -> Iterator[LocalKms]:
    """A key of KMS that the dispatcher may use."""
    scene.sql.execute("delete from private.data_keys")
    with local_kms() as kms:
        scene.set(**kms.environment)
        yield kms
    scene.sql.execute("delete from auth.users")
    scene.sql.execute("delete from private.data_keys")


def versions(scene: Scene) -> list[int]:
    rows = scene.sql.execute("select key_version from private.secrets order by subject").fetchall()
    return [row[0] for row in rows]


def rotate(scene: Scene) -> None:
    scene.sql.execute("select private.rotate_data_key(%s, now())", [PURPOSE])


def sent_to(people: list[Recipient]) -> list[int]:
    """How many messages each got."""
    return [len(someone.got) for someone in people]


@pytest.mark.attack("sealing-5")
@pytest.mark.parametrize("platform", PUSHES)
def test_after_the_next_run_no_table_holds_the_token(scene: Scene, kms: LocalKms, platform: str) -> None:
    someone = scene.device(platform=platform)
    assert holding(scene.sql, someone.address) == ["public.push_devices"]
    scene.run()
    assert holding(scene.sql, someone.address) == []
    assert kms.calls == ["GenerateDataKey"]
    someone.tell()
    scene.run()
    assert (sent_to([someone]), scene.outbox()) == ([1], [("delivered", 0, None)])


def test_a_message_of_the_same_minute_is_sent_in_the_same_run(scene: Scene, kms: LocalKms) -> None:
    someone = scene.device()
    someone.tell()
    scene.run()
    assert (sent_to([someone]), versions(scene)) == ([1], [1])
    assert kms.calls == ["GenerateDataKey"]


def test_rotated_twice_all_are_read(scene: Scene, kms: LocalKms) -> None:
    people = [scene.device(platform=platform) for platform in PUSHES for _ in range(3)]
    scene.run()
    for version in (2, 3):
        rotate(scene)
        scene.run()
        assert versions(scene) == [version] * len(people)
        keys = scene.sql.execute("select version from private.data_keys").fetchall()
        assert keys == [(version,)]
        for someone in people:
            someone.tell(level=version)
        scene.run()
    assert sent_to(people) == [2] * len(people)
    assert kms.calls.count("GenerateDataKey") == 3


def test_a_data_key_is_renewed_after_ninety_days(scene: Scene, kms: LocalKms) -> None:
    scene.device()
    scene.run()
    scene.sql.execute("update private.data_keys set created_at = now() - interval '91 days'")
    scene.run()
    assert (versions(scene), kms.calls.count("GenerateDataKey")) == ([2], 2)


def test_more_than_a_run_can_seal_is_sealed_by_the_next(scene: Scene, kms: LocalKms) -> None:
    scene.device()
    scene.sql.execute(
        "insert into public.push_devices (user_id, platform, token, token_hash) "
        "select user_id, 'fcm', 'device-' || n, sha256(convert_to('device-' || n, 'UTF8')) "
        "from public.push_devices, generate_series(2, 1100) as n"
    )
    clear = "select count(*) from public.push_devices where token is not null"
    left = []
    for _ in range(2):
        scene.run()
        left += [row[0] for row in scene.sql.execute(clear)]
    assert left == [100, 0]
    rotate(scene)
    for expected in ({1: 100, 2: 1000}, {2: 1100}):
        scene.run()
        counts = scene.sql.execute("select key_version, count(*) from private.secrets group by 1").fetchall()
        assert dict(counts) == expected
    assert kms.calls.count("GenerateDataKey") == 2


@pytest.mark.attack("sealing-6")
def test_a_token_moved_to_another_row_is_not_sent_to(scene: Scene, kms: LocalKms) -> None:
    thief, victim = scene.device(), scene.device()
    scene.run()
    scene.sql.execute(
        "update private.secrets set sealed = ("
        "    select s.sealed from private.secrets as s where s.user_id = %s"
        ") where user_id = %s",
        [victim.athlete.id, thief.athlete.id],
    )
    thief.tell()
    assert scene.run() == {"push_fcm": {"token_gone": 1}}
    assert (sent_to([thief, victim]), thief.devices, victim.devices) == ([0, 0], 0, 1)
    assert kms.calls


def test_one_that_can_not_be_opened_holds_up_no_rotation(scene: Scene, kms: LocalKms) -> None:
    broken, whole = scene.device(), scene.device()
    scene.run()
    scene.sql.execute(
        "update private.secrets set sealed = left(sealed, -3) || 'AAA' where user_id = %s",
        [broken.athlete.id],
    )
    rotate(scene)
    scene.run()
    assert (versions(scene), broken.devices, whole.devices) == ([2], 0, 1)
    # Its app starts, and has a device again.
    register(broken.athlete, broken.address)
    scene.run()
    assert (versions(scene), broken.devices) == ([2, 2], 1)
    assert holding(scene.sql, broken.address) == []
    assert kms.calls


@pytest.mark.attack("sealing-11")
def test_the_largest_token_keeps_no_other_from_being_sealed(scene: Scene, kms: LocalKms) -> None:
    largest, usual = scene.device("\U0001f3cb" * 4096), scene.device()
    scene.run()
    assert versions(scene) == [1, 1]
    assert [holding(scene.sql, someone.address) for someone in (largest, usual)] == [[], []]
    assert kms.calls == ["GenerateDataKey"]


def test_without_kms_messages_wait_and_nothing_else_does(scene: Scene, kms: LocalKms) -> None:
    sealed, mailbox = scene.device(), scene.mailbox()
    scene.run()
    kms.fault = (400, json.dumps({"__type": "KMSInvalidStateException"}))
    scene.set(SEALING_KMS_KEY="arn:aws:kms:eu-central-1:123456789012:key/another")
    fresh = scene.device()
    for someone in (sealed, mailbox, fresh):
        someone.tell()
    told = scene.run()
    assert told == {"push_fcm": {"released": 2}, "email": {"delivered": 1}}
    assert holding(scene.sql, fresh.address) == ["public.push_devices"]
    kms.fault = None
    scene.set(**kms.environment)
    scene.wait()
    scene.run()
    assert sent_to([sealed, fresh]) == [1, 1]
    assert holding(scene.sql, fresh.address) == []


def test_a_registration_of_the_same_token_keeps_it_sealed(scene: Scene, kms: LocalKms) -> None:
    someone = scene.device()
    scene.run()
    first = scene.sql.execute("select id::text from public.push_devices").fetchall()
    assert [(register(someone.athlete, someone.address, locale="de"),)] == first
    assert holding(scene.sql, someone.address) == []
    someone.tell()
    scene.run()
    assert sent_to([someone]) == [1]
    assert kms.calls == ["GenerateDataKey"]


@pytest.mark.attack("sealing-7")
def test_another_account_on_the_device_leaves_nothing_with_the_first(scene: Scene, kms: LocalKms) -> None:
    first = scene.device()
    scene.run()
    second = person(scene.sql, devices=0)
    register(second, first.address)
    scene.run()
    owners = scene.sql.execute("select user_id::text from private.secrets").fetchall()
    assert (owners, first.devices) == ([(second.id,)], 0)
    assert kms.calls == ["GenerateDataKey"]


@pytest.mark.attack("sealing-8")
@pytest.mark.parametrize("way", ["sign out", "gone", "account"])
def test_with_its_device_a_sealed_token_goes(scene: Scene, kms: LocalKms, way: str) -> None:
    someone = scene.device()
    scene.run()
    assert versions(scene) == [1]
    if way == "sign out":
        with someone.athlete.signed_in() as sql:
            sql.execute("delete from public.push_devices")
    elif way == "gone":
        scene.providers.script.gone.add(someone.address)
        someone.tell()
        scene.run()
    else:
        scene.sql.execute("delete from auth.users where id = %s", [someone.athlete.id])
    assert versions(scene) == []
    assert kms.calls == ["GenerateDataKey"]


def test_without_a_key_service_all_works_in_clear(scene: Scene) -> None:
    scene.set(SEALING_KMS_KEY="", SEALING_KEY_FILE="")
    someone = scene.device()
    someone.tell()
    scene.run()
    assert (sent_to([someone]), versions(scene)) == ([1], [])


def test_the_key_file_of_the_local_stack_does_as_well(scene: Scene, tmp_path: Path) -> None:
    scene.set(SEALING_KMS_KEY="", SEALING_KEY_FILE=str(sealing_key_in(tmp_path)))
    someone = scene.device()
    scene.run()
    someone.tell()
    scene.run()
    assert (sent_to([someone]), versions(scene)) == ([1], [1])
    scene.sql.execute("delete from auth.users")
    scene.sql.execute("delete from private.data_keys")


@pytest.mark.attack("sealing-9")
def test_the_log_of_a_run_shows_neither_token_nor_key(
    scene: Scene, kms: LocalKms, capsys: pytest.CaptureFixture[str]
) -> None:
    someone = scene.device()
    scene.run()
    sealed, wrapped = scene.sql.execute(
        "select s.sealed, k.wrapped from private.secrets as s, private.data_keys as k"
    ).fetchall()[0]
    scene.sql.execute("update private.secrets set sealed = left(sealed, -3) || 'AAA'")
    rotate(scene)
    someone.tell()
    scene.run()
    kms.fault = (400, json.dumps({"__type": "AccessDeniedException"}))
    rotate(scene)
    scene.run()
    log = capsys.readouterr().out
    assert "can't be opened" in log
    assert "tokens not sealed" in log
    for word in (someone.address, sealed, wrapped, kms.environment["AWS_SECRET_ACCESS_KEY"]):
        assert word not in log
