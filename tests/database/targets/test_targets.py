"""Targets over time: set by hand, swapped, taken out of a plan, deleted with it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.database.athlete import BENCH, NOON, SQUAT, Athlete, line, one_set, workout
from tests.database.lines import FIVES, LATER, LINEAR, did, made_line, set_by_hand, step, steps, suggested

pytestmark = pytest.mark.quick


def test_workouts_that_started_before_a_load_set_by_hand_no_longer_move_it(athlete: Athlete) -> None:
    """NOON is in the past: whoever sets a load now means it, whatever is logged late."""
    line_id = made_line(athlete, **LINEAR)
    set_by_hand(athlete, line_id, current_suggested_weight_kg=50)
    athlete.log(did(line_id, BENCH, *FIVES))
    assert suggested(athlete, line_id) == 50


def test_a_workout_takes_one_step_though_a_load_was_set_by_hand_meanwhile(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    session = athlete.start(NOON)
    for order in (1, 2, 3):
        athlete.add_set(session, one_set(BENCH, 5, 60, order=order, workout_plan_exercise_id=line_id))
    set_by_hand(athlete, line_id, current_suggested_weight_kg=50)
    assert step(athlete.finish(session, NOON + timedelta(hours=1))) == ("success", "progressed", 3, "5", 62.5)
    assert suggested(athlete, line_id) == 50


def test_workouts_that_start_after_a_load_set_by_hand_go_on_from_it(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    set_by_hand(athlete, line_id, current_suggested_weight_kg=50)
    athlete.log(did(line_id, BENCH, *[(5, 50)] * 3, day=LATER))
    assert suggested(athlete, line_id) == Decimal("52.5")


def test_a_load_set_by_hand_starts_the_row_of_failures_anew(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, [(4, 60)] * 3, [(4, 60)] * 3)
    set_by_hand(athlete, line_id, current_suggested_weight_kg=58)
    assert step(athlete.log(did(line_id, BENCH, *[(4, 58)] * 3, day=LATER)))[1] == "missed_reps"


def test_a_load_set_by_hand_is_told_as_such(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**LINEAR)])
    athlete.activate(plan, NOON)
    [line_id] = athlete.lines_of(athlete.days_of(plan)[0])
    set_by_hand(athlete, line_id, current_suggested_weight_kg=50)
    [told] = athlete.value("select private.next_workout(%s, now())", athlete.id)["exercises"]
    assert (told["suggested_weight_kg"], told["reason_code"]) == (50, "manual")


def test_a_client_can_t_keep_its_load_from_being_a_decision(athlete: Athlete) -> None:
    """The setting is the server's own: with it the fold's loads pass without a trigger."""
    line_id = made_line(athlete, **LINEAR)
    with athlete.signed_in() as client:
        client.execute("select set_config('spotter.is_deriving', 'on', true)")
        client.execute(
            "update public.workout_plan_day_exercises set current_suggested_weight_kg = 50 where id = %s",
            [line_id],
        )
    athlete.log(did(line_id, BENCH, *FIVES))
    assert suggested(athlete, line_id) == 50


def test_a_late_workout_that_moves_nothing_leaves_the_steps_after_it(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    athlete.log(did(line_id, BENCH, *[(5, 62.5)] * 3, day=9))
    standing_steps = """
        select id from public.prescriptions
        where plan_exercise_id = %s and superseded_at is null order by effective_at
    """
    first, last = athlete.rows(standing_steps, line_id)
    late = athlete.log(did(line_id, BENCH, *FIVES, day=5))
    assert step(late) == ("held", "below_target", 3, "5", 62.5)
    assert suggested(athlete, line_id) == 65
    before, _, after = athlete.rows(standing_steps, line_id)
    assert (before, after) == (first, last)


def test_a_late_failure_counts_in_the_row_of_failures_after_it(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, [(4, 60)] * 3)
    athlete.log(did(line_id, BENCH, *[(4, 60)] * 3, day=9))
    assert suggested(athlete, line_id) == 60
    athlete.log(did(line_id, BENCH, *[(4, 60)] * 3, day=5))
    assert suggested(athlete, line_id) == Decimal("52.5")


def test_a_plan_precedes_workouts_older_than_itself(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    athlete.log(did(line_id, BENCH, *FIVES, day=-3650))
    assert suggested(athlete, line_id) == Decimal("62.5")


def test_another_rule_leaves_the_target_where_it_stands(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    set_by_hand(athlete, line_id, on_success_weight_increase_kg=10)
    assert suggested(athlete, line_id) == Decimal("62.5")
    assert step(athlete.log(did(line_id, BENCH, *[(5, 62.5)] * 3, day=LATER))) == (
        "success",
        "progressed",
        3,
        "5",
        # Ten would be 16 %: the most is an eighth.
        70,
    )


def test_an_exercise_swapped_in_for_a_day_moves_nothing(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    done = did(line_id, SQUAT, *[(5, 100)] * 3)
    athlete.log(done)
    assert suggested(athlete, line_id) == 60
    marks = athlete.rows(
        """
        select distinct was_successful_for_progression from public.session_exercises
        where workout_session_id = %s
        """,
        done["id"],
    )
    assert marks == [(None,)]


def test_a_set_swapped_in_beside_the_planned_ones_is_not_judged(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    swapped = one_set(SQUAT, 1, 20, workout_plan_exercise_id=line_id)
    planned = [one_set(BENCH, 5, 60, workout_plan_exercise_id=line_id) for _ in range(3)]
    done = workout(NOON, swapped, *planned)
    assert step(athlete.log(done)) == ("success", "progressed", 3, "5", 62.5)
    marks = athlete.rows(
        """
        select was_successful_for_progression from public.session_exercises
        where workout_session_id = %s order by set_order
        """,
        done["id"],
    )
    assert marks == [(None,), (True,), (True,), (True,)]


def test_an_exercise_swapped_for_good_starts_its_own_way(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    set_by_hand(athlete, line_id, exercise_id=SQUAT, current_suggested_weight_kg=100)
    athlete.log(did(line_id, BENCH, *[(5, 100)] * 3, day=LATER))
    assert suggested(athlete, line_id) == 100
    athlete.log(did(line_id, SQUAT, *[(5, 100)] * 3, day=4001))
    assert suggested(athlete, line_id) == Decimal("102.5")


def test_a_set_taken_out_of_the_plan_has_no_target_any_more(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    done = did(line_id, BENCH, *FIVES)
    athlete.log(done)
    athlete.write(
        "update public.session_exercises set workout_plan_exercise_id = null where user_id = %s", athlete.id
    )
    assert suggested(athlete, line_id) == 60
    assert athlete.rows(
        "select distinct was_successful_for_progression from public.session_exercises where user_id = %s",
        athlete.id,
    ) == [(None,)]


def test_deleting_a_plan_keeps_its_history(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**LINEAR)])
    [day] = athlete.days_of(plan)
    [line_id] = athlete.lines_of(day)
    done = did(line_id, BENCH, *FIVES) | {"plan_workout_id": day}
    before = athlete.log(done)
    history = """
        select w.name, w.planned -> 'exercises' -> 0 ->> 'target_reps', w.total_volume_kg,
            array_agg(s.was_successful_for_progression), count(*)
        from public.workout_sessions as w
        inner join public.session_exercises as s on s.workout_session_id = w.id
        where w.user_id = %s group by w.id
    """
    told = athlete.rows(history, athlete.id)
    athlete.write("delete from public.workout_plans where id = %s", plan)
    assert athlete.rows(history, athlete.id) == told
    assert athlete.xp() == before["xp"]["total"]
    links = athlete.rows(
        """
        select w.plan_workout_id, s.workout_plan_exercise_id from public.workout_sessions as w
        inner join public.session_exercises as s on s.workout_session_id = w.id where w.user_id = %s
        """,
        athlete.id,
    )
    assert set(links) == {(None, None)}


def test_a_workout_of_a_plan_deleted_meanwhile_is_not_lost(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**LINEAR)])
    [day] = athlete.days_of(plan)
    [line_id] = athlete.lines_of(day)
    athlete.write("delete from public.workout_plans where id = %s", plan)
    assert athlete.log(did(line_id, BENCH, *FIVES) | {"plan_workout_id": day})["sets"] == 3


def test_steps_that_no_longer_hold_are_superseded_not_removed(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    done = did(line_id, BENCH, *FIVES)
    athlete.log(done)
    athlete.correct(done | {"sets": [s | {"logged_reps": 3} for s in done["sets"]]})
    steps_taken = athlete.rows(
        """
        select outcome::text, superseded_at is null from public.prescriptions
        where plan_exercise_id = %s order by superseded_at nulls last
        """,
        line_id,
    )
    assert steps_taken == [("success", False), ("failure", True)]
