"""reorder_plan: days, and exercises within and between them, in one call."""

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import BENCH, CURL, PUSH_UP, SQUAT, Athlete, Document, line, sign_up
from tests.database.lines import FIVES, LINEAR, did, suggested
from tests.database.progress import derived_anew, differences, state

Order = list[Document]


@pytest.fixture
def plan(athlete: Athlete) -> str:
    """Two days of three and one of two."""
    return athlete.create_plan(
        [line(BENCH, **LINEAR), line(SQUAT, order_in_workout=2), line(CURL, order_in_workout=3)],
        [line(PUSH_UP), line(SQUAT, order_in_workout=2), line(CURL, order_in_workout=3)],
        [line(BENCH), line(CURL, order_in_workout=2)],
    )


def reorder(athlete: Athlete, plan: str, order: Any) -> Order:
    answer: Order = athlete.value(
        "select private.reorder_plan(%s, %s, %s)", athlete.id, plan, json.dumps(order)
    )
    return answer


def order_of(athlete: Athlete, plan: str) -> list[tuple[str, list[str]]]:
    """The plan's days in their order, each with its lines, as clients read them."""
    return [(day, athlete.lines_of(day)) for day in athlete.days_of(plan)]


def as_order(days: list[tuple[str, list[str]]]) -> Order:
    return [{"plan_workout_id": day, "exercises": lines} for day, lines in days]


def rows(athlete: Athlete, plan: str) -> list[tuple[Any, ...]]:
    """The plan's rows without their places, with their versions."""
    return athlete.rows(
        """
        select to_jsonb(x) - array['plan_workout_id', 'order_in_workout', 'updated_at'], x.xmin::text
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.id = x.plan_workout_id
        where d.plan_id = %s order by x.id
        """,
        plan,
    )


def refused(act: Callable[[], object]) -> tuple[str | None, Document]:
    with pytest.raises(psycopg.Error) as error:
        act()
    return error.value.sqlstate, json.loads(error.value.diag.message_detail or "{}")


def test_days_and_their_exercises_take_the_order_given(athlete: Athlete, plan: str) -> None:
    [first, second, third] = order_of(athlete, plan)
    wanted = [(third[0], third[1][::-1]), first, (second[0], [second[1][2], second[1][0], second[1][1]])]
    answer = reorder(athlete, plan, as_order(wanted))
    assert order_of(athlete, plan) == wanted
    assert answer == [one | {"week_number": 1} for one in as_order(wanted)]


def test_an_exercise_moves_to_another_day_with_its_target(athlete: Athlete, plan: str) -> None:
    [first, second, third] = order_of(athlete, plan)
    bench = first[1][0]
    athlete.log(did(bench, BENCH, *FIVES))
    before = rows(athlete, plan)
    reorder(
        athlete, plan,
        [
            {"plan_workout_id": first[0]},
            {"plan_workout_id": second[0], "exercises": [second[1][0], bench, *second[1][1:]]},
            {"plan_workout_id": third[0]},
        ],
    )  # fmt: skip
    assert order_of(athlete, plan) == [
        (first[0], first[1][1:]), (second[0], [second[1][0], bench, *second[1][1:]]), third,
    ]  # fmt: skip
    assert [row for row, _ in rows(athlete, plan)] == [row for row, _ in before]
    assert suggested(athlete, bench) == 62.5
    athlete.log(did(bench, BENCH, *[(5, 62.5)] * 3, day=1))
    assert suggested(athlete, bench) == 65
    assert not differences(state(athlete), derived_anew(athlete))


def test_the_same_order_again_writes_nothing(athlete: Athlete, plan: str) -> None:
    days = order_of(athlete, plan)[::-1]
    once = reorder(athlete, plan, as_order(days))
    before = rows(athlete, plan)
    assert reorder(athlete, plan, as_order(days)) == once
    assert reorder(athlete, plan, once) == once
    assert rows(athlete, plan) == before


def test_days_move_between_weeks(athlete: Athlete, plan: str) -> None:
    [first, second, third] = athlete.days_of(plan)
    order = [
        {"plan_workout_id": second}, {"plan_workout_id": first, "week_number": 2},
        {"plan_workout_id": third, "week_number": 2},
    ]  # fmt: skip
    answer = reorder(athlete, plan, order)
    assert [(one["plan_workout_id"], one["week_number"]) for one in answer] == [
        (second, 1), (first, 2), (third, 2),
    ]  # fmt: skip
    # It keeps its week, which ends before the one before it begins.
    wrong = [{"plan_workout_id": first}, {"plan_workout_id": second}, {"plan_workout_id": third}]
    assert refused(lambda: reorder(athlete, plan, wrong)) == (
        "PT422",
        {"field": "p_order[1].week_number"},
    )


def superset(athlete: Athlete, *lines: str, number: int = 1) -> None:
    athlete.write(
        "update public.workout_plan_day_exercises set superset_group = %s where id = any(%s::uuid[])",
        number, list(lines),
    )  # fmt: skip


def groups(athlete: Athlete, lines: list[str]) -> list[int | None]:
    return [
        athlete.value("select superset_group from public.workout_plan_day_exercises where id = %s", one)
        for one in lines
    ]


@pytest.mark.parametrize(
    ("moved", "number", "expected"),
    [
        (2, 2, [1, 1]),  # the whole superset moves
        (2, 1, [None, None]),  # into another one of that number
        (1, 2, [None, 1]),  # half of it
        (1, 1, [None, 1]),
    ],
)
def test_an_exercise_is_in_no_superset_by_accident(
    athlete: Athlete, plan: str, moved: int, number: int, expected: list[int | None]
) -> None:
    [first, second, third] = order_of(athlete, plan)
    superset(athlete, *first[1][:2])
    superset(athlete, *third[1], number=number)
    order = [
        {"plan_workout_id": first[0]}, {"plan_workout_id": second[0]},
        {"plan_workout_id": third[0], "exercises": [*first[1][:moved], *third[1]]},
    ]  # fmt: skip
    for _ in range(2):
        reorder(athlete, plan, order)
        assert groups(athlete, first[1][:2]) == expected
        assert groups(athlete, third[1]) == [number] * 2


@pytest.mark.parametrize("wrong", [None, {}, 5, "x", [{}] * 101])
def test_an_order_is_a_list(athlete: Athlete, plan: str, wrong: Any) -> None:
    assert refused(lambda: reorder(athlete, plan, wrong))[0] == "PT422"


FAULTS: dict[str, tuple[Callable[[Order], Any], str, str]] = {
    "a day is missing": (lambda o: o[1:], "PT422", "p_order"),
    "no day": (lambda _o: [], "PT422", "p_order"),
    "a day twice": (lambda o: [*o, o[0]], "PT422", "p_order[3].plan_workout_id"),
    "an unknown day": (
        lambda o: [*o, {"plan_workout_id": str(uuid.uuid4())}], "PT404", "p_order[3].plan_workout_id",
    ),
    "no id": (lambda o: [{"exercises": []}, *o[1:]], "PT422", "p_order[0].plan_workout_id"),
    "no uuid": (lambda o: [o[0] | {"plan_workout_id": "x"}, *o[1:]], "PT422", "p_order[0].plan_workout_id"),
    "a key too many": (lambda o: [o[0] | {"name": "x"}, *o[1:]], "PT422", "p_order[0].name"),
    "week 0": (lambda o: [o[0] | {"week_number": 0}, *o[1:]], "PT422", "p_order[0].week_number"),
    "half a week": (lambda o: [o[0] | {"week_number": 1.5}, *o[1:]], "PT422", "p_order[0].week_number"),
    "no list": (lambda o: [o[0] | {"exercises": {}}, *o[1:]], "PT422", "p_order[0].exercises"),
    "a long list": (
        lambda o: [o[0] | {"exercises": o[0]["exercises"] * 26}, *o[1:]], "PT422", "p_order[0].exercises",
    ),
    "an exercise is missing": (
        lambda o: [o[0], o[1] | {"exercises": o[1]["exercises"][1:]}, o[2]], "PT422", "p_order[1].exercises",
    ),
    "an exercise twice": (
        lambda o: [o[0], o[1] | {"exercises": [*o[1]["exercises"], o[0]["exercises"][0]]}, o[2]],
        "PT422", "p_order[1].exercises[3]",
    ),
    "an unknown exercise": (
        lambda o: [o[0] | {"exercises": [*o[0]["exercises"], str(uuid.uuid4())]}, *o[1:]],
        "PT404", "p_order[0].exercises[2]",
    ),
    "a number for an exercise": (
        lambda o: [o[0] | {"exercises": [1, *o[0]["exercises"]]}, *o[1:]], "PT422", "p_order[0].exercises[0]",
    ),
    "null for an exercise": (
        lambda o: [o[0] | {"exercises": [None, *o[0]["exercises"]]}, *o[1:]],
        "PT422", "p_order[0].exercises[0]",
    ),
    "weeks backwards": (
        lambda o: [o[0] | {"week_number": 2}, *o[1:]], "PT422", "p_order[1].week_number",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "code", "field"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_order_is_refused_with_its_field_and_changes_nothing(
    athlete: Athlete, plan: str, make: Callable[[Order], Any], code: str, field: str
) -> None:
    before = order_of(athlete, plan), rows(athlete, plan)
    # As it would be reversed, so that what is right of it would be seen.
    wrong = make(as_order(before[0][::-1]))
    state_, details = refused(lambda: reorder(athlete, plan, wrong))
    assert (state_, details["field"]) == (code, field)
    assert (order_of(athlete, plan), rows(athlete, plan)) == before


def test_what_is_missing_is_named(athlete: Athlete, plan: str) -> None:
    [first, second, third] = order_of(athlete, plan)
    missing_day = as_order([first, third])
    assert refused(lambda: reorder(athlete, plan, missing_day))[1]["missing"] == second[0]
    missing_line = as_order([first, second, (third[0], third[1][:1])])
    assert refused(lambda: reorder(athlete, plan, missing_line))[1]["missing"] == third[1][1]


def test_exercises_stay_in_their_plan(athlete: Athlete, plan: str) -> None:
    [first, second, third] = order_of(athlete, plan)
    other = athlete.create_plan([line()])
    [foreign] = athlete.lines_of(athlete.days_of(other)[0])
    order = as_order([(first[0], [*first[1], foreign]), second, third])
    assert refused(lambda: reorder(athlete, plan, order)) == ("PT404", {"field": "p_order[0].exercises[3]"})


def test_another_users_plan_is_not_there(athlete: Athlete, plan: str) -> None:
    stranger = sign_up(athlete.sql)
    before = order_of(athlete, plan)
    for one in (plan, str(uuid.uuid4()), None):
        assert refused(lambda one=one: reorder(stranger, one, as_order(before[::-1]))) == (  # type: ignore[misc]
            "PT404",
            {"field": "p_plan_id"},
        )
    mine = stranger.create_plan([line()])
    assert refused(lambda: reorder(stranger, mine, as_order(before)))[0] == "PT404"
    assert order_of(athlete, plan) == before


def test_a_client_can_not_move_an_exercise_by_itself(athlete: Athlete, plan: str) -> None:
    """Only reorder_plan knows that both days are of one plan."""
    [first, second, _] = order_of(athlete, plan)
    code, details = refused(
        lambda: athlete.write(
            "update public.workout_plan_day_exercises set plan_workout_id = %s where id = %s",
            second[0], first[1][0],
        )
    )  # fmt: skip
    assert (code, details) == ("PT422", {"field": "plan_workout_id"})


def test_two_devices_reorder_at_once(athlete: Athlete, plan: str, database: str) -> None:
    """One order or the other, and no mixture."""
    days = order_of(athlete, plan)
    orders = [days[::-1], [days[1], days[0], days[2]]]

    def ask(order: list[tuple[str, list[str]]]) -> Order:
        with psycopg.connect(database, autocommit=True) as connection:
            return reorder(Athlete(connection, athlete.id), plan, as_order(order))

    for _ in range(5):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(ask, orders * 2))
        assert order_of(athlete, plan) in orders


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_order_is_taken(athlete: Athlete, plan: str, data: st.DataObject) -> None:
    days = order_of(athlete, plan)
    lines = data.draw(st.permutations([one for _, lines in days for one in lines]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(lines)), min_size=2, max_size=2)))
    shares = [lines[: cuts[0]], lines[cuts[0] : cuts[1]], lines[cuts[1] :]]
    wanted = list(zip(data.draw(st.permutations([day for day, _ in days])), shares, strict=True))
    before = [row for row, _ in rows(athlete, plan)]
    reorder(athlete, plan, as_order(wanted))
    assert order_of(athlete, plan) == wanted
    assert [row for row, _ in rows(athlete, plan)] == before
