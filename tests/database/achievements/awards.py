"""What a user has achieved, and how far it is with the rest."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.database.athlete import Athlete, stable_id

# slug, name, metric, parameters, target, xp
RULE = """
    insert into public.achievements (slug, name, description, category, tier, metric, parameters, target, xp)
    values (%s, %s, 'For a test', 'work', 'bronze', %s, %s, %s, %s)
"""


def achievement(slug: str) -> str:
    """The id of one of our achievements."""
    return stable_id("achievement", slug)


def progress(athlete: Athlete, slug: str) -> Decimal:
    """How far the user is, as public.user_achievements has it."""
    return Decimal(_column(athlete, "progress", slug))


def unlocked_at(athlete: Athlete, slug: str) -> datetime | None:
    """When the user achieved it; None as long as it hasn't."""
    moment: datetime | None = _column(athlete, "unlocked_at", slug)
    return moment


def awards(athlete: Athlete) -> dict[str, datetime]:
    """By slug, when each was achieved."""
    query = """
        select slug, unlocked_at from public.user_achievements where user_id = %s and unlocked_at is not null
    """
    return dict(athlete.rows(query, athlete.id))


def paid(athlete: Athlete, slug: str) -> list[int]:
    """The entries of the ledger for an achievement, in the order in which they were made."""
    query = """
        select xp from public.xp_events
        where user_id = %s and event_type = 'achievement' and source_id = %s
        order by created_at, reverses_id nulls first
    """
    return [row[0] for row in athlete.rows(query, athlete.id, achievement(slug))]


def _column(athlete: Athlete, column: str, slug: str) -> Any:
    query = f"select {column} from public.user_achievements where user_id = %s and slug = %s"
    return athlete.value(query, athlete.id, slug)
