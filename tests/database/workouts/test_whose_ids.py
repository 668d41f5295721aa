"""Other users' ids: the same answer as for unknown ones, and nothing written."""

import uuid
from datetime import timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, Athlete, line, one_set, sign_up, workout
from tests.database.progress import differences, state
from tests.database.workouts.verbs import VERBS, fault, run, session_row


@pytest.fixture
def day(athlete: Athlete) -> str:
    plan = athlete.create_plan([line(current_suggested_weight_kg=60, target_rest_seconds=90)])
    athlete.activate(plan, NOON - timedelta(days=1))
    return athlete.days_of(plan)[0]


@pytest.mark.parametrize("verb", [v for v in VERBS if v not in ("start", "skip")])
def test_an_unknown_session_is_not_found(athlete: Athlete, verb: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        run(athlete, verb, str(uuid.uuid4()))
    assert fault(refusal.value) == {"code": "PT404", "field": "p_session_id"}


@pytest.mark.attack("take-16")
@pytest.mark.parametrize("verb", VERBS)
def test_another_users_session_is_not_found_and_stays_as_it_is(athlete: Athlete, day: str, verb: str) -> None:
    """The same answer as for an id that doesn't exist."""
    other = sign_up(athlete.sql)
    session = other.start(NOON)
    before = session_row(other, session)
    with pytest.raises(psycopg.Error) as refusal:
        run(athlete, verb, session, day)
    assert fault(refusal.value) == {"code": "PT404", "field": "p_session_id"}
    assert session_row(other, session) == before


@pytest.mark.attack("take-17")
def test_a_day_of_someone_elses_plan_can_not_be_started(athlete: Athlete, day: str) -> None:
    stranger = sign_up(athlete.sql)
    for verb in (
        "private.start_workout(%s, %s, null, null, now())",
        "private.skip_workout(%s, %s, null, now())",
    ):
        with pytest.raises(psycopg.Error) as refusal:
            stranger.value(f"select {verb}::text", stranger.id, day)
        assert fault(refusal.value) == {"code": "PT404", "field": "p_plan_workout_id"}


def test_another_users_set_can_not_be_taken_over_by_upsert(athlete: Athlete) -> None:
    """Neither by its id nor with another user_id in the body."""
    victim = sign_up(athlete.sql)
    session = victim.start(NOON)
    set_id = victim.add_set(session, one_set(BENCH, 5, 60))
    own = athlete.start(NOON)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        athlete.write(
            """
            insert into public.session_exercises (
                id, workout_session_id, exercise_id, set_order, logged_reps, logged_weight_kg
            )
            values (%s, %s, %s, 1, 1, 1) on conflict (id) do update set logged_reps = excluded.logged_reps
            """,
            set_id, own, BENCH,
        )  # fmt: skip
    assert athlete.value("select logged_reps from public.session_exercises where id = %s", set_id) == 5


def test_a_body_that_names_another_user_is_refused(athlete: Athlete) -> None:
    """The user_id in a body is not believed."""
    victim = sign_up(athlete.sql)
    session = victim.start(NOON)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        athlete.add_set(session, one_set() | {"user_id": victim.id})


def test_a_set_can_not_be_hung_on_another_users_workout(athlete: Athlete) -> None:
    victim = sign_up(athlete.sql)
    session = victim.start(NOON)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        athlete.add_set(session, one_set())


@pytest.mark.attack("same-6")
@pytest.mark.parametrize("function", ["log", "correct"])
def test_the_id_of_another_users_workout_tells_nothing(athlete: Athlete, function: str) -> None:
    """The same answer as for an id that doesn't exist."""
    victim = sign_up(athlete.sql)
    done = workout(NOON, one_set())
    victim.log(done)
    theirs = state(victim)
    attack = workout(NOON, one_set()) | {"id": done["id"]}
    with pytest.raises(psycopg.Error) as refusal:
        getattr(athlete, function)(attack)
    assert fault(refusal.value) == {"code": "PT404", "field": "id"}
    assert not differences(state(victim), theirs)
    assert athlete.value("select count(*) from public.session_exercises where user_id = %s", athlete.id) == 0


@pytest.mark.attack("same-6")
@pytest.mark.parametrize("function", ["log", "correct"])
def test_the_id_of_another_users_set_tells_nothing(athlete: Athlete, function: str) -> None:
    victim = sign_up(athlete.sql)
    theirs = workout(NOON, one_set())
    victim.log(theirs)
    before = state(victim)
    own = workout(NOON, one_set())
    if function == "correct":
        athlete.log(own)
    attack = own | {"sets": [one_set() | {"id": theirs["sets"][0]["id"]}]}
    with pytest.raises(psycopg.Error) as refusal:
        getattr(athlete, function)(attack)
    assert fault(refusal.value) == {"code": "PT404", "field": "sets[0].id"}
    assert not differences(state(victim), before)
