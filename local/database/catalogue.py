"""A second opinion on whether two databases are the same: the system catalogue, read without pg-delta.

pg-delta's Supabase profile looks away from what the platform owns; this looks everywhere.
"""

from pathlib import Path
from typing import NamedTuple

import psycopg

from local.database.grants import all_grants

_QUERY = Path(__file__).with_suffix(".sql").read_bytes()

# The definition of each thing under its kind and name, as in "policy read own sets on public.sets".
Inventory = dict[str, str]


class Difference(NamedTuple):
    """A thing that two databases define differently; None where it is missing."""

    thing: str
    left: str | None
    right: str | None


def inventory(url: str) -> Inventory:
    """Everything that a database holds besides rows, its grants included; of rows, the storage buckets."""
    with psycopg.connect(url) as connection:
        # Definitions name what is outside the search path in full.
        connection.execute("set search_path = pg_catalog")
        found = {f"{kind} {name}": text for kind, name, text in connection.execute(_QUERY)}
        return found | {f"grant {grant}": "" for grant in all_grants(connection)}


def differences(left: Inventory, right: Inventory) -> list[Difference]:
    """Where two inventories part, in order of name."""
    pairs = [Difference(name, left.get(name), right.get(name)) for name in sorted(left.keys() | right.keys())]
    return [pair for pair in pairs if pair.left != pair.right]
