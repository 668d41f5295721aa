"""Data besides workouts: weekly body weights, check-ins on three of four days, weekly notifications."""

from collections.abc import Iterable
from random import Random

import psycopg

from bench.population import Life

# The first weight is the onboarding's. The goal is to gain: 50 grams a week for a year.
_WEIGHINGS = """
insert into public.body_measurements (id, user_id, logged_at, weight_kg)
select md5(%(user)s || ':' || w.day)::uuid, %(user)s, w.day + time '07:00' at time zone 'UTC', w.weight_kg
from unnest(%(days)s::date[], %(weights)s::numeric[]) as w (day, weight_kg)
"""
_CHECK_INS = """
insert into public.check_ins (user_id, day, timezone, sleep, soreness, energy, created_at)
select %(user)s, c.day, 'UTC', c.sleep, c.soreness, c.energy, c.day + time '21:00' at time zone 'UTC'
from unnest(%(days)s::date[], %(sleep)s::smallint[], %(soreness)s::smallint[], %(energy)s::smallint[])
    as c (day, sleep, soreness, energy)
"""
# One notification a week, none older than a year, which is how long an inbox keeps them.
_NEWS = """
insert into public.notifications (
    id, user_id, type, title, body, data, created_at, category, locale, in_inbox, dedupe_key
)
select
    md5('news:' || %(user)s || ':' || n.day)::uuid, %(user)s, 'record', 'A new record',
    'You have never lifted more.', '{}', n.day + time '20:00' at time zone 'UTC', 'progress', 'en', true,
    'record:' || n.day
from unnest(%(days)s::date[]) as n (day)
"""
_CHECKED_IN = 0.75
_GAIN_A_WEEK_KG = 0.05
_WEEKS_OF_GAIN = 52
_WEEKS_OF_NEWS = 52


def keep_diaries(admin: psycopg.Connection, lives: Iterable[Life]) -> None:
    """Write weights, check-ins and notifications for the days they trained.

    To be called before there are workouts: otherwise each row would cause a recomputation.
    """
    for life in lives:
        _weigh(admin, life)
        _check_in(admin, life)
        admin.execute(_NEWS, {"user": life.athlete.id, "days": life.days()[::3][-_WEEKS_OF_NEWS:]})


def _weigh(admin: psycopg.Connection, life: Life) -> None:
    athlete = life.athlete
    chance = Random(athlete.number)
    mondays = life.days()[::3]
    weights = [
        athlete.weight_kg + min(week, _WEEKS_OF_GAIN) * _GAIN_A_WEEK_KG + chance.uniform(-0.6, 0.6)
        for week in range(len(mondays))
    ]
    admin.execute(_WEIGHINGS, {"user": athlete.id, "days": mondays, "weights": weights})


def _check_in(admin: psycopg.Connection, life: Life) -> None:
    athlete = life.athlete
    chance = Random(athlete.number)
    days = [day for day in life.days() if chance.random() < _CHECKED_IN]
    rows = {
        "days": days,
        "sleep": [chance.randint(3, 5) for _ in days],
        "soreness": [chance.randint(1, 3) for _ in days],
        "energy": [chance.randint(5, 9) for _ in days],
    }
    admin.execute(_CHECK_INS, {"user": athlete.id, **rows})
