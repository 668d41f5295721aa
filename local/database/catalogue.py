"""A second comparison of two databases, by the system catalogue and without pg-delta.

pg-delta's Supabase profile ignores what the platform owns; this ignores nothing.
"""

from pathlib import Path
from typing import NamedTuple

import psycopg

from local.database.grants import all_grants

_QUERY = Path(__file__).with_suffix(".sql").read_bytes()

# The definition of each object by its kind and name, as in "policy read own sets on public.sets".
Inventory = dict[str, str]


class Difference(NamedTuple):
    """An object that two databases define differently; None where it is missing."""

    thing: str
    left: str | None
    right: str | None


def inventory(url: str) -> Inventory:
    """Return everything in a database but rows, including grants; of the rows, only the storage buckets."""
    with psycopg.connect(url) as connection:
        # Definitions qualify names outside the search path.
        connection.execute("set search_path = pg_catalog")
        found = {f"{kind} {name}": text for kind, name, text in connection.execute(_QUERY)}
        return found | {f"grant {grant}": "" for grant in all_grants(connection)}


def differences(left: Inventory, right: Inventory) -> list[Difference]:
    """Return the differences of two inventories, sorted by name."""
    pairs = [Difference(name, left.get(name), right.get(name)) for name in sorted(left.keys() | right.keys())]
    return [pair for pair in pairs if pair.left != pair.right]
