"""Concurrent writes of one user: derived data is as if they came one after the other."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from local.services import Address
from tests.access.callers import service
from tests.access.id_cases import CHOOSES, REFERS, Case
from tests.access.rpc_cases import SERVICE_ONLY, UNCONFIRMED, WITHOUT_IDS
from tests.access.world import World, live, plan, workout
from tests.attacks.at_once import Ask, at_once, count, side_by_side, statuses
from tests.database.athlete import Athlete
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.support import Connection

MANY = 6


@pytest.fixture(scope="module", autouse=True)
def unhindered(shared_sql: Connection) -> Iterator[None]:
    with side_by_side(shared_sql):
        yield


@pytest.fixture(scope="module")
def busy(stack: Address, shared_sql: Connection) -> World:
    """A person with a phone, a watch, a tablet and an impatient thumb."""
    return live(stack, shared_sql)


def assert_progress_is_true(world: World, sql: Connection) -> None:
    """The ledger adds up, and deriving everything anew changes nothing."""
    athlete = Athlete(sql, world.caller.id)
    assert_ledger_is_sound(athlete)
    assert not differences(state(athlete), derived_anew(athlete))


OWN = [*REFERS, *CHOOSES]


@pytest.mark.attack("races-21")
@pytest.mark.parametrize("case", OWN, ids=str)
def test_an_rpc_that_is_called_many_times_at_once_is_a_repeat(busy: World, case: Case) -> None:
    """All get an answer, and those that are told it is done are told the same."""
    new = case in CHOOSES
    arguments = case.arguments(busy, str(uuid.uuid4()) if new else case.whose(busy))
    answers = at_once([partial(busy.caller.rpc, case.rpc, **arguments)] * MANY)
    assert set(statuses(answers)) <= {200, 404, 409, 422}
    if case.field in {"id", "p_session_id", "p_new_plan_id"}:
        ids = {str(named(one.json())) for one in answers if one.status_code == 200}
        assert len(ids) <= 1


def named(document: Any) -> Any:
    """The id of what an RPC answers with."""
    if isinstance(document, dict):
        return document.get("id") or document.get("session_id")
    return document


@pytest.mark.attack("races-22")
def test_every_rpc_at_once_by_one_person_is_answered(busy: World, stack: Address, sql: Connection) -> None:
    """Whatever locks they take, they take in one order: no deadlock, no 5xx."""
    server = service(stack)
    calls: list[Ask] = [
        *(partial(busy.caller.rpc, case.rpc, **case.arguments(busy, case.whose(busy))) for case in REFERS),
        *(partial(busy.caller.rpc, rpc, **given) for rpc, given in (WITHOUT_IDS | UNCONFIRMED).items()),
        *(partial(server.rpc, rpc, **made(busy)) for rpc, made in SERVICE_ONLY.items()),
    ]
    at_once(calls)
    assert_progress_is_true(busy, sql)


@pytest.mark.attack("races-7")
def test_many_devices_that_do_everything_at_once_leave_the_truth(
    stack: Address, shared_sql: Connection, sql: Connection
) -> None:
    """XP, levels, streaks and their freezes, records and targets, folded from facts that came at once."""
    world = live(stack, shared_sql)
    me, squat = world.caller, world.row("session_exercises")["exercise_id"]
    now = datetime.now(UTC).replace(microsecond=0)
    line, day = world.row("workout_plan_day_exercises")["id"], world.row("workout_plan_days")["id"]
    done_before = {"id": world.row("session_exercises")["workout_session_id"]}
    correction = workout(squat, now - timedelta(days=4)) | done_before

    def logged(days_ago: int, load: float) -> Ask:
        done = workout(squat, now - timedelta(days=days_ago), plan_workout_id=day)
        done["sets"][0] |= {"workout_plan_exercise_id": line, "logged_weight_kg": load}
        return partial(me.rpc, "log_workout", p_workout=done)

    by_hand = {"current_suggested_weight_kg": 55}
    ill = {"kind": "illness", "starts_on": "2026-01-20", "ends_on": "2026-01-22"}
    newest = f"gt.{(now - timedelta(days=2, hours=12)).isoformat()}"
    asks: list[Ask] = [
        # Twice each, as a device does that heard no answer.
        *(ask for n in range(6) for ask in [logged(8 + 6 * n, 50 + 5 * n)] * 2),
        partial(me.rpc, "correct_workout", p_workout=correction),
        partial(me.add, "body_measurements", {"weight_kg": 71}),
        partial(me.add, "user_goals", {"goal_type": "gain_muscle", "target_weight_kg": 80}),
        partial(me.change, "user_goals", {"is_active": True}, id=f"eq.{world.row('user_goals')['id']}"),
        partial(me.rpc, "record_check_in", p_check_in={"weight_kg": 72}),
        partial(me.change, "profiles", {"timezone": "Asia/Tokyo"}, id=f"eq.{me.id}"),
        partial(me.change, "workout_plan_day_exercises", by_hand, id=f"eq.{line}"),
        partial(me.add, "training_breaks", ill),
        partial(me.drop, "workout_sessions", started_at=newest),
        partial(me.rpc, "create_plan", p_plan=plan(squat)),
        partial(me.rpc, "start_workout"),
        partial(me.rpc, "training_overview"),
    ]
    answers = at_once(asks)
    assert set(statuses(answers)) <= {200, 201, 404, 409, 422}
    assert_progress_is_true(world, sql)
    level_ups = """
        select count(*) - count(distinct level) from public.ai_coach_messages
        where user_id = %s and kind = 'level_up'
    """
    assert count(sql, level_ups, me.id) == 0
    assert count(sql, "select count(*) from public.user_goals where user_id = %s and is_active", me.id) == 1
