"""The providers are the channels of the database: neither has one that the other lacks."""

from datetime import timedelta

from functions.dispatch_notifications.provider import ReceiptProvider
from functions.dispatch_notifications.providers import PROVIDERS
from functions.dispatch_notifications.push import KEEPS_SECONDS
from tests.fakes.push.server import FAKES
from tests.functions.dispatch_notifications.conftest import Scene


def test_every_channel_has_one_provider_and_one_fake(scene: Scene) -> None:
    query = "select unnest(enum_range(null::public.message_channel))::text"
    channels = sorted(str(channel) for (channel,) in scene.sql.execute(query))
    assert sorted(provider.channel for provider in PROVIDERS) == channels
    assert sorted(fake.channel for fake in FAKES) == channels


def test_receipts_are_expected_where_a_provider_gives_them(scene: Scene) -> None:
    query = "select unnest(private.receipt_channels())::text order by 1"
    expected = [str(channel) for (channel,) in scene.sql.execute(query)]
    assert expected == sorted(one.channel for one in PROVIDERS if issubclass(one, ReceiptProvider))


def test_a_push_service_keeps_a_message_as_long_as_the_outbox(scene: Scene) -> None:
    scene.device().tell()
    query = "select expires_at - next_attempt_at from private.outbox"
    assert scene.sql.execute(query).fetchall() == [(timedelta(seconds=KEEPS_SECONDS),)]
