"""Live events: which are sent, to which topic, how often and with what."""

import uuid
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, SQUAT, Athlete, Connection, line, one_set, sign_up, workout
from tests.database.notifications.live import Heard, events, heard, listening

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def someone(sql: Connection) -> Athlete:
    return sign_up(sql)


@pytest.fixture
def running(someone: Athlete) -> str:
    return someone.start(NOW - HOUR)


def of(session: str) -> str:
    return f":session:{session}"


def move(someone: Athlete, verb: str, session: str) -> list[Heard]:
    """What is heard when one of the RPCs of a running workout is called by its user."""
    with listening(someone) as news:
        someone.write(f"select public.{verb}(%s)", session)
    return news


def test_a_start_is_told_to_its_user_with_id_and_time_and_nothing_else(someone: Athlete) -> None:
    with listening(someone) as news:
        session = someone.start(NOW)
    [told] = news
    written = someone.value("select updated_at from public.workout_sessions where id = %s", session)
    assert told == Heard("", "workout.started", {})
    assert set(told.payload) == {"id", "at"}
    assert (told.payload["id"], datetime.fromisoformat(told.payload["at"])) == (session, written)


@pytest.mark.parametrize(
    ("verbs", "event"),
    [
        (["pause_workout"], "workout.paused"),
        (["pause_workout", "resume_workout"], "workout.resumed"),
        (["cancel_workout"], "workout.canceled"),
        (["finish_workout"], "workout.completed"),
    ],
)
def test_what_happens_to_a_running_workout_is_told_to_both_topics(
    someone: Athlete, running: str, verbs: list[str], event: str
) -> None:
    for verb in verbs:
        news = move(someone, verb, running)
    assert events(news) == [("", event), (of(running), event)]


@pytest.mark.parametrize(
    ("verbs", "event"),
    [(["start_rest"], "rest.started"), (["start_rest", "skip_rest"], "rest.skipped")],
)
def test_rests_are_told_to_the_workout_alone(
    someone: Athlete, running: str, verbs: list[str], event: str
) -> None:
    for verb in verbs:
        news = move(someone, verb, running)
    assert events(news) == [(of(running), event)]


@pytest.mark.parametrize("verbs", [["pause_workout"] * 2, ["skip_rest"], ["cancel_workout"] * 2])
def test_what_changes_nothing_is_not_told(someone: Athlete, running: str, verbs: list[str]) -> None:
    for verb in verbs:
        news = move(someone, verb, running)
    assert news == []


def test_a_pause_ends_the_rest_in_silence(someone: Athlete, running: str) -> None:
    move(someone, "start_rest", running)
    assert {event for _, event in events(move(someone, "pause_workout", running))} == {"workout.paused"}


def test_a_set_that_a_client_writes_is_heard(someone: Athlete, running: str) -> None:
    """Sent by an invoker trigger it would be lost in silence."""
    with listening(someone) as news:
        added = someone.add_set(running, one_set())
    assert events(news) == [(of(running), "set.completed")]
    assert news[0].payload["id"] == added


def test_a_changed_set_is_told_as_corrected(someone: Athlete, running: str) -> None:
    added = someone.add_set(running, one_set())
    with listening(someone) as news:
        someone.write("update public.session_exercises set logged_reps = 9 where id = %s", added)
    assert events(news) == [(of(running), "set.corrected")]


def test_a_deleted_set_is_told(someone: Athlete, running: str) -> None:
    added = someone.add_set(running, one_set())
    with listening(someone) as news:
        someone.write("delete from public.session_exercises where id = %s", added)
    assert events(news) == [(of(running), "set.deleted")]
    assert news[0].payload["id"] == added


def test_several_sets_at_once_are_one_message(someone: Athlete, running: str) -> None:
    for order in (1, 2, 3):
        someone.add_set(running, one_set(order=order))
    with listening(someone) as news:
        someone.write("update public.session_exercises set logged_reps = 9")
    assert [(told.event, told.payload["count"]) for told in news] == [("set.corrected", 3)]


def test_a_whole_workout_is_told_once(someone: Athlete) -> None:
    done = workout(NOW - HOUR, *[one_set(BENCH, 8, 60) for _ in range(20)])
    with listening(someone) as news:
        someone.log(done)
    told = [one for one in events(news) if one[1] not in ("notification.new", "level.up")]
    assert told == [("", "workout.completed")]


def test_a_duplicate_is_told_and_again_when_it_counts(someone: Athlete) -> None:
    first, second = (workout(NOW - HOUR, one_set(BENCH, 8, 60)) for _ in range(2))
    someone.log(first)
    with listening(someone) as news:
        someone.log(second)
    assert [(told.event, told.payload["id"]) for told in news] == [("workout.completed", second["id"])]
    with listening(someone) as news:
        someone.write("delete from public.workout_sessions where id = %s", first["id"])
    told_of = {(told.event, told.payload["id"]) for told in news if told.event.startswith("workout.")}
    assert told_of == {("workout.deleted", first["id"]), ("workout.completed", second["id"])}


def test_a_set_of_a_finished_workout_is_told_to_its_user(someone: Athlete) -> None:
    done = workout(NOW - HOUR, one_set(BENCH, 8, 60))
    someone.log(done)
    with listening(someone) as news:
        someone.write(
            "update public.session_exercises set logged_reps = 7 where id = %s", done["sets"][0]["id"]
        )
    assert events(news) == [("", "set.corrected")]


def test_a_deleted_workout_is_told_without_its_sets(someone: Athlete) -> None:
    done = workout(NOW - HOUR, one_set(BENCH, 8, 60))
    someone.log(done)
    with listening(someone) as news:
        someone.write("delete from public.workout_sessions where id = %s", done["id"])
    assert events(news) == [("", "workout.deleted")]


def test_records_of_a_workout_are_told_at_once(someone: Athlete) -> None:
    someone.log(workout(NOW - 3 * HOUR, one_set(BENCH, 8, 60), one_set(SQUAT, 8, 60)))
    with listening(someone) as news:
        someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 70), one_set(SQUAT, 8, 61)))
    [told] = [one for one in news if one.event == "record.achieved"]
    best = someone.value(
        "select id::text from public.personal_records "
        "where user_id = %s order by improvement_percentage desc, id limit 1",
        someone.id,
    )
    # Of each exercise: load, volume and estimated 1RM.
    assert (told.payload["id"], told.payload["count"]) == (best, 6)


def test_a_baseline_is_no_record(someone: Athlete) -> None:
    with listening(someone) as news:
        someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 60)))
    assert "record.achieved" not in {one.event for one in news}


def test_a_record_that_is_taken_back_is_no_news(someone: Athlete) -> None:
    for hours, load in ((7, 60), (4, 65)):
        someone.log(workout(NOW - hours * HOUR, one_set(BENCH, 8, load)))
    better = workout(NOW - HOUR, one_set(BENCH, 8, 70))
    someone.log(better)
    with listening(someone) as news:
        someone.write("delete from public.workout_sessions where id = %s", better["id"])
    assert "record.achieved" not in {one.event for one in news}


def test_a_level_is_told_once_however_often_it_is_reached(someone: Athlete, sql: Connection) -> None:
    with listening(someone) as news:
        for level in (2, 1, 2):
            sql.execute("update public.profiles set level = %s where id = %s", [level, someone.id])
    assert events(news).count(("", "level.up")) == 1


def test_a_new_plan_is_told_once_though_it_is_many_rows(someone: Athlete) -> None:
    with listening(someone) as news:
        plan = someone.create_plan([line(BENCH)], [line(SQUAT)])
    [told] = [one for one in news if one.event == "plan.changed"]
    assert told.payload["id"] == plan


@pytest.mark.parametrize(
    "change",
    [
        "update public.workout_plan_day_exercises set target_sets = 4",
        "update public.workout_plan_days set name = 'Legs'",
        "update public.workout_plans set name = 'Summer'",
        "delete from public.workout_plan_day_exercises",
        "delete from public.workout_plan_days",
        "delete from public.workout_plans",
    ],
)
def test_a_changed_plan_is_told_once_with_its_id(someone: Athlete, change: str) -> None:
    plan = someone.create_plan([line(BENCH), line(SQUAT)])
    with listening(someone) as news:
        someone.write(change)
    assert events(news) == [("", "plan.changed")]
    assert news[0].payload["id"] == plan


def test_loads_that_training_moves_are_no_change_of_the_plan(someone: Athlete) -> None:
    plan = someone.create_plan(
        [line(target_sets=1, current_suggested_weight_kg=60, on_success_weight_increase_kg=2.5)]
    )
    [day] = someone.days_of(plan)
    [target] = someone.lines_of(day)
    load = "select current_suggested_weight_kg from public.workout_plan_day_exercises where id = %s"
    with listening(someone) as news:
        someone.log(workout(NOW, one_set(BENCH, 5, 60, workout_plan_exercise_id=target), day=day))
    assert someone.value(load, target) == pytest.approx(62.5)
    assert "plan.changed" not in {one.event for one in news}


def test_an_account_goes_in_silence(someone: Athlete, sql: Connection) -> None:
    someone.log(workout(NOW - HOUR, one_set(BENCH, 8, 60)))
    someone.create_plan([line(BENCH)])
    with listening(someone) as news:
        sql.execute("delete from auth.users where id = %s", [someone.id])
    assert news == []


@pytest.mark.attack("topic-1")
@pytest.mark.parametrize(
    ("topic", "hears"),
    [
        ("user:{own}", True),
        ("user:{own}:session:{other}", True),
        ("user:{other}", False),
        ("user:{other}:session:{own}", False),
        ("user:{own}:session:", False),
        ("user:{own}:session:%", False),
        ("user:{own}:", False),
        ("user:{own}x", False),
        ("user:{own}\nuser:{other}", False),
        ("x\nuser:{own}", False),
        ("user:{own}:session:{other}:more", False),
        ("user:", False),
        ("", False),
        ("{own}", False),
    ],
)
def test_a_topic_is_heard_by_the_user_it_names_alone(someone: Athlete, topic: str, hears: bool) -> None:  # noqa: FBT001
    someone.start(NOW)
    name = topic.format(own=someone.id, other=uuid.uuid4())
    with someone.signed_in() as sql:
        sql.execute("select set_config('realtime.topic', %s, true)", [name])
        seen = sql.execute("select count(*) from realtime.messages").fetchone()
    assert seen
    assert (seen[0] > 0) is hears


@pytest.mark.attack("topic-2")
def test_a_visitor_hears_nothing(someone: Athlete, sql: Connection) -> None:
    someone.start(NOW)
    with sql.transaction(force_rollback=True):
        sql.execute("set local role anon")
        sql.execute("select set_config('realtime.topic', %s, true)", [f"user:{someone.id}"])
        assert sql.execute("select count(*) from realtime.messages").fetchone() == (0,)


@pytest.mark.attack("topic-3")
def test_clients_publish_nothing(someone: Athlete) -> None:
    before = heard(someone)
    with someone.signed_in() as sql:
        sql.execute("select realtime.send('{}', 'workout.started', %s)", [f"user:{someone.id}"])
    assert heard(someone) == before
    with pytest.raises(psycopg.errors.InsufficientPrivilege), someone.signed_in() as sql:
        sql.execute(
            "insert into realtime.messages (topic, extension) values (%s, 'broadcast')",
            [f"user:{someone.id}"],
        )
