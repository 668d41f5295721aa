"""docs/billing.md tells of every event that has an effect, and of every setting."""

import re
from pathlib import Path

from functions.billing_webhook.signatures import TOLERANCE_SECONDS
from shared.ops.settings import Settings
from tests.database.athlete import Connection

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/billing.md").read_text()


def named(text: str) -> set[str]:
    return set(re.findall(r"`([\w.]+)`", text))


def test_every_event_of_revenuecat_is_told() -> None:
    reader = (ROOT / "sql/billing/read_revenuecat.sql").read_text()
    types = set(re.findall(r"'([A-Z]+(?:_[A-Z]+)*)'(?:::| then|, '|\) and)", reader)) - {"TRIAL"}
    assert len(types) > 12
    assert types <= named(PAGE)


def test_every_setting_is_told(sql: Connection) -> None:
    columns = sql.execute(
        "select attname from pg_attribute where attrelid = 'private.billing_settings'::regclass"
        " and attnum > 0 and not attisdropped and attname <> 'is_single'"
    )
    assert {name for (name,) in columns} <= named(PAGE)
    secrets = {name.upper() for name in Settings.model_fields if name.startswith(("revenuecat", "stripe"))}
    assert len(secrets) == 3
    assert secrets <= named(PAGE)


def test_the_figures_are_those_in_force(sql: Connection) -> None:
    row = sql.execute(
        "select renewal_leeway = '3 hours' and grace = '7 days' and max_attempts = 10"
        " from private.billing_settings"
    ).fetchone()
    assert row == (True,)
    assert TOLERANCE_SECONDS == 5 * 60
