"""Concurrent requests against every rule with a limit: exactly as many succeed as allowed."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from local.services import Address
from tests.access.callers import Caller, service, sign_up
from tests.access.expectations import OWNED, WRITTEN_BY_CLIENTS
from tests.access.world import World, answer, key_of, live, new_exercise, plan, workout
from tests.attacks.at_once import at_once, count, limits_of_ten, side_by_side, statuses
from tests.support import Connection

MANY = 8
# Rules of uniqueness without a race here, and why.
_SEEDED = "rows are ours: the seed and admins write them, one at a time"
_BY_JOBS = "written by jobs, which hold an advisory lock; tests/database/jobs/test_jobs.py"
_IN_ORDER = "derived behind the user's lock; races-7 lets many derive at once"
_KEPT = "raced where it is made, in tests/database"
NOT_RACED = {
    "body_measurements_onboarding_key": "an upsert finds it, and its writer holds the user's lock",
    "abuse_signals_user_id_address_hash_kind_starts_at_key": "an upsert adds to it, its rows in order",
    "achievements_name_key": _SEEDED,
    "achievements_slug_key": _SEEDED,
    "equipment_name_key": _SEEDED,
    "equipment_slug_key": _SEEDED,
    "exercises_slug_key": _SEEDED,
    "exercises_public_name_key": _SEEDED,
    "plan_templates_slug_key": _SEEDED,
    "level_thresholds_version_min_xp_key": _SEEDED,
    "xp_rule_versions_valid_from_key": _SEEDED,
    "achievement_counters_metric_parameters_key": _SEEDED,
    "job_runs_job_key_key": _BY_JOBS,
    "file_deletions_bucket_id_prefix_key": _BY_JOBS,
    "outbox_user_id_notification_id_channel_device_id_key": _BY_JOBS,
    "notifications_user_id_dedupe_key_key": _IN_ORDER,
    "ai_coach_messages_level_key": _IN_ORDER,
    "one_row_a_record": _IN_ORDER,
    "xp_events_user_id_reverses_id_key": _IN_ORDER,
    "ai_requests_user_id_feature_key_hash_key": f"{_KEPT}: races-5",
    "billing_events_provider_event_id_key": "raced through the webhook: races-17",
    "subscriptions_provider_provider_subscription_id_key": "raced through the webhook: races-17",
}
Race = Callable[["Track"], None]


class Track:
    """Where races are run: a person, strangers, the service, and the database."""

    def __init__(self, stack: Address, sql: Connection) -> None:
        self.stack = stack
        self.sql = sql
        self.me = sign_up(stack)
        self.service = service(stack)

    def others(self) -> list[Caller]:
        return [sign_up(self.stack) for _ in range(4)]

    def squat(self) -> str:
        row = self.sql.execute("select private.stable_id('exercise', 'barbell-back-squat')::text").fetchone()
        assert row
        return str(row[0])

    def number(self, query: str, *arguments: object) -> int:
        return count(self.sql, query, *arguments)


@pytest.fixture(scope="module", autouse=True)
def unhindered(shared_sql: Connection) -> Iterator[None]:
    with side_by_side(shared_sql):
        yield


@pytest.fixture(scope="module")
def racer(stack: Address, shared_sql: Connection) -> World:
    """A person whose rows may go."""
    return live(stack, shared_sql)


@pytest.fixture
def track(stack: Address, sql: Connection) -> Track:
    return Track(stack, sql)


def one_goal_is_active(track: Track) -> None:
    goals = [{"id": str(uuid.uuid4()), "goal_type": "maintain"} for _ in range(MANY)]
    answers = at_once([partial(track.me.add, "user_goals", goal) for goal in goals])
    assert statuses(answers) == {201: MANY}
    query = "select count(*) from public.user_goals where user_id = %s and is_active"
    assert track.number(query, track.me.id) == 1
    followed = """
        select count(*) from public.profiles as p
        inner join public.user_goals as g on g.id = p.current_goal_id and g.is_active where p.id = %s
    """
    assert track.number(followed, track.me.id) == 1


def one_plan_is_active(track: Track) -> None:
    plans = [track.me.done("create_plan", p_plan=plan(track.squat())) for _ in range(MANY)]
    answers = at_once([partial(track.me.rpc, "activate_plan", p_plan_id=one) for one in plans])
    assert statuses(answers) == {200: MANY}
    query = "select count(*) from public.workout_plans where user_id = %s and is_active"
    assert track.number(query, track.me.id) == 1


def one_workout_runs(track: Track) -> None:
    ids = [str(uuid.uuid4()) for _ in range(MANY)]
    answers = at_once([partial(track.me.rpc, "start_workout", p_session_id=one) for one in ids])
    assert statuses(answers) == {200: 1, 409: MANY - 1}


def one_has_the_name(track: Track) -> None:
    name = f"u{uuid.uuid4().hex[:20]}"
    answers = at_once(
        [partial(one.change, "profiles", {"username": name}, id=f"eq.{one.id}") for one in track.others()]
    )
    assert statuses(answers) == {200: 1, 409: 3}


def one_exercise_has_the_name(track: Track) -> None:
    rows = [new_exercise(track.me.id, name="The same press") for _ in range(MANY)]
    answers = at_once([partial(track.me.add, "exercises", row) for row in rows])
    assert statuses(answers) == {201: 1, 409: MANY - 1}


def one_holds_the_device(track: Track) -> None:
    token = uuid.uuid4().hex
    answers = at_once(
        [partial(one.rpc, "register_device", p_platform="fcm", p_token=token) for one in track.others()]
    )
    assert statuses(answers) == {200: 4}
    assert track.number("select count(*) from public.push_devices where token = %s", token) == 1


def one_memory_says_it(track: Track) -> None:
    message = {"id": str(uuid.uuid4()), "content": "Hi"}
    session = track.service.done("store_user_message", p_user_id=track.me.id, p_message=message)["session_id"]
    answers = at_once(
        [lambda: track.service.rpc("store_coach_answer", p_user_id=track.me.id, p_answer=answer(session))]
        * MANY
    )
    assert statuses(answers) == {200: MANY}
    assert track.number("select count(*) from public.coach_memories where user_id = %s", track.me.id) == 1


UNIQUE: dict[str, Race] = {
    "user_goals_one_active_key": one_goal_is_active,
    "workout_plans_one_active_key": one_plan_is_active,
    "workout_sessions_one_running_key": one_workout_runs,
    "profiles_username_key": one_has_the_name,
    "exercises_own_name_key": one_exercise_has_the_name,
    "push_devices_token_hash_key": one_holds_the_device,
    "coach_memories_content_key": one_memory_says_it,
}


@pytest.mark.attack("races-1")
def test_every_unique_rule_is_raced(sql: Connection) -> None:
    """Keys that only lead with their owner are raced with the primary key."""
    found = sql.execute(
        """
        select i.relname::text from pg_index as x
        inner join pg_class as i on i.oid = x.indexrelid
        where x.indisunique and not x.indisprimary
            and i.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
            and i.relname not like '%%\\_user\\_id\\_id\\_key'
        """
    ).fetchall()
    assert {name for (name,) in found} == set(UNIQUE) | set(NOT_RACED)


@pytest.mark.attack("races-2")
@pytest.mark.parametrize("race", UNIQUE.values(), ids=UNIQUE)
def test_of_many_at_once_one_is_first(track: Track, race: Race) -> None:
    race(track)


def measured(track: Track, _n: int) -> Any:
    return track.me.add("body_measurements", {"weight_kg": 70})


def talked(track: Track, _n: int) -> Any:
    message = {"id": str(uuid.uuid4()), "session_id": str(uuid.uuid4()), "content": "Hi"}
    return track.service.rpc("store_user_message", p_user_id=track.me.id, p_message=message)


def trained(track: Track, n: int) -> Any:
    # All on one day.
    began = datetime.now(UTC).replace(hour=3, minute=n) - timedelta(days=2)
    return track.me.rpc("log_workout", p_workout=workout(track.squat(), began))


LIMITED: dict[str, Callable[[Track, int], Any]] = {
    "body_measurements": measured,
    "coach_conversations": talked,
    "exercises": lambda track, _n: track.me.add("exercises", new_exercise(track.me.id)),
    "complaints": lambda track, _n: track.me.add(
        "complaints", {"body_part": "knee", "since": "2020-01-01", "until": "2020-01-01"}
    ),
    "training_breaks": lambda track, _n: track.me.add(
        "training_breaks", {"kind": "travel", "starts_on": "2020-01-01", "ends_on": "2020-01-01"}
    ),
    "user_goals": lambda track, _n: track.me.add("user_goals", {"goal_type": "maintain"}),
    "workout_plans": lambda track, _n: track.me.rpc("create_plan", p_plan=plan(track.squat())),
    "workout_sessions": trained,
}


@pytest.mark.attack("races-1")
def test_every_limit_of_rows_is_raced(sql: Connection) -> None:
    found = sql.execute("select table_name from private.row_limits").fetchall()
    assert {name for (name,) in found} == set(LIMITED)


@pytest.fixture
def ten_are_enough(sql: Connection) -> Iterator[None]:
    with limits_of_ten(sql):
        yield


@pytest.mark.attack("races-3")
@pytest.mark.parametrize("table", LIMITED)
@pytest.mark.usefixtures("ten_are_enough")
def test_of_many_at_once_as_many_fit_as_there_is_room(track: Track, table: str) -> None:
    """A limiter that reads and then writes: each would see room for one more."""
    add = LIMITED[table]
    assert {add(track, n).status_code for n in range(7)} <= {200, 201}
    answers = at_once([partial(add, track, n) for n in range(10, 10 + MANY)])
    assert statuses(answers)[422] == MANY - 3
    owner = "created_by" if table == "exercises" else "user_id"
    assert track.number(f"select count(*) from public.{table} where {owner} = %s", track.me.id) == 10


@pytest.mark.attack("races-3")
def test_of_many_devices_at_once_twenty_are_kept(track: Track) -> None:
    for _ in range(3):
        at_once([lambda: track.me.rpc("register_device", p_platform="fcm", p_token=uuid.uuid4().hex)] * MANY)
    assert track.number("select count(*) from public.push_devices where user_id = %s", track.me.id) == 20


def racing(asks: list[Callable[[], Any]]) -> Counter[int]:
    return statuses(at_once(asks))


@pytest.mark.attack("races-19")
@pytest.mark.parametrize("table", WRITTEN_BY_CLIENTS)
def test_a_row_that_is_sent_many_times_at_once_is_there_once(
    builder: World, shared_sql: Connection, table: str
) -> None:
    """A plain insert: one is 201, the others 409. An upsert: all are well, as who tries again wants."""
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    row = new(builder, builder.caller.id)
    key = key_of(shared_sql, table)
    mine = {column: f"eq.{row[column]}" for column in key if column in row}
    builder.caller.drop(table, **mine)
    assert racing([lambda: builder.caller.add(table, row)] * MANY) == {201: 1, 409: MANY - 1}
    builder.caller.drop(table, **mine)
    changed = row | WRITTEN_BY_CLIENTS[table].change
    upserts = racing([lambda: builder.caller.put(table, changed, ",".join(key))] * MANY)
    assert upserts[200] + upserts[201] == MANY
    assert len(builder.caller.see(table, **mine).json()) == 1
    assert builder.caller.drop(table, **mine).status_code == 200


@pytest.mark.attack("races-20")
@pytest.mark.parametrize("table", [name for name, rule in OWNED.items() if "delete" in rule.verbs])
def test_a_row_that_is_deleted_many_times_at_once_is_deleted_once(
    racer: World, shared_sql: Connection, table: str
) -> None:
    row = racer.row(table)
    key = {column: f"eq.{row[column]}" for column in key_of(shared_sql, table)}
    answers = at_once([lambda: racer.caller.drop(table, **key)] * MANY)
    assert statuses(answers) == {200: MANY}
    # With its parent, gone before it; else once.
    assert sum(len(one.json()) for one in answers) <= 1
    assert racer.caller.see(table, **key).json() == []
