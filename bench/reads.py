"""Figure 2: what row level security costs the commonest read, at a size where a wrong plan would show."""

from datetime import UTC, datetime

import psycopg

from bench.athletes import SETS_PER_WORKOUT, Athlete
from bench.laboratory import Laboratory
from bench.load import CLAIMS, claims, copy_history, sign_up
from bench.timing import Action, Timing, Trial, interleaved
from bench.wire import Wire
from local.postgres import SUPERUSER

_SETS_PER_ATHLETE = 2000
# Few enough to be in memory on both sides: reading from disk costs the same with and without policies.
_READERS = 20
_WARM_UP = 2 * _READERS

_SESSIONS = (
    "select * from public.workout_sessions where user_id = $1 order by started_at desc, id desc limit 20"
)
_WITH_SETS = f"""
select w.*, s.sets
from ({_SESSIONS}) as w
left join lateral (
    select json_agg(e.* order by e.set_order, e.id) as sets
    from public.session_exercises as e
    where e.user_id = w.user_id and e.workout_session_id = w.id
) as s on true
order by w.started_at desc, w.id desc
"""  # noqa: S608 - our own text
QUERIES = {"latest 20 sessions": _SESSIONS, "latest 20 sessions with their sets": _WITH_SETS}


def measure(place: Laboratory, size: int, runs: int) -> dict[str, tuple[Timing, Timing]]:
    """Time each query alone, within a transaction that is open already, as `authenticated` and as owner.

    The history is copied in with triggers off. Totals of the sessions are those of their sets; records, XP
    and targets, which the queries don't read, are not derived.
    """
    athletes = [Athlete(number) for number in range(max(1, size // _SETS_PER_ATHLETE))]
    _load(place, athletes)
    readers = athletes[:: max(1, len(athletes) // _READERS)][:_READERS]
    timings = {}
    with Wire(place.url("authenticator")) as client, Wire(place.url()) as owner:
        client.prepare("claims", CLAIMS)
        for wire in (client, owner):
            wire.prepare("begin", "begin isolation level read committed read only")
            wire.prepare("commit", "commit")
        for name, query in QUERIES.items():
            client.prepare(name, query)
            owner.prepare(name, query)
            turns = [readers[run % len(readers)] for run in range(runs + _WARM_UP)]
            pairs = [(_as_client(client, name, who), _as_owner(owner, name, who)) for who in turns]
            interleaved(pairs[:_WARM_UP])
            timings[name] = interleaved(pairs[_WARM_UP:])
    return timings


def _load(place: Laboratory, athletes: list[Athlete]) -> None:
    until = datetime.now(UTC).date()
    workouts = _SETS_PER_ATHLETE // SETS_PER_WORKOUT
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        sign_up(admin, athletes)
        copy_history(admin, ((who, who.workouts(workouts, until)) for who in athletes))
        admin.execute("vacuum analyze")
        admin.execute("checkpoint")


def _as_client(wire: Wire, name: str, athlete: Athlete) -> Trial:
    token = [claims(athlete).encode()]

    def before() -> None:
        wire.run("begin")
        wire.run("claims", token)

    return _read(wire, name, athlete, before)


def _as_owner(wire: Wire, name: str, athlete: Athlete) -> Trial:
    return _read(wire, name, athlete, lambda: wire.run("begin"))


def _read(wire: Wire, name: str, athlete: Athlete, before: Action) -> Trial:
    key = [str(athlete.id).encode()]
    return Trial(lambda: wire.run(name, key), before, lambda: wire.run("commit"))
