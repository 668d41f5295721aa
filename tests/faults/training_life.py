"""A user's training over HTTP, call by call, next to a small model that predicts every answer."""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from local.services import Address
from tests.database import facts
from tests.database.athlete import Athlete, Document
from tests.database.billing.purchases import subscribe
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.faults.courses import MOVES, OVER, PREMIUM_READS, READS, RUNNING, TAKES_SETS, plan_of
from tests.faults.phone import Phone, SetFacts, facts_of, number_of, was_performed
from tests.faults.planning_life import PlanningLife
from tests.faults.retold import Tellings, may_be_told_again, times_of
from tests.support import Connection


class TrainingLife(PlanningLife):
    """Workouts by status and sets by id: what was answered is there, and nothing else is."""

    stack: ClassVar[Address]
    sql: ClassVar[Connection]

    @initialize(plan=facts.plans(), is_premium=st.booleans())
    def sign_up(self, plan: list[list[Document]], is_premium: bool) -> None:  # noqa: FBT001 - by name
        self.phone = Phone.of_somebody_new(self.stack)
        self.is_premium = is_premium
        if is_premium:
            subscribe(self.sql, self.phone.id)
        self.phone.call(
            "complete_onboarding",
            p_profile={"timezone": "Europe/Berlin", "fitness_level": "beginner", "weekly_workout_target": 2},
            p_goal={"goal_type": "gain_muscle"},
            p_equipment=[],
        )
        self.plan: str = self.phone.call("create_plan", p_plan=plan_of(plan))
        self.phone.call("activate_plan", p_plan_id=self.plan)
        self.workouts: dict[str, str] = {}
        self.sets: dict[str, SetFacts] = {}
        self.documents: dict[str, Document] = {}
        self.tellings = Tellings()
        self.read_plan()

    def teardown(self) -> None:
        if not hasattr(self, "phone"):
            return
        try:
            athlete = Athlete(self.sql, self.phone.id)
            assert_ledger_is_sound(athlete)
            wrong = differences(state(athlete), derived_anew(athlete))
            assert not wrong, wrong
        finally:
            self.sql.execute("delete from auth.users where id = %s", [self.phone.id])
            self.phone.close()

    # A workout as it happens

    @rule(data=st.data(), has_id=st.booleans())
    def start(self, data: st.DataObject, has_id: bool) -> None:  # noqa: FBT001 - by name
        day = data.draw(st.sampled_from([None, *self.days]))
        chosen = data.draw(self.known_or_new()) if has_id else None
        given: Document = {"p_plan_workout_id": day, "p_session_id": chosen}
        running = next((one for one, status in self.workouts.items() if status in RUNNING), None)
        if chosen in self.workouts:
            assert self.phone.call("start_workout", **given)["status"] == self.workouts[chosen]
        elif running is None:
            begun = self.phone.call("start_workout", **given)
            assert begun["status"] == "started"
            self.workouts[begun["id"]] = "started"
            self.day_of[begun["id"]] = day
        elif chosen is None and self.day_of.get(running) == day:
            assert self.phone.call("start_workout", **given)["id"] == running
        else:
            assert running in self.phone.call("start_workout", 409, **given)["details"]

    @rule(data=st.data(), verb=st.sampled_from(sorted(MOVES)))
    def move(self, data: st.DataObject, verb: str) -> None:
        workout = data.draw(self.known_or_new())
        before = self.workouts.get(workout)
        if before is None:
            self.phone.call(verb, 404, p_session_id=workout)
        elif before not in MOVES[verb]:
            self.phone.call(verb, 409, p_session_id=workout)
        else:
            answer = self.phone.call(verb, p_session_id=workout)
            self.workouts[workout] = MOVES[verb][before]
            if verb == "finish_workout":
                assert answer["session_id"] == workout
            else:
                assert answer["status"] == self.workouts[workout]

    @precondition(lambda self: self.days)
    @rule(data=st.data())
    def skip(self, data: st.DataObject) -> None:
        workout, day = data.draw(self.known_or_new()), data.draw(st.sampled_from(self.days))
        is_refused = self.workouts.get(workout, "skipped") != "skipped"
        self.phone.call(
            "skip_workout", 409 if is_refused else 200, p_plan_workout_id=day, p_session_id=workout
        )
        self.workouts.setdefault(workout, "skipped")

    # Sets

    @precondition(lambda self: self.workouts)
    @rule(data=st.data())
    def add_set(self, data: st.DataObject) -> None:
        workout = data.draw(st.sampled_from(list(self.workouts)))
        one_set = data.draw(facts.sets(self.lines)) | {"workout_session_id": workout}
        if self.workouts[workout] in TAKES_SETS:
            self.phone.put("session_exercises", one_set)
            self.sets[one_set["id"]] = facts_of(workout, one_set)
        else:
            self.phone.put("session_exercises", one_set, 409)

    @precondition(lambda self: self.sets_that_move())
    @rule(data=st.data())
    def correct_set(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(self.sets_that_move()))
        changed = data.draw(facts.sets(self.lines)) | {"id": known}
        assert self.phone.change("session_exercises", known, **changed) == 1
        self.sets[known] = facts_of(self.sets[known][0], changed)

    @precondition(lambda self: self.sets)
    @rule(data=st.data())
    def delete_set(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from([*self.sets, str(uuid4())]))
        assert self.phone.drop("session_exercises", known) == (1 if self.sets.pop(known, None) else 0)

    # Workouts as a whole

    @rule(data=st.data())
    def log(self, data: st.DataObject) -> None:
        document = data.draw(facts.workouts(self.days, self.lines))
        self.tell(document)

    @rule(data=st.data())
    def tell_twice(self, data: st.DataObject) -> None:
        """Another device has nothing or twenty minutes of it late, and perhaps a set less."""
        known = data.draw(facts.workouts(self.days, self.lines).filter(may_be_told_again))
        self.tell(known)
        late = timedelta(minutes=data.draw(st.sampled_from([0, 20])))
        started, ended = (moment + late for moment in times_of(known))
        told = {"id": data.draw(facts.ids), "started_at": started.isoformat(), "ended_at": ended.isoformat()}
        sets = [one | {"id": data.draw(facts.ids)} for one in known["sets"][data.draw(st.integers(0, 1)) :]]
        self.tell(known | told | {"sets": sets})

    @precondition(lambda self: self.tellings.duplicate_of)
    @rule(data=st.data())
    def keep_duplicate(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(list(self.tellings.duplicate_of)))
        assert self.phone.call("keep_duplicate", p_session_id=known)["duplicate_of"] is None
        self.workouts[known] = "completed"
        del self.tellings.duplicate_of[known]

    @precondition(lambda self: self.logged())
    @rule(data=st.data(), is_same=st.booleans())
    def log_again(self, data: st.DataObject, is_same: bool) -> None:  # noqa: FBT001 - by name
        known = data.draw(st.sampled_from(self.logged()))
        other = {} if is_same else {"notes": str(uuid4())}
        self.phone.call("log_workout", 200 if is_same else 409, p_workout=self.documents[known] | other)

    @precondition(lambda self: self.workouts)
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(list(self.workouts)))
        document = data.draw(facts.workouts(self.days, self.lines)) | {"id": known}
        for one_set, kept in zip(document["sets"], self.sets_of(known), strict=False):
            one_set["id"] = kept
        if self.workouts[known] in OVER:
            summary = self.phone.call("correct_workout", p_workout=document)
            before = self.tellings.times.get(known), self.exercises().get(known)
            self.forget_sets(known)
            self.know(document)
            if self.workouts[known] == "duplicate":
                self.decide([known])
            elif before != (self.tellings.times[known], self.exercises().get(known)):
                self.decide(self.tellings.followers(known))
            assert summary["duplicate_of"] == self.tellings.duplicate_of.get(known)
        else:
            self.phone.call("correct_workout", 409, p_workout=document)

    @precondition(lambda self: self.workouts)
    @rule(data=st.data())
    def delete_workout(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(list(self.workouts)))
        assert self.phone.drop("workout_sessions", known) == 1
        self.forget_sets(known)
        del self.workouts[known]
        self.documents.pop(known, None)
        self.tellings.times.pop(known, None)
        self.tellings.duplicate_of.pop(known, None)
        self.decide(self.tellings.followers(known))

    # What is read

    @rule(name=st.sampled_from(sorted({**READS, **PREMIUM_READS})))
    def read(self, name: str) -> None:
        is_refused = name in PREMIUM_READS and not self.is_premium
        self.phone.call(name, 402 if is_refused else 200, **{**READS, **PREMIUM_READS}[name])

    @precondition(lambda self: self.lines)
    @rule(data=st.data())
    def explain(self, data: st.DataObject) -> None:
        line, _ = data.draw(st.sampled_from(self.lines))
        self.phone.call("explain_prescription", p_plan_exercise_id=line)
        self.phone.call("simulate_progression", p_plan_exercise_id=line, p_outcomes=[{"reps": [8, 8]}])

    @rule()
    def look_over(self) -> None:
        """Totals are of completed workouts with a set that was performed."""
        totals = self.phone.call("training_overview")["totals"]
        counted = [
            one for one in self.sets.values() if was_performed(one) and self.workouts[one[0]] == "completed"
        ]
        workouts = {one[0] for one in counted}
        assert (totals["workouts"], totals["sets"]) == (len(workouts), number_of(counted))

    @invariant()
    def what_was_answered_is_there(self) -> None:
        assert self.phone.workouts() == self.workouts
        assert self.phone.sets() == self.sets

    # The model

    def known_or_new(self) -> st.SearchStrategy[str]:
        return st.sampled_from([*self.workouts, str(uuid4())])

    def logged(self) -> list[str]:
        return list(self.documents)

    def sets_of(self, workout: str) -> list[str]:
        return [known for known, one in self.sets.items() if one[0] == workout]

    def sets_that_move(self) -> list[str]:
        return [known for known, one in self.sets.items() if self.workouts[one[0]] in TAKES_SETS]

    def exercises(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for workout, exercise, *_ in self.sets.values():
            found.setdefault(workout, set()).add(exercise)
        return found

    def tell(self, document: Document) -> None:
        summary = self.phone.call("log_workout", p_workout=document)
        assert summary["session_id"] == document["id"]
        self.know(document)
        self.decide([document["id"]])
        assert summary["duplicate_of"] == self.tellings.duplicate_of.get(document["id"])

    def decide(self, told: list[str]) -> None:
        """Whether each is a duplicate, in the order in which they were told."""
        for workout in [one for one in self.workouts if one in told]:
            counted = [
                one for one, status in self.workouts.items() if status == "completed" and one != workout
            ]
            original = self.tellings.original_of(workout, counted, self.exercises())
            self.workouts[workout] = "completed" if original is None else "duplicate"
            self.tellings.duplicate_of.pop(workout, None)
            if original is not None:
                self.tellings.duplicate_of[workout] = original

    def know(self, document: Document) -> None:
        self.workouts.setdefault(document["id"], "completed")
        self.tellings.times[document["id"]] = times_of(document)
        self.documents[document["id"]] = document
        for one_set in document["sets"]:
            self.sets[one_set["id"]] = facts_of(document["id"], one_set)

    def forget_sets(self, workout: str) -> None:
        self.sets = {known: one for known, one in self.sets.items() if one[0] != workout}
