"""What hurts eases what is advised against, or asks to swap it; nothing of it stays when it is over."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.database.athlete import BENCH, NOON, Athlete, line
from tests.database.gear import rest
from tests.database.lines import FIVES, LINEAR, active_line, did, made_line, step, steps, today

pytestmark = pytest.mark.quick

DAY = timedelta(days=1)


def advise(athlete: Athlete, severity: str, part: str = "wrist", condition: str = "pain") -> None:
    """Advise against the bench press, and against nothing else that trains a chest."""
    athlete.sql.execute(
        "delete from public.exercise_contraindications where body_part = %s and condition = %s",
        [part, condition],
    )
    athlete.sql.execute(
        """
        insert into public.exercise_contraindications (exercise_id, body_part, condition, severity)
        values (%s, %s, %s, %s)
        """,
        [BENCH, part, condition, severity],
    )


def hurts(athlete: Athlete, since: date, until: date | None = None, part: str = "wrist") -> None:
    query = "insert into public.complaints (body_part, since, until) values (%s, %s, %s)"
    assert athlete.write(query, part, since, until)


def test_without_a_complaint_nothing_is_said(athlete: Athlete) -> None:
    advise(athlete, "avoid")
    active_line(athlete, **LINEAR)
    hurts(athlete, NOON.date(), part="ankle")
    told = today(athlete, NOON)
    assert (told["caution"], told["suggested_weight_kg"]) == (None, 60)


def test_what_is_to_be_done_with_care_is_lighter_and_says_why(athlete: Athlete) -> None:
    advise(athlete, "caution")
    line_id = active_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    hurts(athlete, NOON.date())
    told = today(athlete, NOON + DAY)
    # 80 % of 62.5 is 50, instead of the step to 62.5.
    assert (told["suggested_weight_kg"], told["reason_code"]) == (50, "complaint")
    assert told["reason"] == (
        "Light today: 3 x 5 at 50 kg instead of 3 x 5 at 62.5 kg. "
        "You told of pain (wrist) on 2026-06-10: keep it light and stop if it hurts."
    )
    assert told["caution"] == {
        "body_part": "wrist", "condition": "pain", "severity": "caution", "since": "2026-06-10",
        "alternatives": [],
    }  # fmt: skip
    assert told["standing"]["weight_kg"] == 62.5


def test_what_is_to_be_avoided_asks_for_a_swap(athlete: Athlete) -> None:
    advise(athlete, "avoid")
    active_line(athlete, **LINEAR)
    hurts(athlete, NOON.date())
    told = today(athlete, NOON)
    assert told["reason"].endswith("on 2026-06-10: swap it, or leave it out until that is over.")
    others = told["caution"]["alternatives"]
    assert len(others) == 3
    against = {
        exercise
        for (exercise,) in athlete.rows(
            """
            select exercise_id::text from public.exercise_contraindications
            where body_part = 'wrist' and condition = 'pain'
            """
        )
    }
    assert not against & set(others)


def test_the_strongest_advice_counts(athlete: Athlete) -> None:
    advise(athlete, "caution")
    advise(athlete, "avoid", part="elbow")
    active_line(athlete, **LINEAR)
    hurts(athlete, NOON.date())
    hurts(athlete, NOON.date(), part="elbow")
    assert today(athlete, NOON)["caution"]["body_part"] == "elbow"


@pytest.mark.parametrize(
    ("since", "until"), [(-5, -1), (1, None)], ids=["over since yesterday", "not yet begun"]
)
def test_on_other_days_all_is_as_before(athlete: Athlete, since: int, until: int | None) -> None:
    advise(athlete, "avoid")
    active_line(athlete, **LINEAR)
    before = today(athlete, NOON)
    hurts(athlete, NOON.date() + since * DAY, None if until is None else NOON.date() + until * DAY)
    assert today(athlete, NOON) == before
    athlete.write("update public.complaints set since = %s, until = null", NOON.date())
    assert today(athlete, NOON) != before
    athlete.write("update public.complaints set until = since, since = since - 1")
    assert today(athlete, NOON + DAY)["caution"] is None


def test_a_day_that_is_lighter_anyway_is_light_enough(athlete: Athlete) -> None:
    advise(athlete, "caution")
    active_line(athlete, **LINEAR)
    hurts(athlete, NOON.date())
    rest(athlete, NOON.date())
    told = today(athlete, NOON)
    assert (told["reason_code"], told["caution"]["severity"]) == ("planned_deload", "caution")


def test_falling_short_of_what_hurts_is_no_failure(athlete: Athlete) -> None:
    advise(athlete, "caution")
    line_id = made_line(athlete, **LINEAR)
    hurts(athlete, NOON.date())
    assert step(athlete.log(did(line_id, BENCH, *[(3, 50)] * 3))) == ("held", "complaint", 3, "5", 60)


def outcomes(athlete: Athlete) -> list[tuple[Any, ...]]:
    return athlete.rows(
        """
        select outcome::text, reason_code::text from public.prescriptions
        where user_id = %s and superseded_at is null order by effective_at
        """,
        athlete.id,
    )


def test_a_complaint_told_late_judges_again_and_so_does_its_end(athlete: Athlete) -> None:
    advise(athlete, "caution")
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, [(3, 60)] * 3)
    assert outcomes(athlete) == [("failure", "missed_reps")]
    hurts(athlete, NOON.date())
    assert outcomes(athlete) == [("held", "complaint")]
    athlete.write("update public.complaints set since = since - 9, until = since - 1")
    assert outcomes(athlete) == [("failure", "missed_reps")]
    athlete.write("delete from public.complaints")
    hurts(athlete, NOON.date() - DAY)
    assert outcomes(athlete) == [("held", "complaint")]
    athlete.write("delete from public.complaints")
    assert outcomes(athlete) == [("failure", "missed_reps")]


def test_the_next_set_of_a_workout_is_as_light_as_its_day(athlete: Athlete) -> None:
    advise(athlete, "caution")
    plan = athlete.create_plan([line(**LINEAR)])
    athlete.activate(plan, NOON)
    hurts(athlete, NOON.date())
    session = athlete.start(NOON, athlete.days_of(plan)[0])
    told = athlete.value("select private.next_set(%s, %s, null, %s)", athlete.id, session, NOON)
    assert told["weight_kg"] == 47.5


def test_the_brief_tells_what_hurts(athlete: Athlete) -> None:
    hurts(athlete, NOON.date())
    hurts(athlete, NOON.date() - 9 * DAY, NOON.date() - DAY, part="knee")
    told = athlete.value("select private.training_brief(%s, %s)", athlete.id, NOON)["complaints"]
    assert told == [{"body_part": "wrist", "condition": "pain", "since": "2026-06-10", "source": "user"}]


def test_a_condition_that_the_catalogue_does_not_know_of_a_part_is_pain_there(athlete: Athlete) -> None:
    advise(athlete, "avoid")
    active_line(athlete, **LINEAR)
    query = "insert into public.complaints (body_part, condition, since) values ('wrist', 'hernia', %s)"
    assert athlete.write(query, NOON.date())
    assert today(athlete, NOON)["caution"]["severity"] == "avoid"
