"""Lets one person train by one scheme, through the functions that the Data API calls.

As the signed-in user, each call a transaction. The public functions take the time of the database; so this
calls the private ones behind them, which take it as an argument.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bench.facts import Json
from bench.seasons.account import Account
from bench.seasons.facts import Season, SetDone, Step, Target
from bench.seasons.fit import fit
from bench.seasons.lifter import do_line
from bench.seasons.people import FIRST_DAY, Absence, Person
from bench.seasons.prescribed import Prescribed
from bench.seasons.schemes import Scheme

_HOUR = time(18, tzinfo=UTC)
_LASTS = timedelta(hours=1)
_DELOAD_DAYS = 7
# Light weeks are accepted once in four weeks.
_DAYS_BETWEEN_DELOADS = 28
# Every so many apps in pounds, the last one sends two decimals, as Hevy and Strong export.
_ROUNDING = 4
# Answers of a check-in: on an ordinary day, their change with the form, and the highest.
_FELT = {
    "sleep": (3.7, 40, 5),
    "soreness": (2.2, -20, 5),
    "energy": (7.2, 80, 10),
    "mood": (3.8, 40, 5),
}
_STEPS = """
select
    plan_exercise_id::text, session_id::text, reason_code::text, rule, outcome::text, old_target, new_target,
    effective_at
from public.prescriptions
where superseded_at is null
order by effective_at, plan_exercise_id, session_id nulls first
"""


def live(url: str, scheme: Scheme, person: Person) -> Season:
    """Let a person train for its weeks; `url` is the superuser's."""
    account = Account(url, scheme, person)
    try:
        account.open()
        return _Course(account).run()
    finally:
        account.close()


def announced(records: Sequence[Mapping[str, Any]]) -> int:
    """Return how many records of a summary are news; all of them where it doesn't say so."""
    return sum(bool(one.get("is_announced", True)) for one in records)


class _Course:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._person, self._scheme = account.person, account.scheme
        self._season = Season(account.scheme, account.person)
        self._deload_on: date | None = None

    def run(self) -> Season:
        for week in range(self._person.weeks):
            for weekday in self._scheme.weekdays:
                day = FIRST_DAY + timedelta(weeks=week, days=weekday)
                if absence := self._person.away(day):
                    self._report(absence)
                elif self._person.trains(day):
                    self._train(day)
        numbers = {name: number for number, name in enumerate(self._account.line_ids)}
        self._season.steps = [
            Step(numbers[line], session, code, rule, outcome, old, new, at.astimezone(UTC).date())
            for line, session, code, rule, outcome, old, new, at in self._account.rows(_STEPS)
        ]
        return self._season

    def _report(self, absence: Absence) -> None:
        if self._person.reports_breaks:
            self._account.rows(
                "insert into public.training_breaks (id, kind, starts_on, ends_on) values (%s, %s, %s, %s)"
                " on conflict do nothing",
                self._account.make_id("break", absence.starts_on), absence.kind, absence.starts_on,
                absence.ends_on,
            )  # fmt: skip

    def _check_in(self, day: date, at: datetime) -> None:
        chance, form = self._person.chance("check-in", day), self._person.form(day)
        felt = {
            name: min(max(round(ordinary + form * change + chance.gauss(0, 0.6)), 1), most)
            for name, (ordinary, change, most) in _FELT.items()
        }
        self._account.call("select private.record_check_in(%s, %s, null, %s)", json.dumps(felt), at)

    def _train(self, day: date) -> None:
        at = datetime.combine(day, _HOUR)
        if self._person.checks_in:
            self._check_in(day, at - timedelta(minutes=30))
        workout = self._next(at)
        if workout["deload"]:
            named = frozenset(one["exercise_id"] for one in workout["deload"]["exercises"])
            self._season.hints.append((day, named))
            if self._accepts(day):
                self._account.call("select (private.start_deload(%s, null, %s, %s)).id", _DELOAD_DAYS, at)
                self._deload_on = day
                self._season.deloads += 1
                workout = self._next(at)
        self._log(day, at, workout)

    def _next(self, at: datetime) -> dict[str, Any]:
        workout: dict[str, Any] = self._account.call("select private.next_workout(%s, %s)", at)
        return workout

    def _accepts(self, day: date) -> bool:
        recent = self._deload_on and (day - self._deload_on).days < _DAYS_BETWEEN_DELOADS
        return self._person.accepts_deloads and not recent

    def _log(self, day: date, at: datetime, workout: dict[str, Any]) -> None:
        session = self._account.make_id("session", day)
        sets: list[Json] = []
        for exercise in workout["exercises"]:
            prescribed = Prescribed.read(exercise)
            number = self._account.line_ids.index(prescribed.plan_exercise_id)
            step = self._scheme.step_of(self._season.lines[number])
            done = do_line(self._person, self._season.lines[number], prescribed, day, step)
            sets += [self._set(len(sets) + nth, prescribed, one, day) for nth, one in enumerate(done, 1)]
            self._season.targets.append(self._target(number, prescribed, done, day, session))
        document: Json = {
            "id": session, "plan_workout_id": workout["plan_workout_id"], "started_at": at.isoformat(),
            "ended_at": (at + _LASTS).isoformat(), "timezone": "UTC", "sets": sets,
        }  # fmt: skip
        summary = self._account.call(
            "select private.log_workout(%s, %s, %s)", json.dumps(document), at + _LASTS
        )
        self._season.workouts += 1
        self._season.records += announced(summary["records"])

    def _set(self, place: int, prescribed: Prescribed, one: SetDone, day: date) -> Json:
        digits = 2 if self._scheme.in_pounds and self._person.number % _ROUNDING == _ROUNDING - 1 else 3
        return {
            "id": self._account.make_id("set", day, place), "exercise_id": prescribed.exercise_id,
            "workout_plan_exercise_id": prescribed.plan_exercise_id, "set_order": place,
            "logged_reps": one.reps,
            "logged_weight_kg": None if one.load_kg is None else round(one.load_kg, digits),
            "difficulty_rating": one.rpe,
        }  # fmt: skip

    def _target(
        self, number: int, prescribed: Prescribed, done: Sequence[SetDone], day: date, session: str
    ) -> Target:
        line = self._season.lines[number]
        is_open = prescribed.load(0) is None and line.lift.bears != "body"
        chosen = next(one.load_kg for one in done if not one.is_extra)
        lifted = replace(prescribed, load_kg=chosen) if is_open else prescribed
        return Target(
            number,
            day,
            session,
            prescribed,
            fit(self._person, line, lifted, day, self._scheme.step_of(line)),
            tuple(done),
            is_return=self._person.returned(day) is not None,
            is_open=is_open,
        )
