"""The clock is set back: every function that takes the time is called again with earlier times."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.athlete import BENCH, Athlete, line, one_set, sign_up, stable_id, workout
from tests.database.billing.purchases import store, subscribe
from tests.database.coach.talking import answered, said
from tests.database.notifications.messages import notify, register
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.fakes.billing.events import revenuecat
from tests.faults.moments import CALLS, PARTS
from tests.support import Connection

# A Sunday's last hour in Berlin: the week ends.
NOON = datetime(2026, 6, 14, 21, 30, tzinfo=UTC)
MOMENTS = {
    "now": NOON,
    "an hour ago": NOON - timedelta(hours=1),
    "yesterday": NOON - timedelta(days=1),
    "last week": NOON - timedelta(days=7),
    "weeks ago": NOON - timedelta(days=24),
    "the hour that there isn't": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    "the hour that comes twice": datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
    "before they signed up": datetime(2015, 1, 1, tzinfo=UTC),
    "before they were born": datetime(2001, 1, 1, tzinfo=UTC),
    "now again": NOON,
    "tomorrow": NOON + timedelta(days=1),
    "at last": NOON,
}
FUNCTIONS = """
    select p.proname from pg_proc as p
    where p.pronamespace = 'private'::regnamespace and 'p_now' = any(p.proargnames) order by 1
"""


@dataclass(frozen=True)
class Life:
    """Somebody who has trained for weeks, and what they can be asked about."""

    athlete: Athlete
    given: dict[str, object]


@pytest.fixture(scope="module")
def life(cluster: Cluster, template: str) -> Iterator[Life]:
    """In a database of its own: jobs look at everybody."""
    with psycopg.connect(cluster.create_database("set_back", template), autocommit=True) as sql:
        yield lived(sql)


def lived(sql: Connection) -> Life:
    me = sign_up(sql, zone="Europe/Berlin")
    sql.execute(
        "update public.profiles set date_of_birth = '2008-05-05', sex = 'female' where id = %s", [me.id]
    )
    subscribe(sql, me.id)
    plan = me.create_plan(
        [line(BENCH, on_success_weight_increase_kg=2.5, current_suggested_weight_kg=60)], [line()]
    )
    me.activate(plan, NOON - timedelta(days=30))
    day, rested = me.days_of(plan)
    [bench] = me.lines_of(day)
    done = [
        workout(NOON - timedelta(days=days), one_set(load=60 + n, workout_plan_exercise_id=bench), day=day)
        for n, days in enumerate((24, 17, 15, 10, 8, 6, 4))
    ]
    for one in done:
        me.log(one)
    # Of today, whenever that is: the days before it were judged by the plan's three.
    me.write("update public.profiles set weekly_workout_target = 1")
    for days in (9, 3, 2, 1):
        me.check_in(NOON - timedelta(days=days), energy=6, weight_kg=70)
    running = me.start(NOON - timedelta(hours=1), day)
    me.add_set(running, one_set(load=80))
    chat = said(me, "My knee hurts", at=NOON)["session_id"]
    answered(me, chat, at=NOON, memories=[{"content": "Left knee hurts", "kind": "injury", "importance": 5}])
    register(me)
    notify(me, NOON)
    claim = "select id::text, attempt from private.claim_messages(10, 60, '{push_fcm}', %s)"
    [claimed, *_] = me.rows(claim, NOON)

    def proposal(rest: int, *, is_applied: bool) -> str:
        operation = {"op": "update_exercise", "plan_exercise_id": bench, "target_rest_seconds": rest}
        return json.dumps({"summary": "Rest longer", "operations": [operation], "apply": is_applied})

    def proposed(rest: int, *, is_applied: bool) -> str:
        change = proposal(rest, is_applied=is_applied)
        found = me.value("select private.propose_plan_change(%s, %s, %s)", me.id, change, NOON)
        return str(found["id"])

    asked = me.value("select private.begin_ai_request(%s, 'import_plan', 'k', 'h', 30, %s)", me.id, NOON)
    new_plan = {
        "id": str(uuid.uuid4()), "name": "P", "plan_type": "other", "days_per_week": 1,
        "days": [{"name": "D", "order_in_plan": 1, "exercises": [line()]}],
    }  # fmt: skip
    given: dict[str, object] = {
        "user": me.id,
        "plan": plan,
        "spare_plan": me.create_plan([line()], days_per_week=1),
        "day": day,
        "rested": rested,
        "line": bench,
        "session": done[-1]["id"],
        "running": running,
        "conversation": chat,
        "applied_change": proposed(95, is_applied=True),
        "change": proposed(100, is_applied=False),
        "fresh": str(uuid.uuid4()),
        "template": stable_id("template", "full-body-3"),
        "request": asked["request_id"],
        "event": store(sql, revenuecat("RENEWAL", 30, me.id, 30, 60), NOON),
        "profile": json.dumps({"fitness_level": "beginner", "weekly_workout_target": 2}),
        "goal": json.dumps({"goal_type": "gain_muscle"}),
        "new_plan": json.dumps(new_plan),
        "origin": json.dumps({"engine": "rules", "request": {}}),
        "new_workout": json.dumps(workout(NOON - timedelta(days=2), one_set(load=75))),
        "correction": json.dumps(done[1] | {"sets": [one_set(load=90)]}),
        "proposal": proposal(110, is_applied=True),
        "usage": json.dumps([]),
        "results": json.dumps([{"id": claimed[0], "attempt": claimed[1], "outcome": "retry"}]),
        "message": json.dumps({"id": str(uuid.uuid4()), "content": "Hello"}),
        "answer": json.dumps(
            {"id": str(uuid.uuid4()), "session_id": chat, "content": "Well", "engine": "rules"}
        ),
        "memories": json.dumps([{"content": "Likes rows", "kind": "preference", "importance": 2}]),
    }
    return Life(me, given)


def test_every_function_that_is_told_the_time_is_called_at_earlier_ones(life: Life) -> None:
    told = {row[0] for row in life.athlete.rows(FUNCTIONS)}
    assert told == CALLS.keys() | PARTS.keys()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_called_by_what_is_said_to_call_it(life: Life, part: str) -> None:
    source = life.athlete.value(
        "select prosrc || coalesce(pg_get_function_sqlbody(oid), '') from pg_proc "
        "where pronamespace = 'private'::regnamespace and proname = %s",
        PARTS[part],
    )
    assert f"private.{part}(" in source


@pytest.mark.parametrize("function", CALLS)
def test_called_at_earlier_times_it_neither_fails_nor_leaves_what_the_facts_do_not_say(
    life: Life, function: str
) -> None:
    me = life.athlete
    with me.sql.transaction(force_rollback=True):
        refused = {when: refusal(me.sql, function, life.given | {"now": at}) for when, at in MOMENTS.items()}
        me.sql.execute("set constraints all immediate")
        # A refusal is an answer for the caller; anything else would be a fault of ours.
        assert not {when: code for when, code in refused.items() if code and not code.startswith("PT")}
        assert refused["now"] is None
        assert not differences(state(me), derived_anew(me))
        assert_ledger_is_sound(me)


def refusal(sql: Connection, function: str, given: dict[str, object]) -> str | None:
    """The SQLSTATE of a call that is refused, with what it says unless it is one of ours."""
    try:
        with sql.transaction():
            sql.execute(f"select {CALLS[function]}".encode(), given)
    except psycopg.Error as error:
        return error.sqlstate if (error.sqlstate or "").startswith("PT") else f"{error.sqlstate} {error}"
    return None


def test_a_limit_that_was_reached_by_a_clock_ahead_locks_nobody_out(life: Life) -> None:
    def count(at: datetime) -> str | None:
        return refusal(life.athlete.sql, "count_write", life.given | {"now": at})

    with life.athlete.sql.transaction(force_rollback=True):
        life.athlete.sql.execute("update private.write_limits set writes = 2")
        ahead = NOON + timedelta(days=1)
        assert [count(ahead) for _ in range(3)] == [None, None, "PT429"]
        # A transaction that began earlier may count later: that is the same window.
        assert count(ahead - timedelta(seconds=1)) == "PT429"
        assert count(NOON) is None
