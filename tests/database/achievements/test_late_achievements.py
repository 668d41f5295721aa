"""Achievements after late or corrected workouts: recounted from some weeks before, same result."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.database.achievements.test_achievement_truth import low_rules
from tests.database.athlete import BENCH, PUSH_UP, Athlete, Connection, Document, one_set, sign_up, workout
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, take_break, train
from tests.database.workouts.test_same_truth import EXAMPLES, PATIENT

WEEKS = 8
NOW = MONDAY + WEEKS * WEEK
ZONES = st.sampled_from([None, "Pacific/Kiritimati", "Pacific/Pago_Pago"])
# At its end, or so late that some of them are history.
told = st.sampled_from([None, NOW])
days = st.integers(0, 7 * WEEKS - 1)


def bout(day: int, hour: int, kilograms: float, zone: str | None = None) -> Document:
    """A workout on a day of the eight weeks: two exercises, so that records move and muscles differ."""
    sets = [one_set(BENCH, 5, kilograms), one_set(PUSH_UP, 8, None)]
    return workout(MONDAY + day * DAY + timedelta(hours=hour), *sets, minutes=30, timezone=zone)


bouts = st.builds(bout, days, st.sampled_from([-17, 0, 5]), st.sampled_from([40.0, 60.0, 62.5]), ZONES)


def trained_for_weeks(sql: Connection) -> Athlete:
    """Somebody who met the target of a day a week for eight weeks, but in the sixth."""
    athlete = sign_up(sql)
    aim_for(athlete, 1, MONDAY.date() - timedelta(days=365))
    for week in (0, 1, 2, 3, 4, 6, 7):
        athlete.log(bout(7 * week, 0, 40 + 2.5 * week))
    return athlete


def settled(athlete: Athlete) -> datetime | None:
    """The first day of the week from which the next late workout will be counted."""
    moment: datetime | None = athlete.value(
        "select settled_week from private.achievement_totals where user_id = %s", athlete.id
    )
    return moment


@settings(PATIENT, max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_late_workouts_corrections_and_deletions_unlock_what_the_facts_make(
    sql: Connection, data: st.DataObject
) -> None:
    with low_rules(sql):
        athlete = trained_for_weeks(sql)
        written: list[Document] = []
        for _ in range(data.draw(st.integers(2, 4))):
            what = data.draw(st.sampled_from(["log", "log", "correct", "delete", "break", "week"]))
            if what == "break":
                first = (MONDAY + data.draw(days) * DAY).date()
                take_break(athlete, "travel", first, first + timedelta(days=9))
            elif what == "week":
                query = "update public.profiles set week_starts_on = 8 - week_starts_on where id = %s"
                athlete.write(query, athlete.id)
            elif what == "log" or not written:
                written.append(data.draw(bouts))
                athlete.log(written[-1], now=data.draw(told))
            elif what == "correct":
                document = written.pop(data.draw(st.integers(0, len(written) - 1)))
                written.append(data.draw(bouts) | {"id": document["id"]})
                athlete.correct(written[-1], now=data.draw(told))
            else:
                document = written.pop(data.draw(st.integers(0, len(written) - 1)))
                athlete.write("delete from public.workout_sessions where id = %s", document["id"])
            assert not differences(state(athlete), derived_anew(athlete))
        assert_ledger_is_sound(athlete)


def test_a_late_workout_is_counted_from_four_weeks_before_the_latest(sql: Connection) -> None:
    athlete = trained_for_weeks(sql)
    athlete.log(bout(7 * WEEKS - 10, 0, 40), now=NOW)
    assert settled(athlete) == (MONDAY + 3 * WEEK).date()


def test_a_late_workout_leaves_what_is_settled_uncounted(sql: Connection) -> None:
    athlete = trained_for_weeks(sql)
    train(athlete, MONDAY + 6 * WEEK + 2 * DAY)
    count_too_many(athlete)
    train(athlete, MONDAY + 6 * WEEK + 3 * DAY)
    assert workouts_counted(athlete) == 109


def test_a_workout_older_than_what_is_settled_is_counted_with_everything(sql: Connection) -> None:
    athlete = trained_for_weeks(sql)
    train(athlete, MONDAY + 6 * WEEK + 2 * DAY)
    count_too_many(athlete)
    train(athlete, MONDAY + WEEK + 3 * DAY)
    assert workouts_counted(athlete) == 9


def test_a_break_told_of_afterwards_unsettles(sql: Connection) -> None:
    athlete = trained_for_weeks(sql)
    train(athlete, MONDAY + 6 * WEEK + 2 * DAY)
    take_break(athlete, "travel", MONDAY.date(), (MONDAY + WEEK).date())
    assert settled(athlete) is None


def test_between_days_that_overlap_nothing_is_settled(sql: Connection) -> None:
    athlete = trained_for_weeks(sql)
    sunday = MONDAY + 3 * WEEK - DAY
    train(athlete, sunday - timedelta(hours=6), zone="Pacific/Kiritimati")
    assert settled(athlete) == (MONDAY + 3 * WEEK).date()
    # Later, yet still on Sunday, when it was Monday there.
    train(athlete, sunday + timedelta(hours=2), zone="Pacific/Pago_Pago")
    assert settled(athlete) is None


def count_too_many(athlete: Athlete) -> None:
    """A hundred workouts more are settled than there were: only who counts all of them again finds out."""
    athlete.sql.execute(
        """
        update private.achievement_totals as t set settled_counted[c.id] = t.settled_counted[c.id] + 100
        from private.achievement_counters as c
        where t.user_id = %s and c.metric = 'workouts' and c.parameters = '{}'
        """,
        [athlete.id],
    )


def workouts_counted(athlete: Athlete) -> int:
    """What the counter of workouts, whichever they are, stands at."""
    return int(
        athlete.value(
            """
            select t.counted[c.id] from private.achievement_totals as t, private.achievement_counters as c
            where t.user_id = %s and c.metric = 'workouts' and c.parameters = '{}'
            """,
            athlete.id,
        )
    )
