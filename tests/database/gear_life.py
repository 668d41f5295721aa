"""The part of a life that affects loads: equipment, sleep, deload weeks."""

import itertools
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.database import facts
from tests.database.athlete import Athlete, Connection
from tests.database.gear import own, prefer, rest


class GearLife(RuleBasedStateMachine):
    """A user who buys plates, changes gyms, sleeps badly and takes breaks."""

    connection: Connection
    athlete: Athlete
    _moments = itertools.count()

    @rule(at=facts.moments, weight=st.sampled_from([None, 80, 81.5]), sleep=st.sampled_from([None, 1, 2, 4]))
    def check_in(self, at: datetime, weight: float | None, sleep: int | None) -> None:
        self.athlete.check_in(at, weight_kg=weight, sleep=sleep)

    @rule(sleep=st.sampled_from([None, 1, 2, 4]))
    def sleep_otherwise(self, sleep: int | None) -> None:
        self.athlete.write("update public.check_ins set sleep = %s", sleep)

    @rule(day=st.integers(0, 20), days=st.sampled_from([1, 7]), kind=st.sampled_from(["deload", "travel"]))
    def take_a_break(self, day: int, days: int, kind: str) -> None:
        rest(self.athlete, (facts.FIRST_DAY + timedelta(days=day)).date(), days, kind=kind)

    @rule(days=st.sampled_from([-7, 3]))
    def move_breaks(self, days: int) -> None:
        self.athlete.write(
            "update public.training_breaks set starts_on = starts_on + %s, ends_on = ends_on + %s", days, days
        )

    @rule()
    def take_breaks_back(self) -> None:
        self.athlete.write("delete from public.training_breaks")

    @rule(at=facts.moments, plates=st.sampled_from([[20.0], [10.0, 5.0], [20.0, 10.0, 5.0, 1.25]]))
    def get_gear(self, at: datetime, plates: list[float]) -> None:
        own(self.athlete, "barbell", base_kg=20, plates_kg=plates)
        own(self.athlete, "assisted-pull-up-machine", step_kg=plates[-1], max_kg=40)
        self._have_had_it_since(at)

    @rule(at=facts.moments, unit=st.sampled_from(["metric", "imperial", None]))
    def go_to_a_gym(self, at: datetime, unit: str | None) -> None:
        prefer(self.athlete, gym_unit=unit)
        self._have_had_it_since(at)

    @rule(at=facts.moments)
    def lose_gear(self, at: datetime) -> None:
        self.athlete.write("delete from public.user_equipment")
        self._have_had_it_since(at)

    def _have_had_it_since(self, at: datetime) -> None:
        """What was told of gear just now was told then, in the midst of workouts."""
        for table in ("gear_facts", "gym_unit_facts"):
            self.connection.execute(
                f"""
                update private.{table} as f set valid_from = %s + (f.valid_from - n.first)
                from (
                    select min(valid_from) as first from private.{table}
                    where user_id = %s and valid_from > now() - interval '1 day'
                ) as n
                where f.user_id = %s and f.valid_from >= n.first
                """.encode(),
                [at + timedelta(microseconds=next(self._moments)), self.athlete.id, self.athlete.id],
            )
