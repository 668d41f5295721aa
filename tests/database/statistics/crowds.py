"""Members of cohorts, made in bulk: accounts that have lived long enough to count.

Moments are ahead of the real clock, by which the database writes when a row was made.
"""

from datetime import UTC, datetime, timedelta

from tests.database.athlete import Connection
from tests.database.statistics.lifters import BY_LIFT, RankedAthlete, join
from tests.people import insert_user

TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
# Seventy days after everybody's sign-up, and the snapshots of the weeks that follow.
THEN = TODAY + timedelta(days=70)
WEEK = timedelta(days=7)
BORN = "1996-01-01"
# Below and above whatever can be published: the 0th and the 90th percentile, whatever is drawn.
WEAKEST, STRONGEST = 0.001, 9.0


def trained(  # noqa: PLR0913 - what there is to a history
    sql: Connection,
    people: list[str],
    kg: float,
    ratios: list[float],
    *,
    workouts: int = 24,
    days: int = 24,
    apart: float = 2.5,
    until: datetime = THEN,
    late: timedelta = timedelta(hours=1),
    told: datetime | None = None,
    lift: str = "deadlift",
) -> None:
    """So many workouts on days so far apart; the best estimate is this much of their bodyweight.

    Each is told this late, or all at one moment.
    """
    # First: what is weighed later is counted again, and these workouts have no sets to count.
    sql.execute(
        "insert into public.body_measurements (user_id, logged_at, weight_kg)"
        " select u.id, %s, %s from unnest(%s::uuid []) as u (id)",
        [until - timedelta(days=3), kg, people],
    )
    with sql.transaction():
        sql.execute("alter table public.workout_sessions disable trigger user")
        sql.execute(
            """
            insert into public.workout_sessions (
                id, user_id, started_at, ended_at, status, timezone, total_sets, created_at
            )
            select
                gen_random_uuid(), u.id, d.at, d.at + interval '1 hour', 'completed', 'UTC', 5,
                coalesce(%(told)s, d.at + %(late)s)
            from unnest(%(people)s::uuid []) as u (id)
            cross join generate_series(0, %(workouts)s - 1) as n (n)
            cross join lateral (
                select
                    %(until)s::timestamptz - interval '1 day' * (1 + n.n %% %(days)s * %(apart)s::float8)
                    - make_interval(mins => n.n) as at
            ) as d
            """,
            {
                "people": people, "workouts": workouts, "days": days, "apart": apart, "until": until,
                "late": late, "told": told,
            },
        )  # fmt: skip
        sql.execute("alter table public.workout_sessions enable trigger user")
    sql.execute(
        """
        insert into private.exercise_sessions (
            user_id, exercise_id, started_at, session_id, day, working_sets, volume_kg, estimated_1rm_kg,
            estimated_1rm_reps
        )
        select distinct on (w.user_id)
            w.user_id, %(exercise)s, w.started_at, w.id, w.day, 1, 100, %(kg)s * p.ratio, 1
        from unnest(%(people)s::uuid [], %(ratios)s::numeric []) as p (id, ratio)
        inner join public.workout_sessions as w on w.user_id = p.id
        order by w.user_id, w.started_at desc
        """,
        {"people": people, "ratios": ratios, "kg": kg, "exercise": BY_LIFT[lift]},
    )


def verify(sql: Connection, people: list[str]) -> None:
    """They have followed the link in the mail."""
    sql.execute("update auth.users set email_confirmed_at = now() where id = any(%s)", [people])


def agree(sql: Connection, people: list[str], *, granted: bool = True) -> None:
    """They decide about cohort_statistics."""
    sql.execute(
        "insert into public.user_consents (user_id, purpose, granted, version)"
        " select u.id, 'cohort_statistics', %s, '1' from unnest(%s::uuid []) as u (id)"
        " on conflict (user_id, purpose) do update set granted = excluded.granted",
        [granted, people],
    )


def crowd(
    sql: Connection, size: int, kg: float, ratios: list[float] | None = None, sex: str = "male"
) -> list[str]:
    """Eligible members, who deadlift 1, 2, 3 … percent of their bodyweight more than it."""
    people = [insert_user(sql) for _ in range(size)]
    sql.execute(
        "update public.profiles set sex = %s, date_of_birth = %s where id = any(%s)", [sex, BORN, people]
    )
    verify(sql, people)
    trained(sql, people, kg, ratios or [(100 + n) / 100 for n in range(1, size + 1)])
    agree(sql, people)
    return people


def asker(sql: Connection, kg: float, ratio: float, born: str = BORN, sex: str = "male") -> RankedAthlete:
    """A subscriber who asks; no member."""
    person = join(sql, sex, None, born)
    trained(sql, [person.id], kg, [ratio])
    return person


def lifts_now(sql: Connection, people: list[str], kg: float, ratio: float) -> None:
    """From now on their best estimate is this much of this bodyweight."""
    sql.execute(
        "update private.exercise_sessions set estimated_1rm_kg = %s where user_id = any(%s::uuid [])",
        [kg * ratio, people],
    )


def refresh(sql: Connection, at: datetime = THEN) -> None:
    """The nightly job."""
    while sql.execute("select private.refresh_cohorts(%s)", [at]).fetchone() != (0,):
        pass


def night(sql: Connection, at: datetime = THEN) -> None:
    """The jobs of a night, the weekly one as well: it knows when a week is over."""
    refresh(sql, at)
    sql.execute("select private.publish_cohorts(%s)", [at])
    while sql.execute("select private.compare_with_cohorts(%s)", [at]).fetchone() != (0,):
        pass
