"""Sixty-four people who train for five years: a million sets, as far as the statistics see them.

The statistics read what is kept of each workout and exercise, never a set (test_plans.py proves it). So the
rows that a million sets leave behind are written, 780 workouts a person with 20 sets of 6 exercises each, and
the sets are not: ten seconds instead of minutes. Rows of different people lie mixed, as they would arrive.
"""

from uuid import UUID

import psycopg
from psycopg import sql

from tests.database.athlete import stable_id
from tests.support import Connection

PEOPLE = 64
WORKOUTS = 780
SETS = 20 * WORKOUTS * PEOPLE
LAST_DAY = "2026-11-20"

_HISTORY = """
insert into auth.users (id, email)
select private.stable_id('bulk', n::text), n || '@example.com' from generate_series(1, {people}) as p (n);

insert into public.profiles (id, fitness_level)
select private.stable_id('bulk', n::text), 'intermediate'
from generate_series(1, {people}) as p (n);

do $$ begin
    perform private.grant_access(id, null, 'a measurement', now()) from public.profiles;
end $$;

create temporary table workouts as
select
    k,
    private.stable_id('bulk', n::text) as user_id,
    private.stable_id('bulk workout', n || ':' || k) as id,
    {last_day}::timestamp at time zone 'UTC' + make_interval(days => -k * 7 / 3, hours => 17) as started_at
from generate_series({workouts} - 1, 0, -1) as w (k)
cross join generate_series(1, {people}) as p (n);

insert into public.workout_sessions (
    id, user_id, started_at, ended_at, status, timezone, total_volume_kg, total_sets
)
select id, user_id, started_at, started_at + interval '1 hour', 'completed', 'UTC', 9000 - k, 20
from workouts order by started_at;

insert into private.exercise_sessions (
    user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, load_score, estimated_1rm_kg,
    best_reps, estimated_1rm_reps, rated_sets, rpe_sum, prior_volume_kg, prior_load_score,
    prior_estimated_1rm_kg
)
select
    w.user_id, e.id, w.started_at, w.id, (w.started_at at time zone 'UTC')::date, 3, 1500 - k, 100 - k * 0.05,
    120 - k * 0.06, 8, 7, 3, 24.5, 1499 - k, 100 - k * 0.05, 119.9 - k * 0.06
from workouts as w
inner join (
    select id, row_number() over (order by slug) - 1 as i
    from public.exercises where tracking_type = 'weight_reps' and created_by is null
) as e on e.i between w.k % 5 * 6 and w.k % 5 * 6 + 5
order by w.started_at;

insert into public.personal_records (id, user_id, exercise_id, record_type, value, achieved_at, confidence)
select
    private.stable_id('bulk record', p.id || ':' || s.exercise_id), p.id, s.exercise_id, 'estimated_1rm', 120,
    now(), 'medium'
from public.profiles as p
cross join (select distinct exercise_id from private.exercise_sessions) as s;

insert into private.training_weeks (user_id, week_start, training_days, target, met_at)
select
    user_id, private.week_start((started_at at time zone 'UTC')::date, 1::smallint), count(*), 3,
    max(started_at)
from workouts group by 1, 2;

insert into public.body_measurements (user_id, logged_at, weight_kg)
select p.id, {last_day}::timestamp at time zone 'UTC' - make_interval(days => k), 80 + k % 10 * 0.1
from generate_series(0, 1800, 2) as d (k) cross join public.profiles as p;

insert into public.check_ins (user_id, day, timezone, weight_kg)
select p.id, {last_day}::date - k, 'UTC', case when k % 3 = 0 then 81 end
from generate_series(0, 1800) as d (k) cross join public.profiles as p;
"""


def person(number: int = 1) -> UUID:
    """The id of one of them."""
    return UUID(stable_id("bulk", str(number)))


def populate(connection: Connection) -> None:
    """Write all of them, with triggers and foreign keys off. Needs a superuser."""
    history = sql.SQL(_HISTORY).format(
        people=sql.Literal(PEOPLE), workouts=sql.Literal(WORKOUTS), last_day=sql.Literal(LAST_DAY)
    )
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        connection.execute(history)
    connection.execute("vacuum analyze")


def own_rows(connection: psycopg.Connection, table: str, user: UUID) -> int:
    """How many rows of a table are this user's."""
    query = sql.SQL("select count(*) from {} where user_id = %s").format(sql.Identifier(*table.split(".")))
    row = connection.execute(query, [user]).fetchone()
    assert row
    return int(row[0])
