"""A user's equipment and breaks, written as clients write them: plain rows."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from tests.database.athlete import Athlete, stable_id

POUND = Decimal("0.45359237")
GRAM = Decimal("0.001")


def pounds(*loads: float) -> list[Decimal]:
    """So many pounds in kilograms, as clients send them."""
    return [(Decimal(str(load)) * POUND).quantize(GRAM) for load in loads]


def kilos(*loads: float) -> list[Decimal]:
    return [Decimal(str(load)).quantize(GRAM) for load in loads]


def prefer(athlete: Athlete, **columns: object) -> None:
    """Write the training preferences."""
    _upsert(athlete, "training_preferences", "user_id", columns)


def own(athlete: Athlete, slug: str, **columns: object) -> None:
    """Write a piece of equipment."""
    row = {"equipment_id": stable_id("equipment", slug), **columns}
    _upsert(athlete, "user_equipment", "user_id, equipment_id", row)


def rest(athlete: Athlete, first: date, days: int = 7, **columns: object) -> str:
    """A deload week as a client inserts it, on its first day; returns its id."""
    row = {
        "user_id": athlete.id,
        "created_at": first,
        "id": str(uuid.uuid4()),
        "kind": "deload",
        "starts_on": first,
        "ends_on": first + timedelta(days=days - 1),
        **columns,
    }
    names, values = ", ".join(row), ", ".join(["%s"] * len(row))
    query = f"insert into public.training_breaks ({names}) values ({values})"
    athlete.sql.execute(query.encode(), list(row.values()))
    return str(row["id"])


def _upsert(athlete: Athlete, table: str, key: str, row: dict[str, object]) -> None:
    names, values = ", ".join(row), ", ".join(["%s"] * len(row))
    changes = ", ".join(f"{name} = excluded.{name}" for name in row)
    athlete.write(
        f"insert into public.{table} ({names}) values ({values}) on conflict ({key}) do update set {changes}",
        *row.values(),
    )
