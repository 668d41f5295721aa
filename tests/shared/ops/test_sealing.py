"""Sealed values: open in their own place only, with their own key only, and show nothing."""

import asyncio
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.keys import sealing_key_in
from shared.ops import key_service as services
from shared.ops.key_service import KeyFile, KeyService, KeyServiceError, Kms, SealingSettings
from shared.ops.sealing import Place, SealError, seal, unseal, version_of
from shared.ops.settings import Settings, SettingsError
from tests.fakes.kms.server import KEY_ARN, LocalKms, local_kms

pytestmark = pytest.mark.quick

KEY = bytes(range(32))
HERE = Place("secrets", "sealed", UUID(int=1), "push_token:2")
ELSEWHERE = [
    replace(HERE, table="other"),
    replace(HERE, column="other"),
    replace(HERE, user_id=UUID(int=2)),
    replace(HERE, subject="push_token:3"),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.fixture
def kms() -> Iterator[LocalKms]:
    with local_kms() as kms:
        yield kms


def at(kms: LocalKms) -> Kms:
    return Kms(KEY_ARN, kms.environment)


def make(service: KeyService, purpose: str = "push_token") -> bytes:
    return asyncio.run(service.make(purpose))


def opened(service: KeyService, wrapped: bytes, purpose: str = "push_token") -> bytes:
    return asyncio.run(service.open(purpose, wrapped))


@given(TEXTS)
def test_what_is_sealed_opens_in_its_place(text: str) -> None:
    sealed = seal(text, KEY, 7, HERE)
    assert (unseal(sealed, KEY, HERE), version_of(sealed)) == (text, 7)
    assert re.fullmatch(r"v1\|7\|[\w-]{16}\|[\w-]+", sealed)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert len({seal("a token", KEY, 1, HERE) for _ in range(100)}) == 100


@pytest.mark.attack("sealing-1")
@pytest.mark.parametrize("place", ELSEWHERE)
def test_what_was_moved_does_not_open(place: Place) -> None:
    with pytest.raises(SealError):
        unseal(seal("a token", KEY, 1, HERE), KEY, place)


@pytest.mark.attack("sealing-2")
def test_what_was_changed_does_not_open() -> None:
    sealed = seal("a token", KEY, 1, HERE)
    changed = [
        sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        # The last character of base64url has bits that mean nothing.
        for place in range(len(sealed) - 1)
    ]
    for each in [*changed, sealed.replace("|1|", "|2|"), sealed + "AAAA", "", "v1|1||"]:
        with pytest.raises(SealError) as raised:
            unseal(each, KEY, HERE)
        assert "a token" not in str(raised.value)
    with pytest.raises(SealError):
        unseal(sealed, os.urandom(32), HERE)


def test_a_data_key_of_kms_opens_again(kms: LocalKms) -> None:
    wrapped = make(at(kms))
    first, second = opened(at(kms), wrapped), opened(at(kms), wrapped)
    assert first == second
    assert len(first) == 32
    assert first not in wrapped
    assert kms.calls == ["GenerateDataKey", "Decrypt", "Decrypt"]


def test_an_opened_key_is_kept_for_five_minutes(kms: LocalKms, monkeypatch: pytest.MonkeyPatch) -> None:
    service, now = at(kms), 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    wrapped = make(at(kms))
    for now in (1000.0, 1001.0, 1299.0, 1301.0):  # noqa: B007 - the clock reads it
        opened(service, wrapped)
    assert kms.calls == ["GenerateDataKey", "Decrypt", "Decrypt"]


@pytest.mark.attack("sealing-3")
def test_a_data_key_opens_for_its_purpose_only(kms: LocalKms, tmp_path: Path) -> None:
    for service in (at(kms), KeyFile(sealing_key_in(tmp_path))):
        wrapped = make(service)
        with pytest.raises(KeyServiceError):
            opened(service, wrapped, "another")


@pytest.mark.parametrize(
    "fault",
    [
        (400, '{"__type": "AccessDeniedException", "message": "the words"}'),
        (400, '{"__type": "ThrottlingException"}'),
        (500, '{"__type": "KMSInternalException"}'),
        (503, "<html>the words</html>"),
        (200, "no json"),
        (200, "[]"),
        (200, "{}"),
        (200, '{"Plaintext": "AAAA", "CiphertextBlob": "AAAA"}'),
        (200, '{"Plaintext": "not base64!", "CiphertextBlob": "AAAA"}'),
    ],
)
def test_a_fault_of_kms_is_told_without_its_words(kms: LocalKms, fault: tuple[int, str]) -> None:
    wrapped = make(at(kms))
    kms.fault = fault
    calls: list[Callable[[], bytes]] = [lambda: make(at(kms)), lambda: opened(at(kms), wrapped)]
    for call in calls:
        with pytest.raises(KeyServiceError) as raised:
            call()
        assert "words" not in str(raised.value)


def test_kms_that_is_gone_or_hangs_up_is_a_fault_like_others(kms: LocalKms) -> None:
    kms.hangs_up = True
    with pytest.raises(KeyServiceError):
        make(at(kms))
    gone = dict(kms.environment, AWS_ENDPOINT_URL_KMS="http://127.0.0.1:9")
    with pytest.raises(KeyServiceError):
        make(Kms(KEY_ARN, gone))


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = sealing_key_in(tmp_path / "state")
    content = file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert sealing_key_in(tmp_path / "state").read_bytes() == content
    service = KeyFile(file)
    assert opened(KeyFile(file), make(service))


@pytest.mark.attack("sealing-4")
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = sealing_key_in(tmp_path)
    file.chmod(0o640)
    with pytest.raises(KeyServiceError, match="600"):
        make(KeyFile(file))


@pytest.mark.parametrize("content", [b"", b"AAAA", b"not base64!", bytes(32)])
def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = sealing_key_in(tmp_path)
    file.write_bytes(content)
    with pytest.raises(KeyServiceError, match="key file"):
        make(KeyFile(file))


def test_nothing_printed_shows_a_key(kms: LocalKms) -> None:
    service = at(kms)
    key = opened(service, make(service))
    printed = f"{service!r} {service} {HERE!r}"
    assert kms.environment["AWS_SECRET_ACCESS_KEY"] not in printed
    assert repr(key) not in printed


def test_two_key_services_are_one_too_many() -> None:
    environment = {
        "SUPABASE_URL": "https://abc.supabase.co",
        "SUPABASE_PUBLISHABLE_KEY": "p",
        "SUPABASE_SECRET_KEY": "s",
        "SEALING_KMS_KEY": KEY_ARN,
        "SEALING_KEY_FILE": "/a/file",
    }
    with pytest.raises(SettingsError):
        services.key_service(Settings.from_environment(environment))
    none = {name: value for name, value in environment.items() if not name.startswith("SEALING")}
    assert services.key_service(Settings.from_environment(none)) is None
    assert set(SealingSettings.model_fields) == {"sealing_kms_key", "sealing_key_file"}
