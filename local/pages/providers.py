"""Writes the lists in `docs/delivery.md`: the providers and their settings as their modules declare them."""

from collections.abc import Iterator
from pathlib import Path

from functions.dispatch_notifications.provider import ReceiptProvider
from functions.dispatch_notifications.providers import PROVIDERS
from local import pages
from local.database.project import Project

FILE = Path("docs/delivery.md")


def generate(_url: str, project: Project) -> str:
    """Return the whole page with its lists."""
    page = (project.root / FILE).read_text()
    page = pages.with_list(page, "the providers' modules", list(_providers()))
    return pages.with_list(page, "the providers' settings", list(_settings()))


def _providers() -> Iterator[str]:
    yield "| channel | provider | messages per request | requests at once | messages per second | receipts |"
    yield "|---|---|---|---|---|---|"
    for one in PROVIDERS:
        pace = f"{one.chunk * one.per_second:,.0f}"
        receipts = "yes" if issubclass(one, ReceiptProvider) else "no"
        yield f"| `{one.channel}` | {one.title} | {one.chunk} | {one.at_once} | {pace} | {receipts} |"


def _settings() -> Iterator[str]:
    yield "| variable | |"
    yield "|---|---|"
    addresses = []
    for one in PROVIDERS:
        for name, field in one.settings.model_fields.items():
            if field.description:
                yield f"| `{name.upper()}` | {field.description} |"
            else:
                addresses.append(f"`{name.upper()}`")
    yield f"| {', '.join(addresses)} | other servers that speak the same, for tests |"
