"""A workout's life: every verb in every state, repeats and bounds."""

import uuid
from datetime import timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, Athlete, line, one_set, workout
from tests.database.progress import differences, state
from tests.database.workouts.verbs import MINUTE, fault, run, session_in, session_row

pytestmark = pytest.mark.quick

# The status each verb leaves, by the status it finds; None: PT409.
STATUSES = ("started", "paused", "completed", "skipped", "canceled")
TABLE: dict[str, tuple[str | None, ...]] = {
    "pause": ("paused", "paused", None, None, None),
    "resume": ("started", "started", None, None, None),
    "rest": ("started", None, None, None, None),
    "skip rest": ("started", "paused", None, None, None),
    "cancel": ("canceled", "canceled", None, None, "canceled"),
    "finish": ("completed", "completed", "completed", None, None),
    # A known id returns its session as it is.
    "start": STATUSES,
    "skip": (None, None, None, "skipped", None),
}


@pytest.fixture
def day(athlete: Athlete) -> str:
    plan = athlete.create_plan([line(current_suggested_weight_kg=60, target_rest_seconds=90)])
    athlete.activate(plan, NOON - timedelta(days=1))
    return athlete.days_of(plan)[0]


@pytest.mark.parametrize("verb", TABLE)
@pytest.mark.parametrize("status", STATUSES)
def test_every_verb_in_every_state(athlete: Athlete, day: str, verb: str, status: str) -> None:
    session = session_in(athlete, day, status)
    before = session_row(athlete, session)
    assert before["status"] == status
    leads_to = TABLE[verb][STATUSES.index(status)]
    if leads_to is None:
        with pytest.raises(psycopg.Error) as refusal:
            run(athlete, verb, session, day)
        assert fault(refusal.value) == {"code": "PT409", "status": status, "session_id": session}
        assert session_row(athlete, session) == before
        return
    run(athlete, verb, session, day)
    after = session_row(athlete, session)
    assert after["status"] == leads_to
    if leads_to == status and verb not in ("rest", "skip rest"):
        assert after == before


def test_one_workout_runs_at_a_time(athlete: Athlete, day: str) -> None:
    """Also when the day of the plan is null in both."""
    running = athlete.start(NOON)
    for plan_day, session in ((day, None), (None, str(uuid.uuid4()))):
        with pytest.raises(psycopg.Error) as refusal:
            athlete.start(NOON + MINUTE, plan_day, session)
        assert fault(refusal.value) == {"code": "PT409", "session_id": running}


def test_starting_the_same_day_again_returns_the_running_session(athlete: Athlete, day: str) -> None:
    assert athlete.start(NOON + MINUTE, day) == athlete.start(NOON, day)


def test_pauses_add_up_and_leave_the_duration(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    for verb, minute in (
        ("pause", 10),
        ("resume", 15),
        ("pause", 20),
        ("pause", 25),
        ("resume", 30),
        ("pause", 50),
    ):
        run(athlete, verb, session, minutes=minute)
    summary = athlete.finish(session, NOON + 60 * MINUTE)
    assert session_row(athlete, session)["paused_seconds"] == (5 + 10 + 10) * 60
    assert summary["duration_seconds"] == 35 * 60


def test_a_rest_is_as_long_as_the_line_asks_for_else_the_profile(athlete: Athlete, day: str) -> None:
    session = athlete.start(NOON, day)
    assert run(athlete, "rest", session)["rest_seconds"] == 120
    [line_id] = athlete.lines_of(day)
    athlete.write(
        "update public.workout_sessions set current_plan_exercise_id = %s where id = %s", line_id, session
    )
    resting = run(athlete, "rest", session)
    assert resting["rest_seconds"] == 90
    rested = run(athlete, "skip rest", session)
    assert (rested["rest_seconds"], rested["rest_started_at"]) == (None, None)


def test_finishing_earns_what_logging_does(athlete: Athlete, day: str) -> None:
    sets = [one_set(BENCH, 5, 60, workout_plan_exercise_id=athlete.lines_of(day)[0]) for _ in range(3)]
    done = workout(NOON, *sets, day=day)
    with athlete.sql.transaction(force_rollback=True):
        athlete.log(done)
        logged = state(athlete)
    athlete.start(NOON, day, done["id"])
    for a_set in done["sets"]:
        athlete.add_set(done["id"], a_set)
    athlete.finish(done["id"], NOON + 60 * MINUTE)
    assert not differences(state(athlete), logged)


def test_finishing_again_returns_the_same_summary(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set())
    first = athlete.finish(session, NOON + 60 * MINUTE)
    assert athlete.finish(session, NOON + 90 * MINUTE) == first


def test_a_canceled_workout_earns_nothing_and_keeps_its_sets(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set())
    run(athlete, "cancel", session)
    assert athlete.xp() == 0
    assert athlete.value("select count(*) from public.session_exercises where user_id = %s", athlete.id) == 1


@pytest.mark.parametrize("status", ["skipped", "canceled"])
def test_a_workout_that_is_over_without_counting_takes_no_sets(
    athlete: Athlete, day: str, status: str
) -> None:
    session = session_in(athlete, day, status)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.add_set(session, one_set())
    assert fault(refusal.value)["code"] == "PT409"


def test_a_set_that_arrives_after_the_finish_counts(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60))
    athlete.finish(session, NOON + 60 * MINUTE)
    athlete.add_set(session, one_set(BENCH, 5, 60, order=2))
    summary = athlete.finish(session, NOON + 90 * MINUTE)
    assert (summary["sets"], summary["total_volume_kg"]) == (2, 600)


def test_a_set_upserted_twice_is_one_set(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.finish(session, NOON + MINUTE)
    a_set = {k: v for k, v in one_set().items() if k != "id"} | {"workout_session_id": session}
    columns = ", ".join(["id", *a_set])
    again = ", ".join(f"{column} = excluded.{column}" for column in ["id", *a_set])
    upsert = f"""
        insert into public.session_exercises ({columns}) values (%s{", %s" * len(a_set)})
        on conflict (id) do update set {again}
    """
    set_id = str(uuid.uuid4())
    athlete.write(upsert, set_id, *a_set.values())
    once = state(athlete)
    athlete.write(upsert, set_id, *a_set.values())
    assert not differences(state(athlete), once)


def test_a_set_inserted_twice_is_refused_and_written_once(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    a_set = one_set()
    athlete.add_set(session, a_set)
    with pytest.raises(psycopg.errors.UniqueViolation):
        athlete.add_set(session, a_set)
    assert athlete.value("select count(*) from public.session_exercises where user_id = %s", athlete.id) == 1


def test_the_same_id_with_other_content_is_refused(athlete: Athlete) -> None:
    done = workout(NOON, one_set())
    athlete.log(done)
    before = state(athlete)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(done | {"notes": "other"})
    assert fault(refusal.value) == {"code": "PT409", "session_id": done["id"]}
    assert not differences(state(athlete), before)


@pytest.mark.parametrize("status", ["started", "paused", "skipped", "canceled"])
def test_only_a_completed_workout_can_be_corrected(athlete: Athlete, day: str, status: str) -> None:
    session = session_in(athlete, day, status)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.correct(workout(NOON, one_set()) | {"id": session})
    assert fault(refusal.value) == {"code": "PT409", "status": status, "session_id": session}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"started_at": "2026-06-10T13:06:00Z", "ended_at": "2026-06-10T14:00:00Z"}, "started_at"),
        ({"ended_at": "2026-06-10T11:00:00Z"}, "ended_at"),
        ({"ended_at": "2026-06-11T12:00:01Z"}, "ended_at"),
    ],
)
def test_a_workout_has_bounds(athlete: Athlete, change: dict[str, str], field: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(workout(NOON, one_set()) | change, now=NOON + 60 * MINUTE)
    assert (fault(refusal.value)["code"], fault(refusal.value)["field"]) == ("PT422", field)


def test_five_minutes_ahead_a_clock_may_be(athlete: Athlete) -> None:
    assert athlete.log(workout(NOON + 5 * MINUTE, one_set()), now=NOON)["sets"] == 1
