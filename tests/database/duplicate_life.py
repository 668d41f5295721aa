"""A life in which some workouts are told again by another device, and merged or both kept."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.database import facts
from tests.database.athlete import Document
from tests.database.gear_life import GearLife

# After all of these workouts.
LATER = facts.FIRST_DAY + timedelta(days=40)


class DuplicateLife(GearLife):
    """Tells workouts again, and decides about those that are marked."""

    days: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    documents: list[Document]

    @precondition(lambda self: self.ended())
    @rule(data=st.data())
    def tell_again(self, data: st.DataObject) -> None:
        """As another device has it: later, and not all of it, or with one set more."""
        started, ended, exercises = data.draw(st.sampled_from(self.ended()))
        sets = [data.draw(facts.sets_of(one)) for one in exercises[data.draw(st.integers(0, 1)) :]]
        if data.draw(st.booleans()):
            sets.append(data.draw(facts.sets(self.lines)))
        late = timedelta(minutes=data.draw(st.sampled_from([0, 5, 40])))
        document = {
            "id": data.draw(facts.ids),
            "plan_workout_id": data.draw(st.sampled_from([None, *self.days])),
            "started_at": (started + late).isoformat(),
            "ended_at": (ended + late).isoformat(),
            "sets": sets,
        }
        self.athlete.log(document, now=LATER)
        self.documents.append(document)

    @precondition(lambda self: self.duplicates())
    @rule(data=st.data())
    def keep_duplicate(self, data: st.DataObject) -> None:
        session, _ = data.draw(st.sampled_from(self.duplicates()))
        self.athlete.value("select private.keep_duplicate(%s, %s, %s)", self.athlete.id, session, LATER)

    @precondition(lambda self: self.duplicates())
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        keep, other = data.draw(st.permutations(data.draw(st.sampled_from(self.duplicates()))))
        merge = "select private.merge_workouts(%s, %s, %s, %s)"
        answer = self.athlete.value(merge, self.athlete.id, keep, other, LATER)
        assert answer == self.athlete.value(merge, self.athlete.id, keep, other, LATER)
        assert answer["duplicate_of"] is None

    def ended(self) -> list[tuple[datetime, datetime, list[str]]]:
        """Times and exercises of the workouts that took some time and have sets."""
        query = """
            select w.started_at, w.ended_at, array_agg(distinct s.exercise_id::text)
            from public.workout_sessions as w
            inner join public.session_exercises as s on s.workout_session_id = w.id
            where w.user_id = %s and w.ended_at > w.started_at group by w.id order by w.id
        """
        return [(row[0], row[1], row[2]) for row in self.athlete.rows(query, self.athlete.id)]

    def duplicates(self) -> list[tuple[str, str]]:
        """Each with the workout that counts instead."""
        query = """
            select id::text, duplicate_of::text from public.workout_sessions
            where user_id = %s and status = 'duplicate' order by id
        """
        return [(row[0], row[1]) for row in self.athlete.rows(query, self.athlete.id)]
