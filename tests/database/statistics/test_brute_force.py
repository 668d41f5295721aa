"""After any sets were logged, corrected and deleted, the statistics match the raw sets."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.database import facts
from tests.database.athlete import Athlete
from tests.database.statistics import answers, brute_force
from tests.database.workouts.test_same_truth import EXAMPLES, LATER, PATIENT

SINCE = facts.FIRST_DAY.date() - timedelta(days=7)


@settings(PATIENT, max_examples=EXAMPLES)
@given(data=st.data())
def test_the_statistics_are_what_the_raw_sets_make(athlete: Athlete, data: st.DataObject) -> None:
    with athlete.sql.transaction(force_rollback=True):
        workouts = data.draw(st.lists(facts.workouts(), min_size=1, max_size=6))
        for workout in workouts:
            athlete.log(workout, now=LATER)
        for workout in data.draw(st.lists(st.sampled_from(workouts), max_size=2)):
            athlete.correct(data.draw(facts.workouts()) | {"id": workout["id"]}, now=LATER)
        for workout in data.draw(st.lists(st.sampled_from(workouts), max_size=2)):
            athlete.write("delete from public.workout_sessions where id = %s", workout["id"])
        sets = brute_force.done(athlete)

        for exercise in facts.EXERCISES:
            assert answers.progress(athlete, exercise) == brute_force.progress(sets, exercise)
        assert answers.muscles(athlete, SINCE, now=LATER) == brute_force.muscles(sets)
        told = answers.overview(athlete, LATER)
        assert {
            **{k: v for k, v in told["totals"].items() if not k.endswith("_day")},
            "favourites": [
                (f["workouts"], _timestamp(f["last_trained_at"])) for f in told["favourite_exercises"]
            ],
            "strongest": [lift["estimated_1rm_kg"] for lift in told["strongest_lifts"]],
        } == brute_force.overview(sets)


@settings(PATIENT, max_examples=EXAMPLES)
@given(
    weighed=st.lists(st.tuples(facts.moments, st.sampled_from([70, 71.5, 80.25])), max_size=12),
    checked_in=st.dictionaries(st.integers(0, 20), st.sampled_from([69, 72.5]), max_size=6),
    zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
)
def test_weights_are_by_day_and_their_means_by_week(
    athlete: Athlete, weighed: list[tuple[datetime, float]], checked_in: dict[int, float], zone: str
) -> None:
    with athlete.sql.transaction(force_rollback=True):
        athlete.write("update public.profiles set timezone = %s where id = %s", zone, athlete.id)
        weights: dict[date, Decimal] = {}
        for days, kilograms in checked_in.items():
            noon = facts.FIRST_DAY.replace(hour=12, tzinfo=ZoneInfo(zone)) + timedelta(days=days)
            athlete.check_in(noon, weight_kg=kilograms)
            weights[noon.date()] = Decimal(str(kilograms))
        # Of two at one moment none is the last: keep one.
        for at, kilograms in sorted(dict(weighed).items()):
            athlete.write(
                "insert into public.body_measurements (logged_at, weight_kg) values (%s, %s)", at, kilograms
            )
            weights[at.astimezone(ZoneInfo(zone)).date()] = Decimal(str(kilograms))
        told = [(row["day"], row["weight_kg"], row["mean_7_days_kg"]) for row in answers.bodyweight(athlete)]
        assert told == brute_force.bodyweight(weights)


def _timestamp(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
