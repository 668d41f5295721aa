"""The same truth from the same facts.

Whatever happened, in whatever order, what is derived is what the facts alone make.
"""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.database import facts
from tests.database.athlete import Athlete, Connection, Document, sign_up
from tests.database.duplicate_life import DuplicateLife
from tests.database.progress import State, assert_ledger_is_sound, derived_anew, differences, state
from tests.database.progressions import Rules, progressions
from tests.database.weeks import take_break

# So late that what happened in the first days is history when it is told then.
LATER = facts.FIRST_DAY + timedelta(days=40)
# Few here; a campaign has thousands: SPOTTER_EXAMPLES=5000.
EXAMPLES = int(os.environ.get("SPOTTER_EXAMPLES", "20"))
PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


class TrainingLife(DuplicateLife):
    """A user who logs, corrects and deletes, by RPC and by plain CRUD."""

    @initialize(
        zone=st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Pago_Pago"]),
        starts_on=st.sampled_from([1, 7]),
        plan=facts.plans(),
        at=facts.sign_ups,
    )
    def sign_up(self, zone: str, starts_on: int, plan: list[list[Document]], at: datetime) -> None:
        self.athlete = sign_up(self.connection, zone=zone, at=at)
        self.change_profile("week_starts_on", starts_on)
        self.days = tuple(self.athlete.days_of(self.athlete.create_plan(*plan)))
        self.lines = lines_of(self.athlete)
        self.documents: list[Document] = []

    def teardown(self) -> None:
        self.connection.execute("delete from auth.users where id = %s", [self.athlete.id])

    @rule(data=st.data())
    def log(self, data: st.DataObject) -> None:
        document = data.draw(facts.workouts(self.days, self.lines))
        self.athlete.log(document, now=LATER)
        self.documents.append(document)

    @rule(data=st.data())
    def train(self, data: st.DataObject) -> None:
        at = data.draw(facts.moments)
        session = self.athlete.start(at, data.draw(st.sampled_from([None, *self.days])), data.draw(facts.ids))
        for one_set in data.draw(st.lists(facts.sets(self.lines), max_size=4)):
            self.athlete.add_set(session, one_set)
        self.athlete.finish(session, at + timedelta(minutes=30))

    @precondition(lambda self: self.documents)
    @rule(data=st.data())
    def log_again(self, data: st.DataObject) -> None:
        document = data.draw(st.sampled_from(self.documents))
        if document["id"] in self.sessions():
            before = state(self.athlete)
            self.athlete.log(document, now=LATER)
            assert state(self.athlete) == before

    @precondition(lambda self: self.sessions())
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from(self.sessions()))
        document = data.draw(facts.workouts(self.days, self.lines)) | {"id": session}
        kept = (
            data.draw(st.lists(st.sampled_from(self.sets(session)), unique=True))
            if self.sets(session)
            else []
        )
        for one_set, known in zip(document["sets"], kept, strict=False):
            one_set["id"] = known
        self.athlete.correct(document, now=LATER)
        self.documents.append(document)

    @precondition(lambda self: self.sessions())
    @rule(data=st.data())
    def delete_session(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from(self.sessions()))
        assert self.athlete.write("delete from public.workout_sessions where id = %s", session) == 1

    @precondition(lambda self: self.sessions())
    @rule(data=st.data())
    def insert_late_set(self, data: st.DataObject) -> None:
        self.athlete.add_set(data.draw(st.sampled_from(self.sessions())), data.draw(facts.sets(self.lines)))

    @precondition(lambda self: self.sets())
    @rule(data=st.data())
    def change_set(self, data: st.DataObject) -> None:
        changed = data.draw(facts.sets(self.lines)) | {"id": data.draw(st.sampled_from(self.sets()))}
        columns = ", ".join(f"{column} = %s" for column in changed)
        assert self.athlete.write(
            f"update public.session_exercises set {columns} where id = %s", *changed.values(), changed["id"]
        )

    @precondition(lambda self: self.sets())
    @rule(data=st.data())
    def delete_sets(self, data: st.DataObject) -> None:
        gone = data.draw(st.lists(st.sampled_from(self.sets()), min_size=1, max_size=3, unique=True))
        assert self.athlete.write(
            "delete from public.session_exercises where id = any(%s::uuid[])", gone
        ) == len(gone)

    @rule()
    def take_check_ins_back(self) -> None:
        self.athlete.write("delete from public.check_ins where user_id = %s", self.athlete.id)

    @rule(at=facts.moments, weight=st.sampled_from([70, 90]))
    def weigh(self, at: datetime, weight: float) -> None:
        self.athlete.write(
            "insert into public.body_measurements (logged_at, weight_kg) values (%s, %s)", at, weight
        )

    @rule(
        data=st.data(),
        load=st.sampled_from([None, 20, 50, 60]),
        reps=st.sampled_from(["5", "8-10", "AMRAP"]),
        number=st.integers(1, 3),
    )
    def set_target(self, data: st.DataObject, load: float | None, reps: str, number: int) -> None:
        self.change_line(data, current_suggested_weight_kg=load, target_reps=reps, target_sets=number)

    @rule(data=st.data(), load=st.sampled_from([20, 50, 60]))
    def set_load(self, data: st.DataObject, load: float) -> None:
        self.change_line(data, current_suggested_weight_kg=load)

    @rule(data=st.data(), rules=progressions())
    def set_rules(self, data: st.DataObject, rules: Rules) -> None:
        self.change_line(data, progression=json.dumps(rules))

    @rule(data=st.data(), rir=st.sampled_from([None, 0, 2]))
    def set_effort(self, data: st.DataObject, rir: float | None) -> None:
        self.change_line(data, target_rir=rir)

    @rule(data=st.data(), exercise=st.sampled_from(facts.EXERCISES))
    def swap_exercise(self, data: st.DataObject, exercise: str) -> None:
        self.change_line(data, exercise_id=exercise)

    @rule(data=st.data(), group=st.sampled_from([None, 1, 2]))
    def set_target_group(self, data: st.DataObject, group: int | None) -> None:
        self.change_line(data, target_group=group)

    @precondition(lambda self: len(self.lines) > 4)
    @rule(data=st.data())
    def remove_line(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(self.lines))
        assert self.athlete.write("delete from public.workout_plan_day_exercises where id = %s", gone[0])
        self.lines = tuple(kept for kept in self.lines if kept != gone)

    @rule(days=st.sampled_from([None, 1, 2, 5]))
    def set_weekly_target(self, days: int | None) -> None:
        self.change_profile("weekly_workout_target", days)

    @rule(day=st.integers(1, 7))
    def set_week_start(self, day: int) -> None:
        self.change_profile("week_starts_on", day)

    @rule(
        kind=st.sampled_from(["illness", "injury", "travel", "deload"]),
        first=facts.moments,
        days=st.sampled_from([None, 0, 3, 6, 9]),
    )
    def take_break(self, kind: str, first: datetime, days: int | None) -> None:
        last = None if days is None else first.date() + timedelta(days=days)
        take_break(self.athlete, kind, first.date(), last)

    @rule(kind=st.sampled_from(["illness", "deload"]), last=facts.moments)
    def change_breaks(self, kind: str, last: datetime) -> None:
        self.athlete.write(
            "update public.training_breaks set kind = %s, ends_on = greatest(starts_on, %s)",
            kind,
            last.date(),
        )

    @rule()
    def drop_breaks(self) -> None:
        self.athlete.write("delete from public.training_breaks")

    # Of these days it settles what is five weeks old.
    @rule(at=st.builds(lambda days: facts.FIRST_DAY + timedelta(days=days), st.integers(32, 72)))
    def settle(self, at: datetime) -> None:
        self.athlete.value("select private.settle_streaks(%s, 50000, null)", at)

    @invariant()
    def nothing_depends_on_the_way(self) -> None:
        assert_ledger_is_sound(self.athlete)
        assert not differences(state(self.athlete), derived_anew(self.athlete))

    def sessions(self) -> list[str]:
        query = "select id::text from public.workout_sessions where user_id = %s order by id"
        return [row[0] for row in self.athlete.rows(query, self.athlete.id)]

    def sets(self, session: str | None = None) -> list[str]:
        query = """
            select id::text from public.session_exercises
            where user_id = %s and workout_session_id = coalesce(%s, workout_session_id) order by id
        """
        return [row[0] for row in self.athlete.rows(query, self.athlete.id, session)]

    def change_line(self, data: st.DataObject, **values: object) -> None:
        plan_line, _ = data.draw(st.sampled_from(self.lines))
        columns = ", ".join(f"{column} = %s" for column in values)
        assert self.athlete.write(
            f"update public.workout_plan_day_exercises set {columns} where id = %s",
            *values.values(),
            plan_line,
        )

    def change_profile(self, column: str, value: object) -> None:
        assert self.athlete.write(
            f"update public.profiles set {column} = %s where id = %s", value, self.athlete.id
        )


def lines_of(athlete: Athlete) -> tuple[tuple[str, str], ...]:
    """The plan's lines with their exercises, in the order of the plan."""
    query = """
        select x.id::text, x.exercise_id::text
        from public.workout_plan_day_exercises as x
        inner join public.workout_plan_days as d on d.id = x.plan_workout_id
        where x.user_id = %s order by d.order_in_plan, x.order_in_workout
    """
    return tuple((row[0], row[1]) for row in athlete.rows(query, athlete.id))


def test_any_life_leaves_what_its_facts_make(sql: Connection) -> None:
    life = type("Life", (TrainingLife,), {"connection": sql})
    run_state_machine_as_test(life, settings=settings(PATIENT, max_examples=EXAMPLES, stateful_step_count=12))


@pytest.fixture
def trainee(sql: Connection) -> Athlete:
    athlete = sign_up(sql, zone="Europe/Berlin")
    athlete.create_plan(*facts.PLAN)
    return athlete


def outcome(athlete: Athlete, facts_happen: Callable[[], object]) -> State:
    """What is derived after something happened, which is then undone."""
    with athlete.sql.transaction(force_rollback=True):
        facts_happen()
        return state(athlete)


@settings(PATIENT, max_examples=EXAMPLES)
@given(data=st.data())
def test_arrival_order_does_not_matter(trainee: Athlete, data: st.DataObject) -> None:
    """A back-dated workout counts the same whenever it arrives."""
    documents = data.draw(facts.in_one_zone(lines_of(trainee), least=2, most=6))
    shuffled = data.draw(st.permutations(documents))
    first = outcome(trainee, lambda: [trainee.log(d, now=LATER) for d in documents])
    second = outcome(trainee, lambda: [trainee.log(d, now=LATER) for d in shuffled])
    assert not differences(first, second)


@settings(PATIENT, max_examples=EXAMPLES)
@given(data=st.data())
def test_a_corrected_workout_is_as_if_logged_right_at_once(trainee: Athlete, data: st.DataObject) -> None:
    # In one zone: another one told at about the same time would decide the day (test_one_moment.py). And no
    # two at once, now or then: a duplicate is judged by what counts when it is corrected.
    drawn = data.draw(facts.in_one_zone(lines_of(trainee), least=2, most=8))
    right, wrong = drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]
    are_on_time = data.draw(st.lists(st.booleans(), min_size=4, max_size=4))
    wrong = [
        w | {"id": r["id"]} | ({key: r[key] for key in ("started_at", "ended_at")} if is_on_time else {})
        for r, w, is_on_time in zip(right, wrong, are_on_time, strict=False)
    ]
    order = data.draw(st.permutations(right))

    def correct_afterwards() -> None:
        for document in wrong:
            trainee.log(document, now=LATER)
        for document in order:
            trainee.correct(document, now=LATER)

    at_once = outcome(trainee, lambda: [trainee.log(d, now=LATER) for d in right])
    assert not differences(outcome(trainee, correct_afterwards), at_once)


@settings(PATIENT, max_examples=EXAMPLES)
@given(data=st.data())
def test_a_deleted_workout_leaves_nothing_behind(trainee: Athlete, data: st.DataObject) -> None:
    """Records and all else that a deleted workout brought go with it."""
    documents = data.draw(facts.in_one_zone(lines_of(trainee), least=1, most=6))
    split = data.draw(st.integers(0, len(documents) - 1))
    kept, gone = documents[:split], documents[split:]

    def log_all_and_delete() -> None:
        for document in data.draw(st.permutations(kept + gone)):
            trainee.log(document, now=LATER)
        for document in gone:
            trainee.write("delete from public.workout_sessions where id = %s", document["id"])

    without = outcome(trainee, lambda: [trainee.log(d, now=LATER) for d in kept])
    assert not differences(outcome(trainee, log_all_and_delete), without)
