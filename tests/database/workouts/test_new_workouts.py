"""A workout logged as a whole is derived before its sets are written, with the same result."""

import json
from datetime import datetime, timedelta
from itertools import product

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    SPLIT_SQUAT,
    Athlete,
    Connection,
    Document,
    line,
    one_set,
    sign_up,
    workout,
)

pytestmark = pytest.mark.quick

KINDS = ["warmup", "working", "drop", "failure"]
# Repetitions, load, seconds and metres that each way of tracking takes, with and without anything done.
MEASURES: dict[str, list[tuple[int | None, float | None, int | None, float | None]]] = {
    BENCH: [(8, 60, None, None), (0, 60, None, None), (8, 0, None, None), (36, 20.125, 40, None)],
    SPLIT_SQUAT: [(12, 17.5, None, None), (1, 100, None, 5)],
    PUSH_UP: [(20, None, None, None), (0, None, None, None), (20, 10, None, None)],
    ASSISTED_DIP: [(6, 25, None, None), (6, 0, None, None)],
    PLANK: [(None, None, 90, None), (None, None, 0, None)],
    RUN: [(None, None, 1800, 5000.25), (None, None, None, 400), (None, None, 60, None), (None, None, 0, 0)],
}


@pytest.fixture
def someone(sql: Connection) -> Athlete:
    return sign_up(sql)


def sets_of_every_sort() -> list[Document]:
    return [
        one_set(
            exercise,
            reps,
            load,
            set_type=kind,
            duration_seconds=seconds,
            distance_m=metres,
            difficulty_rating=effort,
        )
        for exercise, measures in MEASURES.items()
        for (reps, load, seconds, metres), kind, effort in product(measures, KINDS, (None, 7.5))
    ]


def heaviest(someone: Athlete) -> float:
    return float(
        someone.value(
            "select value from public.personal_records where user_id = %s and record_type = 'max_weight'",
            someone.id,
        )
    )


def test_a_set_that_is_to_be_written_scores_what_it_scores_when_it_is(someone: Athlete) -> None:
    session = someone.log(workout(NOON, *sets_of_every_sort()))["session_id"]
    reckoned, read = someone.rows(
        """
        select
            array_agg(to_jsonb(u.*) order by u.id),
            (select array_agg(to_jsonb(v) order by v.id) from private.scored_sets as v where session_id = %s)
        from unnest(private.scored(array(
            select s from public.session_exercises as s where s.workout_session_id = %s
        ))) as u
        """,
        session,
        session,
    )[0]
    assert len(read) == len(sets_of_every_sort())
    assert reckoned == read


@pytest.mark.parametrize("others", [[], [NOON + timedelta(days=1)]], ids=["newest", "late"])
def test_a_new_workout_s_sets_have_their_marks(someone: Athlete, others: list[datetime]) -> None:
    plan = someone.create_plan([line(BENCH, target_sets=2, target_reps="8", current_suggested_weight_kg=60)])
    [day] = someone.days_of(plan)
    [planned] = someone.lines_of(day)
    someone.log(workout(NOON - timedelta(days=7), one_set(load=60)))
    for at in others:
        someone.log(workout(at, one_set(load=50)))
    session = someone.log(
        workout(
            NOON,
            one_set(reps=8, load=60, workout_plan_exercise_id=planned),
            one_set(reps=7, load=62.5, workout_plan_exercise_id=planned),
            day=day,
        )
    )["session_id"]
    marks = someone.rows(
        """
        select s.is_personal_record, s.was_successful_for_progression
        from public.session_exercises as s
        where s.workout_session_id = %s
        order by s.set_order
        """,
        session,
    )
    assert marks == [(False, True), (True, False)]


def test_sets_that_come_later_are_derived_though_a_workout_was_written_before_in_the_transaction(
    someone: Athlete,
) -> None:
    with someone.sql.transaction():
        session = someone.log(workout(NOON, one_set(load=60)))["session_id"]
        someone.add_set(session, one_set(load=80, order=2))
    assert heaviest(someone) == 80


def test_a_client_can_t_keep_its_sets_from_being_derived(someone: Athlete) -> None:
    session = someone.log(workout(NOON, one_set(load=60)))["session_id"]
    with someone.sql.transaction():
        someone.value("select set_config('spotter.is_deriving', 'on', true)")
        someone.add_set(session, one_set(load=80, order=2))
    assert heaviest(someone) == 80


@pytest.mark.attack("gate-7")
def test_a_client_can_t_keep_what_an_rpc_writes_from_being_derived(someone: Athlete) -> None:
    """The RPC writes as the owner of the tables, for whom the setting would count."""
    told = workout(NOON, one_set(load=60))
    someone.log(told)
    told["sets"].append(one_set(load=80, order=2))
    with someone.signed_in() as client:
        client.execute("select set_config('spotter.is_deriving', 'on', true)")
        client.execute("select public.correct_workout(%s)", [json.dumps(told)])
    assert heaviest(someone) == 80
