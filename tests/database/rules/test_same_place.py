"""A cut helps once: where the same load stops somebody again, something else changes."""

import pytest

from tests.database.athlete import BENCH, PLANK, PUSH_UP, SQUAT, Athlete, stable_id
from tests.database.lines import LATER, LINEAR, Step, did, made_line, set_by_hand, step, steps
from tests.database.rules.reasons import reasons_of

pytestmark = pytest.mark.quick

PULL_UP = stable_id("exercise", "pull-up")
# From the cut at 60 kg back to it: near where it was missed, 2.5 kg are two repetitions.
UP = ((5, 52.5), (5, 55), (7, 57.5))


def failed(sets: int, reps: str, load: float | None) -> Step:
    return "failure", "repeated_failure", sets, reps, load


def misses(load: float | None, *reps: int) -> list[list[tuple[int, float | None]]]:
    return [[(r, load) for r in reps]] * 3


def test_the_second_time_at_the_same_load_the_repetitions_change(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    up = [[(reps, load)] * 3 for reps, load in UP]
    told = steps(athlete, line_id, BENCH, *misses(60, 5, 4, 3), *up, *misses(60, 5, 4, 3))
    assert told[2] == failed(3, "5", 52.5)
    assert told[-1] == failed(3, "4", 60)
    assert reasons_of(athlete, line_id)[-1] == (
        "fewer_reps",
        "3 x 5 at 60 kg missed again: from what you can do now, 3 x 4 at 60 kg, you will get there.",
    )


def test_more_than_three_sets_become_three_first(athlete: Athlete) -> None:
    line_id = made_line(athlete, exercise_id=SQUAT, target_sets=5, **LINEAR)
    up = [[(reps, load)] * 5 for reps, load in UP]
    told = steps(athlete, line_id, SQUAT, *misses(60, 5, 5, 5, 4, 4), *up, *misses(60, 5, 5, 5, 4, 4))
    assert told[-1] == failed(3, "5", 60)
    assert reasons_of(athlete, line_id)[-1][0] == "fewer_sets"


def test_from_fewer_repetitions_it_goes_back_to_the_plan(athlete: Athlete) -> None:
    """At the same load; and above what was done nothing is a failure."""
    line_id = made_line(athlete, **LINEAR)
    up = [[(reps, load)] * 3 for reps, load in UP]
    on = [[(4, 60)] * 3, [(5, 60), (4, 60), (4, 60)], [(5, 60)] * 3]
    told = steps(athlete, line_id, BENCH, *misses(60, 5, 4, 3), *up, *misses(60, 5, 4, 3), *on)
    assert told[-4:] == [
        failed(3, "4", 60),
        ("success", "reps_up", 3, "5", 60),
        ("held", "held", 3, "5", 60),
        ("success", "reps_up", 3, "5-7", 60),
    ]


def test_and_from_fewer_sets(athlete: Athlete) -> None:
    line_id = made_line(
        athlete, exercise_id=PULL_UP, target_sets=5, target_reps="5-8", progression={"scheme": "double"}
    )
    told = steps(
        athlete, line_id, PULL_UP, *misses(None, 5, 5, 5, 4, 4), *[[(5, None)] * n for n in (3, 4, 5)]
    )
    assert told[2] == failed(3, "5-8", None)
    assert [(s[1], s[2], s[3]) for s in told[3:]] == [
        ("reps_up", 4, "5-8"),
        ("reps_up", 5, "5-8"),
        ("held", 5, "5-8"),
    ]


def test_further_up_a_cut_helps_again(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    up = [[(reps, load)] * 3 for reps, load in (*UP, (7, 60), (7, 62.5))]
    told = steps(athlete, line_id, BENCH, *misses(60, 5, 4, 3), *up, *misses(65, 5, 4, 3))
    assert told[-1] == failed(3, "5", 57.5)


def test_near_a_miss_repetitions_prepare_the_step(athlete: Athlete) -> None:
    """2.5 kg on 57.5 are 4.3 %: two repetitions. Each is asked for once more before another in every set."""
    line_id = made_line(athlete, **LINEAR)
    done = [[(reps, load)] * 3 for reps, load in (*UP[:2], (5, 57.5), (5, 57.5), (6, 57.5), (7, 57.5))]
    told = steps(athlete, line_id, BENCH, *misses(60, 5, 4, 3), *done)
    assert [(s[3], s[4]) for s in told[2:]] == [
        ("5", 52.5), ("5", 55), ("5", 57.5), ("5-7", 57.5), ("6-7", 57.5), ("6-7", 57.5), ("5", 60),
    ]  # fmt: skip
    reasons = reasons_of(athlete, line_id)
    assert reasons[5] == (
        "reps_after_miss",
        "3 x 5 at 57.5 kg done. You were stopped near this load before, so first aim for 5-7.",
    )
    assert reasons[7] == (
        "once_more", "3 x 6-7 at 57.5 kg done: once more, with at least one repetition more in total."
    )  # fmt: skip


def test_one_miss_is_enough_for_that_and_far_below_it_says_nothing(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    told = steps(athlete, line_id, BENCH, [(5, 60), (5, 60), (4, 60)], [(5, 60)] * 3)
    assert told[-1][3] == "5-7"
    set_by_hand(athlete, line_id, current_suggested_weight_kg=50)
    assert step(athlete.log(did(line_id, BENCH, *[(5, 50)] * 3, day=LATER)))[3:] == ("5", 52.5)


def test_of_a_list_a_load_is_done_once_more(athlete: Athlete) -> None:
    line_id = made_line(athlete, target_reps="5,5,5", **LINEAR)
    up = [[(5, load)] * 3 for load in (52.5, 55, 57.5, 57.5, 60, 60)]
    told = steps(athlete, line_id, BENCH, *misses(60, 5, 4, 3), *up)
    assert [s[4] for s in told[2:]] == [52.5, 55, 57.5, 57.5, 60, 60, 62.5]
    assert reasons_of(athlete, line_id)[5] == (
        "once_more",
        "3 x 5,5,5 at 57.5 kg done. This is near where you were stopped before: once more before it goes up.",
    )


def test_as_many_as_possible_has_no_end(athlete: Athlete) -> None:
    line_id = made_line(athlete, exercise_id=PUSH_UP, target_reps="AMRAP", progression={"scheme": "double"})
    told = steps(athlete, line_id, PUSH_UP, [(12, None), (10, None), (8, None)])
    assert told == [("success", "held", 3, "AMRAP", None)]
    assert reasons_of(athlete, line_id) == [(None, "3 x AMRAP done; your plan keeps this target.")]


def test_a_miss_begins_what_is_done_once_more_anew(athlete: Athlete) -> None:
    line_id = made_line(athlete, target_reps="5,5,5", **LINEAR)
    up = [[(5, load)] * 3 for load in (52.5, 55, 57.5)]
    missed, done = [(4, 57.5)] * 3, [(5, 57.5)] * 3
    told = steps(athlete, line_id, BENCH, *misses(60, 5, 4, 3), *up, missed, done, done)
    assert [s[4] for s in told[-4:]] == [57.5, 57.5, 57.5, 60]


def test_body_weight_has_nothing_to_take_off(athlete: Athlete) -> None:
    """7 and 8 where 8 to 15 were asked for: what can be done, and not the same sentence for ever."""
    line_id = made_line(athlete, exercise_id=PULL_UP, target_reps="8-15", progression={"scheme": "double"})
    told = steps(
        athlete, line_id, PULL_UP, *misses(None, 8, 7, 7), [(8, None), (7, None), (7, None)], [(8, None)] * 3
    )
    assert told[2:] == [
        failed(3, "7-15", None),
        ("success", "reps_up", 3, "8-15", None),
        ("success", "held", 3, "8-15", None),
    ]


def test_seconds_too(athlete: Athlete) -> None:
    line_id = made_line(
        athlete,
        exercise_id=PLANK,
        target_reps="60s",
        target_sets=2,
        progression=[{"axis": "reps", "step": 5}],
    )
    assert steps(athlete, line_id, PLANK, *misses(None, 50, 40))[-1] == failed(2, "45s", None)


def test_in_the_end_an_easier_variation_is_advised(athlete: Athlete) -> None:
    line_id = made_line(
        athlete,
        exercise_id=PUSH_UP,
        target_sets=1,
        target_reps="1",
        progression=[{"axis": "reps", "step": 1}],
    )
    assert steps(athlete, line_id, PUSH_UP, *misses(None, 0))[-1] == failed(1, "1", None)
    assert reasons_of(athlete, line_id)[-1][0] == "easier_variation"


@pytest.mark.parametrize(
    ("exercise", "reps", "progression", "reached"),
    [
        # The step is longer than the way: to the ceiling.
        (PLANK, "50s", [{"axis": "reps", "step": 15, "ceiling": 60}], "60s"),
        (PUSH_UP, "8-12", {"scheme": "double"}, "12"),
    ],
)
def test_the_last_step_to_a_ceiling_is_taken_and_then_it_is_said(
    athlete: Athlete, exercise: str, reps: str, progression: object, reached: str
) -> None:
    line_id = made_line(athlete, exercise_id=exercise, target_reps=reps, progression=progression)
    done: list[tuple[int, float | None]] = [(int(reached.rstrip("s")), None)] * 3
    told = steps(athlete, line_id, exercise, done, done)
    assert told == [("success", "reps_up", 3, reached, None), ("success", "held", 3, reached, None)]
    rule, text = reasons_of(athlete, line_id)[-1]
    assert rule == "ceiling"
    assert text.startswith(f"3 x {reached} done, and there is no harder step. To go on, add a set or swap it")


def test_within_the_range_is_on_the_way(athlete: Athlete) -> None:
    """9-9-8 in 6-10 is no failure, however often; only a set below 6 is."""
    line_id = made_line(
        athlete, target_reps="6-10", current_suggested_weight_kg=60, progression={"scheme": "double"},
        on_success_weight_increase_kg=2.5,
    )  # fmt: skip
    near = [[(9, 60), (9, 60), (8, 60)]] * 2
    told = steps(athlete, line_id, BENCH, [(9, 60)] * 3, *near, [(9, 60)] * 3, [(9, 60), (9, 60), (5, 60)])
    assert told == [
        ("success", "reps_up", 3, "9-10", 60),
        ("held", "held", 3, "8-10", 60),
        ("success", "held", 3, "8-10", 60),
        ("success", "reps_up", 3, "9-10", 60),
        # Below it: from its beginning.
        ("failure", "missed_reps", 3, "6-10", 60),
    ]
    assert ("on_the_way", "9-9-8 done, within your range: now get to 3 x 8-10 at 60 kg.") in reasons_of(
        athlete, line_id
    )


def test_twice_no_further_says_what_helps(athlete: Athlete) -> None:
    line_id = made_line(athlete, exercise_id=PUSH_UP, target_reps="8-12", progression={"scheme": "double"})
    short = [[(12, None), (12, None), (11, None)]]
    full = [[(12, None)] * 3]
    steps(athlete, line_id, PUSH_UP, *full, *short, *full, *short, *full, *short, *full, *short)
    assert [rule for rule, _ in reasons_of(athlete, line_id)] == [
        "reps", "on_the_way", "reps", "stuck", "reps", "on_the_way", "reps", "stuck",
    ]  # fmt: skip
    assert reasons_of(athlete, line_id)[3][1] == (
        "12-12-11 done, within your range, but no more than before."
        " Rest 3 minutes between sets, sleep and eat enough, or add a set; then get to 3 x 11-12."
    )


@pytest.mark.parametrize(
    ("done", "rules"),
    [
        ((10, 9, 9, 8), ["reps", "on_the_way", "once_more", "stuck"]),
        # A repetition more than before is no standstill.
        ((10, 9, 11, 9), ["reps", "on_the_way", "reps", "on_the_way"]),
        ((10, 8, 9, 8), ["reps", "on_the_way", "reps", "stuck"]),
    ],
)
def test_only_without_a_repetition_more_does_somebody_stand_still(
    athlete: Athlete, done: tuple[int, ...], rules: list[str]
) -> None:
    line_id = made_line(athlete, exercise_id=PUSH_UP, target_reps="8-15", progression={"scheme": "double"})
    steps(athlete, line_id, PUSH_UP, *[[(reps, None)] * 3 for reps in done])
    assert [rule for rule, _ in reasons_of(athlete, line_id)] == rules
