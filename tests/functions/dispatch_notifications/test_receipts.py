"""What Expo learns later about pushes that it took."""

from typing import Any

import pytest

from tests.fakes.push.expo import failed
from tests.fakes.push.script import Fault
from tests.functions.dispatch_notifications.conftest import Recipient, Scene


@pytest.fixture
def sent(scene: Scene) -> Recipient:
    """Somebody whose push was taken a quarter of an hour ago."""
    someone = scene.device(platform="expo")
    someone.tell(level=7)
    scene.run()
    quarter_of_an_hour_later(scene)
    return someone


def quarter_of_an_hour_later(scene: Scene) -> None:
    scene.sql.execute("update private.outbox set receipt_due_at = receipt_due_at - interval '15 minutes'")


def answer(scene: Scene, receipt: dict[str, Any]) -> None:
    row = scene.sql.execute("select provider_id from private.outbox").fetchone()
    assert row
    scene.providers.script.receipts[str(row[0])] = receipt


def due(scene: Scene) -> bool | None:
    row = scene.sql.execute("select receipt_due_at is not null from private.outbox").fetchone()
    return row and bool(row[0])


def test_nobody_asks_before_a_quarter_of_an_hour(scene: Scene) -> None:
    scene.device(platform="expo").tell(level=7)
    scene.run()
    scene.run()
    assert (scene.providers.script.requests["receipts"], due(scene)) == (0, True)


def test_a_good_receipt_ends_the_asking(scene: Scene, sent: Recipient) -> None:
    answer(scene, {"status": "ok"})
    scene.run()
    assert (scene.outbox(), due(scene), sent.devices) == ([("delivered", 0, None)], False, 1)


def test_a_device_that_a_receipt_calls_gone_is_deleted(scene: Scene, sent: Recipient) -> None:
    answer(scene, failed("DeviceNotRegistered"))
    scene.run()
    assert (sent.devices, scene.outbox()) == (0, [])


def test_what_was_too_much_at_once_is_sent_again_later(scene: Scene, sent: Recipient) -> None:
    answer(scene, failed("MessageRateExceeded"))
    scene.run()
    assert (scene.outbox(), due(scene)) == ([("pending", 1, "MessageRateExceeded")], False)
    scene.wait()
    scene.run()
    assert (len(sent.got), scene.outbox()[0][0]) == (2, "delivered")


def test_a_receipt_that_isnt_there_yet_is_asked_for_again(scene: Scene, sent: Recipient) -> None:
    scene.run()
    assert (due(scene), scene.outbox()[0][0]) == (True, "delivered")
    quarter_of_an_hour_later(scene)
    answer(scene, {"status": "ok"})
    scene.run()
    assert due(scene) is False
    assert len(sent.got) == 1


def test_after_a_day_nobody_asks_any_more(scene: Scene, sent: Recipient) -> None:
    scene.sql.execute("update private.outbox set settled_at = settled_at - interval '1 day'")
    scene.run()
    assert (due(scene), scene.providers.script.requests["receipts"]) == (False, 0)
    assert len(sent.got) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(503), Fault(401), Fault(200, "<html>"), Fault(200, {"data": [1]}), Fault(200, {"data": {"x": 1}}),
     Fault(hangs_up=True)],
)  # fmt: skip
def test_receipts_that_cannot_be_read_change_nothing(scene: Scene, sent: Recipient, fault: Fault) -> None:
    scene.providers.script.add("receipts", fault)
    scene.run()
    assert (scene.outbox(), due(scene), sent.devices) == ([("delivered", 0, None)], True, 1)
