"""After any events in any order, achievements are what the facts alone give."""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.database import facts
from tests.database.achievements.awards import RULE, awards
from tests.database.athlete import Connection, Document, sign_up
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.database.workouts.test_same_truth import EXAMPLES, LATER, PATIENT

# Our own rules take weeks; these are met, lost and met again within a few workouts.
LOW_RULES = (
    ("workouts", "{}", 2),
    ("workouts", "{}", 4),
    ("workouts", '{"from": "23:00", "until": "09:30"}', 2),
    ("workouts", '{"weekdays": [1, 6, 7]}', 2),
    ("sets", "{}", 5),
    ("volume_kg", "{}", 600),
    ("records", "{}", 1),
    ("exercises", "{}", 3),
    ("distance_km", "{}", 5),
    ("cardio_minutes", "{}", 25),
    ("returns", '{"days": 3}', 2),
    ("muscle_groups_in_week", '{"sets": 1}', 4),
    ("weeks_on_target", "{}", 2),
    ("weekly_streak", "{}", 2),
)


@contextmanager
def low_rules(sql: Connection) -> Iterator[None]:
    """Rules for the time of the block; all that was written in it is undone."""
    with sql.transaction(force_rollback=True):
        for metric, parameters, target in LOW_RULES:
            name = f"{metric.replace('_', '-')}-{len(parameters)}-{target}-low"
            sql.execute(RULE.encode(), [name, name, metric, parameters, target, 5])
        yield


@settings(PATIENT, max_examples=EXAMPLES)
@given(data=st.data())
def test_any_history_unlocks_what_its_facts_make(sql: Connection, data: st.DataObject) -> None:
    with low_rules(sql):
        zone = data.draw(st.sampled_from(["UTC", "Europe/Berlin"]))
        athlete = sign_up(sql, zone=zone, at=data.draw(facts.sign_ups))
        athlete.write("update public.profiles set weekly_workout_target = 1 where id = %s", athlete.id)
        documents = data.draw(st.lists(facts.workouts(), min_size=2, max_size=8))
        gone = data.draw(st.lists(st.sampled_from(documents), max_size=2, unique_by=id_of))
        for document in documents:
            athlete.log(document, now=LATER)
            assert not differences(state(athlete), derived_anew(athlete))
        for document in gone:
            athlete.write("delete from public.workout_sessions where id = %s", document["id"])
            assert not differences(state(athlete), derived_anew(athlete))
        assert_ledger_is_sound(athlete)


@settings(PATIENT, max_examples=EXAMPLES)
@given(data=st.data())
def test_in_any_order_the_same_is_unlocked_at_the_same_moments(sql: Connection, data: st.DataObject) -> None:
    documents = data.draw(facts.in_one_zone(least=2, most=6))
    unlocked = []
    for arrival in (documents, data.draw(st.permutations(documents))):
        with low_rules(sql):
            athlete = sign_up(sql)
            for document in arrival:
                athlete.log(document, now=LATER)
            unlocked.append((awards(athlete), athlete.xp()))
    assert unlocked[0] == unlocked[1]


def id_of(document: Document) -> str:
    return str(document["id"])
