"""Sets that the server doesn't have yet: the same answer as once it has them; and what is refused."""

import json
import uuid
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.database.athlete import BENCH, CURL, NOON, Athlete, Document, line, sign_up
from tests.database.prescribing.running import FIVES, RANGE, Done, Running
from tests.database.workouts.verbs import fault, run

STORIES: list[tuple[Document, list[Done]]] = [
    (FIVES, [(5, 60, None), (5, 60, 9), (4, 60, 10)]),
    (FIVES | {"target_rir": 2}, [(3, 60, 10), (5, 52.5, 9)]),
    (RANGE | {"target_rir": 2}, [(8, 60, 5), (11, 60, 8), (9, 60, 9.5)]),
    ({"target_reps": "5", "target_rir": 2}, [(5, 40, 4), (5, 42.5, 8)]),
    ({"progression": {"scheme": "percentage_wave", "training_max_kg": 100}}, [(5, 65, 8), (4, 75, 9)]),
]


@pytest.mark.parametrize(("spec", "done"), STORIES)
def test_what_would_be_is_what_is(athlete: Athlete, spec: Document, done: list[Done]) -> None:
    """Told one by one, all at once, or by a link that is left out."""
    running = Running(athlete, line(**spec), line(CURL, **FIVES))
    sets = [running.one(*one) for one in done]
    unlinked = [one | {"workout_plan_exercise_id": None} for one in sets]
    if_done = [running.asks(*sets[:n]) for n in range(1, len(sets) + 1)]
    assert running.asks(*unlinked) == if_done[-1]
    told = []
    for one in sets:
        athlete.add_set(running.id, one)
        told.append(running.asks())
    assert told == if_done


def test_a_set_that_is_there_already_is_taken_as_it_is_told(athlete: Athlete) -> None:
    """A correction that waits to be sent."""
    running = Running(athlete)
    first = running.one(5, 60)
    athlete.add_set(running.id, first)
    assert running.hint(first)[:2] == ("planned", "2/3")
    assert running.hint(first | {"logged_reps": 3})[:2] == ("bad_day", "2/2")


def test_it_writes_nothing(athlete: Athlete) -> None:
    running = Running(athlete)
    running.does()
    query = """
        select jsonb_build_object(
            'sets', (select jsonb_agg(s) from public.session_exercises as s where user_id = %(u)s),
            'session', (select to_jsonb(w) from public.workout_sessions as w where user_id = %(u)s),
            'steps', (select count(*) from public.prescriptions where user_id = %(u)s),
            'lines', (select jsonb_agg(x) from public.workout_plan_day_exercises as x where user_id = %(u)s)
        )
    """

    def everything() -> Any:
        row = athlete.sql.execute(query, {"u": athlete.id}).fetchone()
        assert row
        return row[0]

    before = everything()
    with athlete.signed_in() as sql:
        sql.execute("set transaction read only")
        sql.execute("select public.next_set(%s, %s)", [running.id, json.dumps([running.one(3, 60, 10)])])
    assert everything() == before


def refusal(athlete: Athlete, session: str, sets: Any = None) -> dict[str, Any]:
    """The error that a client gets."""
    with pytest.raises(psycopg.Error) as refused, athlete.signed_in() as sql:
        sql.execute("select public.next_set(%s, %s)", [session, None if sets is None else json.dumps(sets)])
    return fault(refused.value)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"logged_reps": -1}, "PT422", "sets[1].logged_reps"),
        ({"logged_reps": "5"}, "PT422", "sets[1].logged_reps"),
        ({"logged_reps": 5.5}, "PT422", "sets[1].logged_reps"),
        ({"logged_reps": None}, "PT422", "sets[1].logged_reps"),
        ({"logged_weight_kg": None}, "PT422", "sets[1].logged_weight_kg"),
        ({"difficulty_rating": 11}, "PT422", "sets[1].difficulty_rating"),
        ({"set_type": "heavy"}, "PT422", "sets[1].set_type"),
        ({"set_order": 0}, "PT422", "sets[1].set_order"),
        ({"reps": 5}, "PT422", "sets[1].reps"),
        ({"id": None}, "PT422", "sets[1].id"),
        ({"exercise_id": str(uuid.uuid4())}, "PT404", "sets[1].exercise_id"),
        ({"workout_plan_exercise_id": str(uuid.uuid4())}, "PT404", "sets[1].workout_plan_exercise_id"),
    ],
)
def test_a_wrong_set_is_refused_as_log_workout_refuses_it(
    athlete: Athlete, change: Document, code: str, field: str
) -> None:
    running = Running(athlete)
    told = refusal(athlete, running.id, [running.one(), running.one() | change])
    assert (told["code"], told["field"]) == (code, field)


@pytest.mark.parametrize("sets", [{}, 5, "5", [5], [[]], [None], [{}] * 501])
def test_sets_are_a_list_of_sets(athlete: Athlete, sets: Any) -> None:
    told = refusal(athlete, Running(athlete).id, sets)
    assert told["code"] == "PT422"
    assert told["field"].startswith("sets")


def test_a_set_of_another_workout_or_user_isn_t_taken(athlete: Athlete) -> None:
    running = Running(athlete)
    other = running.one()
    athlete.add_set(running.id, other)
    run(athlete, "finish", running.id)
    later = Running(athlete, at=NOON + timedelta(days=1))
    assert refusal(athlete, later.id, [other])["code"] == "PT409"
    stranger = Running(sign_up(athlete.sql))
    assert refusal(stranger.athlete, stranger.id, [other | {"workout_plan_exercise_id": None}]) == {
        "code": "PT404",
        "field": "sets[0].id",
    }


def test_only_the_user_asks_for_it(athlete: Athlete) -> None:
    running = Running(athlete)
    expected = {"code": "PT404", "field": "p_session_id"}
    assert refusal(sign_up(athlete.sql), running.id) == expected
    assert refusal(athlete, str(uuid.uuid4())) == expected


@pytest.mark.parametrize("verb", ["finish", "cancel"])
def test_a_workout_that_is_over_has_none(athlete: Athlete, verb: str) -> None:
    running = Running(athlete)
    running.does()
    run(athlete, verb, running.id)
    told = refusal(athlete, running.id)
    status = {"finish": "completed", "cancel": "canceled"}[verb]
    assert told == {"code": "PT409", "status": status, "session_id": running.id}


def test_a_paused_workout_has_one(athlete: Athlete) -> None:
    running = Running(athlete)
    before = running.asks()
    run(athlete, "pause", running.id)
    assert running.asks() == before


def test_an_empty_list_is_none(athlete: Athlete) -> None:
    running = Running(athlete, line(BENCH, **FIVES))
    with athlete.signed_in() as sql:
        for nothing in (None, "[]", "null"):
            row = sql.execute("select public.next_set(%s, %s)", [running.id, nothing]).fetchone()
            assert row
            assert row[0]["set_number"] == 1
