"""Lines that join and leave targets while workouts before and after are told, in any order."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.database.athlete import BENCH, SQUAT, Athlete, Connection, line, one_set, sign_up, workout
from tests.database.gear import own
from tests.database.progress import derived_anew, differences, state
from tests.database.workouts.test_same_truth import EXAMPLES, PATIENT

# What is edited is edited now: in the midst of the workouts.
NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=40)
LINES = "public.workout_plan_day_exercises"
PLAN = [line(SQUAT, progression={"scheme": "linear"}, current_suggested_weight_kg=60)]
moments = st.sampled_from([-20, -3, -2, -1, 1, 2, 3, 18]).map(
    lambda days: NOW + timedelta(days=days, hours=1)
)


class SharedLife(RuleBasedStateMachine):
    """A user who trains a lift on three days and changes them."""

    connection: Connection

    @initialize(loads=st.lists(st.sampled_from([60, 60, None, 50]), min_size=3, max_size=3))
    def sign_up(self, loads: list[float | None]) -> None:
        self._numbers = itertools.count(1)
        self.athlete: Athlete = sign_up(self.connection)
        plan = self.athlete.create_plan(
            *[[PLAN[0] | {"id": self.new_id(), "current_suggested_weight_kg": kg}] for kg in loads]
        )
        self.days = self.athlete.days_of(plan)

    def teardown(self) -> None:
        self.connection.execute("delete from auth.users where id = %s", [self.athlete.id])

    def new_id(self) -> str:
        """Ids in no order of making, but the same in every run: what is told apart by id is so again."""
        number = next(self._numbers)
        return str(uuid.UUID(int=(number * 0x9E37 % 0x10000 << 112) + number, version=4))

    def lines(self) -> list[str]:
        query = f"""
            select x.id::text
            from {LINES} as x inner join public.workout_plan_days as d on d.id = x.plan_workout_id
            where x.user_id = %s
            order by d.order_in_plan, x.created_at
        """
        return [row[0] for row in self.athlete.rows(query, self.athlete.id)]

    @precondition(lambda self: self.lines())
    @rule(
        data=st.data(), at=moments, kg=st.sampled_from([50, 60, 62.5, 65]), reps=st.sampled_from([3, 5, 8]),
        exercise=st.sampled_from([SQUAT, SQUAT, BENCH]),
    )  # fmt: skip
    def train(self, data: st.DataObject, at: datetime, kg: float, reps: int, exercise: str) -> None:
        trained = data.draw(st.lists(st.sampled_from(self.lines()), min_size=1, max_size=2))
        sets = [
            one_set(exercise, reps, kg, workout_plan_exercise_id=one) for one in trained for _ in range(3)
        ]
        self.athlete.log(workout(at, *sets) | {"id": self.new_id()}, now=LATER)

    @rule(data=st.data())
    def delete_workout(self, data: st.DataObject) -> None:
        query = "select id::text from public.workout_sessions where user_id = %s order by started_at, id"
        if sessions := [row[0] for row in self.athlete.rows(query, self.athlete.id)]:
            self.athlete.write(
                "delete from public.workout_sessions where id = %s", data.draw(st.sampled_from(sessions))
            )

    @precondition(lambda self: self.lines())
    @rule(
        data=st.data(),
        change=st.sampled_from([
            ("target_reps", "3"), ("target_reps", "5"), ("target_sets", 2), ("target_rir", 2),
            ("target_group", 1), ("target_group", None), ("section", "warmup"), ("section", "main"),
            ("current_suggested_weight_kg", 50), ("current_suggested_weight_kg", 62.5),
            ("exercise_id", BENCH), ("exercise_id", SQUAT),
        ]),
    )  # fmt: skip
    def edit(self, data: st.DataObject, change: tuple[str, object]) -> None:
        edited = data.draw(st.lists(st.sampled_from(self.lines()), min_size=1, max_size=3, unique=True))
        column, value = change
        self.athlete.write(f"update {LINES} set {column} = %s where id = any(%s::uuid[])", value, edited)

    @precondition(lambda self: len(self.lines()) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        lines = self.lines()
        gone = data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=len(lines) - 1, unique=True))
        self.athlete.write(f"delete from {LINES} where id = any(%s::uuid[])", gone)

    @precondition(lambda self: len(self.lines()) < 5)
    @rule(data=st.data(), kg=st.sampled_from([None, 60]))
    def add(self, data: st.DataObject, kg: float | None) -> None:
        self.athlete.write(
            f"""
            insert into {LINES} (
                id, plan_workout_id, exercise_id, order_in_workout, target_sets, target_reps, progression,
                current_suggested_weight_kg
            ) values (%s, %s, %s, 1, 3, '5', '{{"scheme": "linear"}}', %s)
            """,
            self.new_id(), data.draw(st.sampled_from(self.days)), SQUAT, kg,
        )  # fmt: skip

    @rule(plates=st.sampled_from([[20.0, 10.0], [20.0, 10.0, 5.0, 1.25]]))
    def get_plates(self, plates: list[float]) -> None:
        own(self.athlete, "barbell", base_kg=20, plates_kg=plates)

    @invariant()
    def one_target_is_one_load(self) -> None:
        query = f"""
            select target_id from {LINES} where user_id = %s
            group by target_id
            having count(distinct coalesce(current_suggested_weight_kg, -1)) > 1
                or count(distinct exercise_id) > 1
        """
        assert not self.athlete.rows(query, self.athlete.id)

    @invariant()
    def lines_follow_what_their_latest_facts_say(self) -> None:
        query = f"""
            select from {LINES} as x
            where x.user_id = %s and x.target_id <> private.target_at(x.user_id, x.id, 'infinity')
        """
        assert not self.athlete.rows(query, self.athlete.id)

    @invariant()
    def nothing_depends_on_the_way(self) -> None:
        assert not differences(state(self.athlete), derived_anew(self.athlete))


def test_any_life_of_shared_targets_leaves_what_its_facts_make(sql: Connection) -> None:
    life = type("Life", (SharedLife,), {"connection": sql})
    run_state_machine_as_test(life, settings=settings(PATIENT, max_examples=EXAMPLES, stateful_step_count=12))
