"""Users whose strength is ranked."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.database.athlete import (
    BENCH,
    NOON,
    SQUAT,
    Athlete,
    Connection,
    exercise,
    one_set,
    workout,
)
from tests.people import give, insert_user

DEADLIFT = exercise("barbell-deadlift")
PRESS = exercise("overhead-press")
ROW = exercise("barbell-row")
BY_LIFT = {
    "squat": SQUAT,
    "bench_press": BENCH,
    "deadlift": DEADLIFT,
    "overhead_press": PRESS,
    "barbell_row": ROW,
}


@dataclass(frozen=True)
class RankedAthlete(Athlete):
    """A premium user."""

    def lift(self, at: datetime = NOON - timedelta(hours=2), /, **kilograms: float) -> None:
        """One repetition of each key lift named: its estimate is the load itself."""
        sets = [one_set(BY_LIFT[lift], 1, kg) for lift, kg in kilograms.items()]
        self.log(workout(at, *sets))

    def consent(self, *, granted: bool = True) -> None:
        """Decide about cohort_statistics, as a client upserts it."""
        self.write(
            "insert into public.user_consents (user_id, purpose, granted, version) "
            "values (%s, 'cohort_statistics', %s, '1') "
            "on conflict (user_id, purpose) do update set granted = excluded.granted",
            self.id,
            granted,
        )

    def ranking(self, at: datetime = NOON) -> dict[str, Any]:
        """What muscle_ranking answers at a moment."""
        document: dict[str, Any] = self.value("select private.muscle_ranking(%s, %s)", self.id, at)
        return document

    def ranked(self, lift: str, at: datetime = NOON) -> dict[str, Any]:
        """One lift of the ranking."""
        [found] = [row for row in self.ranking(at)["lifts"] if row["lift"] == lift]
        return dict(found)


def join(
    sql: Connection, sex: str | None = "male", kg: float | None = 80, born: str | None = "1996-01-01"
) -> RankedAthlete:
    """A new premium user, weighed yesterday."""
    lifter = RankedAthlete(sql, insert_user(sql))
    give(sql, lifter.id, status="active")
    sql.execute(
        "update public.profiles set sex = %s, date_of_birth = %s where id = %s", [sex, born, lifter.id]
    )
    if kg is not None:
        lifter.weigh(kg)
    return lifter


def pretty(document: object) -> str:
    """For the message of an assertion."""
    return json.dumps(document, indent=1, default=str)
