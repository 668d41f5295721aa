"""Figure 7: the time to settle all users' streaks, and whether workouts wait for it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Event, Thread
from time import sleep

import psycopg

from bench.load import Inhabited
from bench.log_workout import LogWorkout
from bench.timing import Timing, Trial, interleaved, repeated
from bench.wire import Wire
from local.postgres import SUPERUSER

BATCH = 5000
# The tables that streaks are derived from, and where they are stored. Sets and their derivatives aren't read.
TABLES = (
    "users", "profiles", "workout_sessions", "check_ins", "training_weeks", "weekly_targets",
    "training_breaks", "paused_weeks", "settled_streaks", "streak_changes",
)  # fmt: skip
_WARM_UP = 10
# The approximate duration of a batch that meets the goal.
_BATCH_SECONDS = 0.25
_CLAIMS = """
select
    set_config('role', 'service_role', true),
    set_config('request.jwt.claims', '{"role": "service_role"}', true)
"""
_FORGET = "truncate private.settled_streaks, private.streak_changes"
_SETTLE_YESTERDAY = "select private.settle_streaks(now() - interval '1 day', 50000, %s) ->> 'next'"
_KEEP = "create table public.settled_yesterday as table private.settled_streaks"
_RESTORE = "insert into private.settled_streaks table public.settled_yesterday"
# Noted users are settled from scratch: here, all who trained in the last week that can be settled.
_NOTE = """
insert into private.streak_changes (user_id)
select distinct w.user_id from public.workout_sessions as w
where w.day between current_date - 42 and current_date - 35
"""
_NOTE_ALL = "insert into private.streak_changes (user_id) select p.id from public.profiles as p"
_ANALYZE = "vacuum (analyze) private.settled_streaks, private.streak_changes"

# Preparation before each night, not timed.
NIGHTS = {
    "nothing settled before": (_FORGET, _ANALYZE),
    "settled the day before": (_FORGET, _RESTORE, _NOTE, _ANALYZE),
}


def measure(inhabited: Inhabited, runs: int) -> dict[str, Timing]:
    """Time `runs` batches per kind of night, each a transaction; after all users it starts again."""
    with _Service(inhabited) as service:
        return {night: repeated(service.batches(night, runs)) for night in NIGHTS}


def compare(many: Inhabited, few: Inhabited, runs: int) -> dict[str, tuple[Timing, Timing]]:
    """Time `runs` batches of each population, in turns."""
    with _Service(many) as ours, _Service(few) as baseline:
        return {
            night: interleaved(zip(ours.batches(night, runs), baseline.batches(night, runs), strict=True))
            for night in NIGHTS
        }


def log_meanwhile(inhabited: Inhabited, runs: int) -> tuple[Timing, Timing]:
    """Time `log_workout` while streaks are being settled, and on an idle database."""
    place, people = inhabited
    today = datetime.now(UTC).date()
    # Users whose last workout is long past, so that the next ones are past, too.
    lives = [life for life in people.lives(today) if life.until < today - timedelta(weeks=20)]
    needed = 2 * (runs + _WARM_UP)
    each = -(-needed // len(lives))
    turns = [(life.athlete, workout) for life in lives for workout in life.coming(each)][:needed]
    with LogWorkout(place) as caller, _Service(inhabited) as service:
        night = _Night(service)
        trials = [caller.trial(turn) for turn in turns]
        pairs = [(night.during(one), other) for one, other in zip(trials[::2], trials[1::2], strict=True)]
        interleaved(pairs[:_WARM_UP])
        return interleaved(pairs[_WARM_UP:])


class _Service(Wire):
    """Calls `settle_streaks` with the service's key, batch by batch."""

    def __init__(self, inhabited: Inhabited) -> None:
        place, people = inhabited
        super().__init__(place.url("authenticator"))
        self._batches = -(-people.users // BATCH)
        self._settled = 0
        self._after = ""
        self._admin = psycopg.connect(place.url(SUPERUSER), autocommit=True)
        self.prepare("begin", "begin isolation level read committed")
        self.prepare("claims", _CLAIMS)
        self.prepare("call", f"select public.settle_streaks({BATCH}, nullif($1, '')::uuid)")
        self.prepare("commit", "commit")

    def close(self) -> None:
        """Close both connections."""
        self._admin.close()
        super().close()

    def batches(self, night: str, runs: int) -> Iterator[Trial]:
        """Yield `runs` batches; before the first one of a night, its initial state is restored."""
        self._settled = 0
        if _RESTORE in NIGHTS[night]:
            self._keep_yesterday()

        def before() -> None:
            if self.at_dusk:
                self.run_as_admin(*NIGHTS[night])

        for _ in range(runs):
            yield Trial(self.settle, before)

    @property
    def at_dusk(self) -> bool:
        """Whether the next batch is the first of a night."""
        return self._settled % self._batches == 0

    def settle(self) -> None:
        """Settle the next users."""
        after = "" if self.at_dusk else self._after
        self.run("begin")
        self.run("claims")
        answer = self.run("call", [after.encode()])
        self.run("commit")
        self._after = json.loads(answer or b"{}")["next"]
        self._settled += 1

    def note_all(self) -> None:
        """Note a change for all users."""
        self.run_as_admin(_NOTE_ALL)

    def run_as_admin(self, *statements: str) -> None:
        """Run these statements in order."""
        for statement in statements:
            self._admin.execute(statement.encode())

    def _keep_yesterday(self) -> None:
        self.run_as_admin(_FORGET)
        after: str | None = None
        while after := self._settle_yesterday(after):
            pass
        self.run_as_admin("drop table if exists public.settled_yesterday", _KEEP)

    def _settle_yesterday(self, after: str | None) -> str | None:
        [following] = self._admin.execute(_SETTLE_YESTERDAY, [after]).fetchone() or [None]
        return following


class _Night:
    """Settles streaks in the background, repeatedly."""

    def __init__(self, service: _Service) -> None:
        self._service = service
        self._begun = Event()
        self._over = Event()
        self._chance = Random(0)

    def during(self, trial: Trial) -> Trial:
        """Return the trial, run at a random moment of a batch."""
        thread: list[Thread] = []

        def before() -> None:
            self._begun.clear()
            self._over.clear()
            thread.append(Thread(target=self._settle))
            thread[-1].start()
            self._begun.wait()
            sleep(self._chance.uniform(0, _BATCH_SECONDS))

        def after() -> None:
            self._over.set()
            thread.pop().join()

        return Trial(trial.act, before, after)

    def _settle(self) -> None:
        while not self._over.is_set():
            if self._service.at_dusk:
                self._service.note_all()
            self._begun.set()
            self._service.settle()
