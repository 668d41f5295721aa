"""Records over distances: the time over each, the pace, the farthest."""

from datetime import timedelta

import pytest

from tests.database.athlete import NOON, RUN, Athlete, Document, exercise, one_set, workout

DAY = timedelta(days=1)
ROW = exercise("rowing-machine")
RIDE = exercise("outdoor-cycling")
SWIM = exercise("swimming")
WALK = exercise("brisk-walk")
SLED = exercise("sled-push")


def over(metres: float | None, seconds: int | None, exercise_id: str = RUN) -> Document:
    return one_set(exercise_id, None, None, distance_m=metres, duration_seconds=seconds)


def times(summary: Document) -> list[tuple[float, float, float]]:
    """The records over distances: metres, seconds, the time before."""
    return [
        (r["distance_m"], r["value"], r["previous_value"])
        for r in summary["records"]
        if r["record_type"] == "best_time"
    ]


def kinds(summary: Document) -> set[str]:
    return {r["record_type"] for r in summary["records"]}


def bests(athlete: Athlete, kind: str = "best_time") -> dict[float | None, tuple[float, float | None]]:
    rows = athlete.rows(
        """
        select distance_m::float, value::float, previous_value::float from public.personal_records
        where user_id = %s and record_type = %s
        """,
        athlete.id, kind,
    )  # fmt: skip
    return {row[0]: (row[1], row[2]) for row in rows}


def test_a_slower_run_is_no_record_and_a_faster_one_is(athlete: Athlete) -> None:
    assert kinds(athlete.log(workout(NOON, over(5000, 1800)))) == set()
    assert kinds(athlete.log(workout(NOON + DAY, over(5000, 2100)))) == set()
    faster = athlete.log(workout(NOON + 2 * DAY, over(5000, 1500)))
    assert kinds(faster) == {"best_time", "best_pace"}
    assert times(faster) == [(5000, 1500, 1800)]
    assert bests(athlete) == {5000: (1500, 1800)}
    assert bests(athlete, "best_pace") == {None: (300, 360)}
    assert bests(athlete, "max_duration") == {}


@pytest.mark.parametrize(
    ("exercise_id", "metres", "seconds", "expected"),
    [
        # With its whole time up to 5 % beyond, scaled up to 0.5 % short.
        (RUN, 5000, 1490, {5000: 1490}),
        (RUN, 5050, 1490, {5000: 1490}),
        (RUN, 5250, 1490, {5000: 1490}),
        (RUN, 5250.01, 1490, {}),
        (RUN, 4980, 1490, {5000: 1496}),
        (RUN, 4975, 1490, {5000: 1497}),
        (RUN, 4974.99, 1490, {}),
        (RUN, 1609.34, 300, {1609.34: 300}),
        (RUN, 42195, 12600, {42195: 12600}),
        # One may count for two: the half marathon of a watch that saw a little less, and 20 km.
        (RUN, 20995, 6000, {20000: 6000, 21097.5: 6029}),
        (ROW, 2000, 420, {2000: 420}),
        (ROW, 1609, 420, {}),
        (RIDE, 40100, 3600, {40000: 3600}),
        (SWIM, 100, 80, {100: 80}),
        # No standard distances: each its own.
        (WALK, 3120, 1900, {3120: 1900}),
        (SLED, 20, 9, {20: 9}),
        (RUN, 5000, None, {}),
        (RUN, None, 1490, {}),
        (RUN, 5000, 0, {}),
    ],
)
def test_the_distances_a_set_counts_for(
    athlete: Athlete,
    exercise_id: str,
    metres: float | None,
    seconds: int | None,
    expected: dict[float, float],
) -> None:
    athlete.log(workout(NOON, over(metres, seconds, exercise_id)))
    assert {distance: value for distance, (value, _) in bests(athlete).items()} == expected


@pytest.mark.parametrize(
    ("before", "then", "is_record"),
    [(1800, 1799, False), (1800, 1798, True), (100, 100, False), (100, 99, True)],
)
def test_a_time_is_better_by_a_second_and_a_thousandth(
    athlete: Athlete, before: int, then: int, *, is_record: bool
) -> None:
    athlete.log(workout(NOON, over(5000, before)))
    assert bool(times(athlete.log(workout(NOON + DAY, over(5000, then))))) is is_record


@pytest.mark.parametrize(("metres", "is_record"), [(5004, False), (5006, True)])
def test_farther_is_farther_by_a_thousandth(athlete: Athlete, metres: float, *, is_record: bool) -> None:
    athlete.log(workout(NOON, over(5000, 1800)))
    assert ("max_distance" in kinds(athlete.log(workout(NOON + DAY, over(metres, 2400))))) is is_record


def test_a_sprint_has_no_pace_to_beat(athlete: Athlete) -> None:
    """400 m in 70 s is 2:55 per kilometre, which no run over 5 km would ever beat."""
    athlete.log(workout(NOON, over(400, 70)))
    athlete.log(workout(NOON + DAY, over(5000, 1500)))
    assert bests(athlete, "best_pace") == {None: (300, None)}
    assert bests(athlete) == {400: (70, None), 5000: (1500, None)}


def test_each_distance_has_its_own_record(athlete: Athlete) -> None:
    athlete.log(workout(NOON, over(5000, 1500), over(1000, 240)))
    later = athlete.log(workout(NOON + DAY, over(5000, 1600), over(1000, 230), over(1000, 225)))
    assert times(later) == [(1000, 225, 240)]
    assert bests(athlete) == {1000: (225, 240), 5000: (1500, None)}


def test_the_sets_that_were_faster_are_marked(athlete: Athlete) -> None:
    athlete.log(workout(NOON, over(1000, 240)))
    later = workout(
        NOON + DAY, over(1000, 230), over(1000, 235), over(1000, 225), over(800, 100), over(800, 90)
    )
    athlete.log(later)
    marks = dict(
        athlete.rows(
            "select id::text, is_personal_record from public.session_exercises where user_id = %s", athlete.id
        )
    )
    # The first time over 800 m is the baseline, however often it is beaten in that workout.
    assert [marks[one["id"]] for one in later["sets"]] == [True, False, True, False, False]


def test_a_first_time_is_none_to_beat_in_the_same_workout(athlete: Athlete) -> None:
    """Nearly a half marathon is a record over 20 km, and the first time over the half."""
    athlete.log(workout(NOON, over(1000, 200), over(20000, 6500), over(30000, None)))
    later = workout(NOON + DAY, over(20995, 6000), over(21097.5, 5900))
    assert times(athlete.log(later)) == [(20000, 6000, 6500)]
    marks = dict(
        athlete.rows(
            "select id::text, is_personal_record from public.session_exercises where user_id = %s", athlete.id
        )
    )
    assert [marks[one["id"]] for one in later["sets"]] == [True, False]


def test_a_time_told_late_takes_its_place(athlete: Athlete) -> None:
    athlete.log(workout(NOON, over(5000, 1800)))
    last = workout(NOON + 2 * DAY, over(5000, 1600))
    assert times(athlete.log(last)) == [(5000, 1600, 1800)]
    assert times(athlete.log(workout(NOON + DAY, over(5000, 1500)))) == [(5000, 1500, 1800)]
    assert times(athlete.log(last)) == []
    assert bests(athlete) == {5000: (1500, 1800)}


def test_a_deleted_time_gives_its_record_back(athlete: Athlete) -> None:
    athlete.log(workout(NOON, over(5000, 1800)))
    gone = workout(NOON + DAY, over(5000, 1500), over(1000, 240))
    athlete.log(gone)
    athlete.write("delete from public.workout_sessions where id = %s", gone["id"])
    assert bests(athlete) == {5000: (1800, None)}


def test_times_add_no_more_than_fifty_distances_to_a_row(athlete: Athlete) -> None:
    athlete.log(workout(NOON, *(over(100 + n, 60, WALK) for n in range(60))))
    assert (
        athlete.value(
            "select cardinality(times) from private.exercise_sessions where user_id = %s", athlete.id
        )
        == 100
    )


def test_every_standard_distance_is_kept_apart(athlete: Athlete) -> None:
    """No set of an exact standard distance counts for another one."""
    rows = athlete.rows(
        """
        select k.kind::text, d.metres, private.times_over(k.kind, d.metres, 1000)
        from unnest(enum_range(null::public.distance_kind)) as k (kind)
        cross join lateral unnest(private.standard_distances(k.kind)) as d (metres)
        """
    )
    assert len(rows) > 30
    assert all(row[2] == [round(row[1] * 100), 1000] for row in rows)
