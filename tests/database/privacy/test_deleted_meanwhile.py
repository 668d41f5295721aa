"""An account deleted while its other devices write: no unexpected error, and nothing is left."""

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import Athlete, Connection, one_set, sign_up, workout
from tests.database.privacy.traces import traces

Write = Callable[[Athlete], object]
# No such account any more, as an RPC says it, and as plain CRUD does.
GONE = {"PT404", "23503", "42501"}


def measure(athlete: Athlete) -> object:
    return athlete.write("insert into public.body_measurements (weight_kg) values (70)")


def log(athlete: Athlete) -> object:
    return athlete.log(workout(datetime.now(UTC) - timedelta(hours=2), one_set(), one_set()))


def drop_workouts(athlete: Athlete) -> object:
    return athlete.write("delete from public.workout_sessions")


def drop_goals(athlete: Athlete) -> object:
    return athlete.write("delete from public.user_goals")


def plan(athlete: Athlete) -> object:
    return athlete.create_plan([])


def agree(athlete: Athlete) -> object:
    return athlete.write(
        "insert into public.user_consents (purpose, granted, version) values ('ai', true, '1') "
        "on conflict (user_id, purpose) do update set granted = true"
    )


def withdraw(athlete: Athlete) -> object:
    return athlete.write("delete from public.user_consents")


def drop_measurements(athlete: Athlete) -> object:
    return athlete.write("delete from public.body_measurements")


def rename_plans(athlete: Athlete) -> object:
    return athlete.write("update public.workout_plans set name = 'Another'")


def drop_plans(athlete: Athlete) -> object:
    return athlete.write("delete from public.workout_plans")


def move_house(athlete: Athlete) -> object:
    return athlete.write(
        "update public.profiles set timezone = 'Asia/Tokyo', week_starts_on = 7 where id = %s", athlete.id
    )


def attempt(database: str, user: str, write: Write) -> str | None:
    """The code with which a device's write was refused, if it was."""
    with psycopg.connect(database, autocommit=True) as sql:
        try:
            write(Athlete(sql, user))
        except psycopg.Error as error:
            return error.sqlstate
    return None


def delete(athlete: Athlete) -> object:
    return athlete.sql.execute("select private.delete_my_account(%s, 'delete my account')", [athlete.id])


WRITES = [
    measure,
    drop_measurements,
    log,
    drop_workouts,
    drop_goals,
    plan,
    rename_plans,
    drop_plans,
    agree,
    withdraw,
    move_house,
]


def live(sql: Connection) -> Athlete:
    """Somebody with a goal, a weight, a plan, a workout and a consent."""
    athlete = sign_up(sql)
    profile = json.dumps({"full_name": f"Ada {uuid.uuid4()}", "weight_kg": 70})
    goal = json.dumps({"goal_type": "maintain"})
    athlete.value("select private.complete_onboarding(%s, %s, %s, null, now())", athlete.id, profile, goal)
    athlete.create_plan([])
    athlete.log(workout(datetime.now(UTC) - timedelta(hours=9), one_set()))
    agree(athlete)
    return athlete


@pytest.mark.parametrize("write", WRITES)
def test_a_write_comes_before_the_deletion_or_finds_nobody(
    sql: Connection, database: str, write: Write
) -> None:
    for _ in range(4):
        athlete = live(sql)
        with ThreadPoolExecutor() as pool:
            devices = [pool.submit(attempt, database, athlete.id, write) for _ in range(2)]
            deletion = pool.submit(attempt, database, athlete.id, delete)
            refusals = {device.result() for device in devices}
        assert deletion.result() is None
        assert refusals - {None} <= GONE
        assert set(traces(sql, athlete.id)) - {"realtime.messages", "realtime.messages_all"} == {
            "private.file_deletions"
        }


def request(database: str, user: str, statement: str) -> str | None:
    """The code with which a request was refused, made as the Data API makes it: what is asked first, too."""
    with psycopg.connect(database, autocommit=True) as sql:
        try:
            with Athlete(sql, user).signed_in():
                sql.execute("select gateway.check_request()")
                sql.execute(statement.encode())
        except psycopg.Error as error:
            return error.sqlstate
    return None


def test_requests_of_the_same_moment_wait_for_one_another_in_one_order(
    sql: Connection, database: str
) -> None:
    """Each is counted first, deletions too: one deletes, and none waits for one that waits for it."""
    deletion = "select public.delete_my_account('delete my account')"
    writes = ["update public.profiles set bio = 'x'", "delete from public.user_goals"]
    for _ in range(4):
        athlete = live(sql)
        with ThreadPoolExecutor() as pool:
            statements = [deletion, *writes, deletion, *writes]
            codes = list(pool.map(lambda each, who=athlete.id: request(database, who, each), statements))
        assert sorted(code or "" for code in (codes[0], codes[3])) == ["", "PT404"]
        assert set(codes) - {None} <= GONE


def test_whoever_changes_a_row_holds_its_account_first(sql: Connection) -> None:
    """Else the two above can wait for each other, if rarely."""
    late = sql.execute(
        """
        select c.relname from pg_class as c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and (
                has_table_privilege('authenticated', c.oid, 'DELETE')
                or has_any_column_privilege('authenticated', c.oid, 'UPDATE')
            )
            and not exists (
                select from pg_trigger as t
                where t.tgrelid = c.oid and t.tgfoid = 'private.lock_caller'::regproc and t.tgtype & 24 = 24
            )
        """
    ).fetchall()
    # The account itself, and what admins write for others.
    assert {name for (name,) in late} == {"profiles", "user_roles", "plan_templates"}
