"""What the pages on live events and notifications list is what the database has."""

import re
from pathlib import Path

import pytest

from tests.database.athlete import Connection

DOCS = Path(__file__).resolve().parents[3] / "docs"


def rows_of(page: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its head left out."""
    text = (DOCS / page).read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def labels(sql: Connection, enum: str) -> list[str]:
    return [row[0] for row in sql.execute(f"select unnest(enum_range(null::{enum}))::text")]


def test_every_event_is_described(sql: Connection) -> None:
    described = [cells[0].strip("`") for cells in rows_of("realtime.md", "Events")]
    assert described == labels(sql, "private.live_event")


def test_every_notification_is_described_with_its_category(sql: Connection) -> None:
    described = {cells[0].strip("`"): cells[1] for cells in rows_of("notifications.md", "Types")}
    found = sql.execute(
        "select t::text, (private.notification_declaration(t)).category::text "
        "from unnest(enum_range(null::public.notification_type)) as t"
    )
    assert described == dict(found.fetchall())


@pytest.mark.parametrize("locale", ["en", "de", "es"])
def test_words_stand_only_for_data_that_is_described(sql: Connection, locale: str) -> None:
    described = {
        cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[3]))
        for cells in rows_of("notifications.md", "Types")
    }
    templates = sql.execute(
        "select type::text, title || body from private.notification_templates where locale = %s", [locale]
    )
    unknown = [
        (kind, name)
        for kind, text in templates
        for name in re.findall(r"{(\w+)}", text)
        if name not in described[kind]
    ]
    assert unknown == []
