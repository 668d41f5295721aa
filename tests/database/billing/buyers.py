"""Users who buy, and what they have of it."""

from dataclasses import dataclass
from typing import Any

from tests.database.athlete import Athlete, Connection
from tests.fakes.billing.events import moment
from tests.people import insert_user


@dataclass(frozen=True)
class Buyer(Athlete):
    """A user who buys."""

    def status(self, day: float) -> str:
        """The subscription_status on a day, by the clock alone; premium goes with it."""
        status = str(self.value("select status from private.entitlement_at(%s, %s)", self.id, moment(day)))
        is_premium = self.value("select private.is_premium(%s, %s)", self.id, moment(day))
        assert is_premium == (status != "free")
        return status

    def shown(self) -> str:
        """What the profile says."""
        return str(self.value("select subscription_status from public.profiles where id = %s", self.id))

    def subscription(self, column: str = "status") -> Any:
        """A column of their subscription; None without one."""
        return self.value(f"select {column} from public.subscriptions where user_id = %s", self.id)


def buyer(sql: Connection) -> Buyer:
    """A new user."""
    return Buyer(sql, insert_user(sql))
