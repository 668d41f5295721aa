"""Faults at random moments while users work, repeatedly, with consistency checks afterwards."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.diary import astray_indexes
from tests.faults.lives import Crowd, chance
from tests.faults.report import Tell
from tests.faults.rig import Rig

_FAULTS_IN_A_ROW = 5


@dataclass(frozen=True)
class Campaign:
    """How long faults go on: `seconds`, and until there were `least` of them. `tell` takes the counts."""

    seconds: float
    least: int
    tell: Tell

    def run(
        self, rig: Rig, fault: Callable[[random.Random], None], url: str | None = None, *, busy_for: int = 20
    ) -> None:
        """People train at `url` while `fault` strikes; assert that every answer they got was true.

        Between two faults up to `busy_for` requests are acknowledged, and now and then at least one of
        everybody. What chance decides follows from the seed in the counts; when what happens, doesn't.
        """
        seed = time.time_ns() % 10**6
        luck = chance(seed)
        struck = 0
        with Crowd(rig, seed=seed, url=url) as crowd:
            until = time.monotonic() + self.seconds
            while struck < self.least or time.monotonic() < until:
                crowd.wait_for(luck.randint(1, busy_for))
                time.sleep(luck.uniform(0, 0.1))
                fault(luck)
                struck += 1
                # A long request among short ones would be cut off whenever those are through, for ever.
                if struck % _FAULTS_IN_A_ROW == 0:
                    crowd.wait_for_everybody()
        counts = crowd.counts
        self.tell(
            seed=seed,
            faults=struck,
            acknowledged=counts.acknowledged,
            retries=counts.retries,
            workouts=sum(len(diary.sessions) for diary in crowd.diaries),
            setbacks=counts.setbacks,
        )
        crowd.audit()
        with rig.sql() as sql:
            assert not astray_indexes(sql)
        assert counts.retries, "nobody noticed any of the faults"
