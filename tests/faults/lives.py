"""People who train while things break. Each of them has two devices that write at the same time."""

import random
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from threading import Event
from types import TracebackType
from typing import Any, Self

from local.services import Address
from tests.database.athlete import BENCH, CURL, SQUAT, Document, one_set, workout
from tests.faults.device import Counts, Device
from tests.faults.diary import Diary, measured
from tests.faults.rig import Rig
from tests.people import Person, sign_up

PEOPLE = 3
_PATIENCE_SECONDS = 90


def chance(seed: object) -> random.Random:
    """What decides by chance, the same for the same seed."""
    return random.Random(str(seed))  # noqa: S311


class Offline:
    """Sends whole workouts of the last weeks, corrects them, deletes them and repeats itself."""

    def __init__(self, device: Device, diary: Diary, luck: random.Random) -> None:
        self._device = device
        self._diary = diary
        self._luck = luck
        self._sent: list[Document] = []

    def act(self) -> None:
        """One thing, done when this returns."""
        acts = [self._log, self._log, self._check_in]
        if self._sent:
            acts += [self._repeat, self._correct, self._delete]
        self._luck.choice(acts)()

    def _log(self) -> None:
        start = datetime.now(UTC) - timedelta(
            days=self._luck.randrange(1, 60), minutes=self._luck.randrange(900)
        )
        done = workout(start, *self._sets(), minutes=30)
        self._device.call("log_workout", p_workout=done)
        self._diary.logged(done)
        self._sent.append(done)

    def _repeat(self) -> None:
        self._device.call("log_workout", p_workout=self._luck.choice(self._sent))

    def _correct(self) -> None:
        done = self._sent.pop(self._luck.randrange(len(self._sent)))
        kept = done["sets"][: self._luck.randrange(len(done["sets"]) + 1)]
        corrected = {**done, "sets": [*kept, one_set(CURL, 10, 20, order=len(kept) + 1)]}
        self._device.call("correct_workout", p_workout=corrected)
        self._diary.logged(corrected)
        self._sent.append(corrected)

    def _delete(self) -> None:
        done = self._sent.pop(self._luck.randrange(len(self._sent)))
        self._device.remove("workout_sessions", done["id"])
        self._diary.gone(done["id"])

    def _check_in(self) -> None:
        # Of the day that the server sees: midnight may pass before it answers.
        before = datetime.now(UTC).date()
        self._device.call("record_check_in", p_check_in={"energy": self._luck.randint(1, 10)})
        if before == datetime.now(UTC).date():
            self._diary.days.add(before.isoformat())

    def _sets(self) -> list[Document]:
        return [
            one_set(
                self._luck.choice([BENCH, SQUAT]), self._luck.randint(3, 10), 2.5 * self._luck.randint(16, 40)
            )
            for _ in range(self._luck.randint(1, 5))
        ]


class Live:
    """Trains now: begins, adds sets, corrects and deletes some, pauses, and finishes or gives up."""

    def __init__(self, device: Device, diary: Diary, luck: random.Random) -> None:
        self._device = device
        self._diary = diary
        self._luck = luck

    def act(self) -> None:
        """A workout from its beginning to its end."""
        session = str(uuid.uuid4())
        self._device.call("start_workout", p_session_id=session)
        self._diary.moved(session, "started")
        _, sets = self._diary.sessions[session]
        for order in range(1, self._luck.randint(2, 5)):
            self._add(session, order, sets)
            if self._luck.random() < 0.3:
                self._change(self._luck.choice(list(sets)), sets)
        if self._luck.random() < 0.3:
            gone = self._luck.choice(list(sets))
            self._device.remove("session_exercises", gone)
            del sets[gone]
        if self._luck.random() < 0.3:
            self._device.call("pause_workout", p_session_id=session)
            self._device.call("resume_workout", p_session_id=session)
        is_given_up = self._luck.random() < 0.2
        self._device.call("cancel_workout" if is_given_up else "finish_workout", p_session_id=session)
        self._diary.moved(session, "canceled" if is_given_up else "completed")

    def _add(self, session: str, order: int, sets: dict[str, Any]) -> None:
        done = one_set(BENCH, self._luck.randint(3, 10), 2.5 * self._luck.randint(16, 40), order=order)
        self._device.upsert("session_exercises", {**done, "workout_session_id": session})
        sets[done["id"]] = measured(done)

    def _change(self, set_id: str, sets: dict[str, Any]) -> None:
        exercise, _, load = sets[set_id]
        reps = self._luck.randint(3, 10)
        self._device.change("session_exercises", set_id, {"logged_reps": reps})
        sets[set_id] = (exercise, reps, load)


class Crowd:
    """People with two devices each, who write from `start` on until the block is left.

    Afterwards every request has been acknowledged, and `audit` says whether the answers were true.
    """

    def __init__(self, rig: Rig, *, seed: int, url: str | None = None, people: int = PEOPLE) -> None:
        self._rig = rig
        self._over = Event()
        self._running: list[Future[None]] = []
        self._cleanup = ExitStack()
        self._writers: list[Offline | Live] = []
        self._devices: list[Device] = []
        self.diaries: list[Diary] = []
        for number in range(people):
            person = sign_up(rig.address)
            diary = Diary(person.id)
            self.diaries.append(diary)
            self._writers += [
                Offline(self._device(person, rig.address, url), diary, chance(f"{seed} off {number}")),
                Live(self._device(person, rig.address, url), diary, chance(f"{seed} live {number}")),
            ]

    def __enter__(self) -> Self:
        pool = self._cleanup.enter_context(ThreadPoolExecutor(len(self._writers)))
        self._running = [pool.submit(self._live, writer) for writer in self._writers]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with self._cleanup:
            if kind:
                # What failed is already known; there is nothing to wait for.
                for device in self._devices:
                    device.patience = 0
                return
            for writer in self._running:
                writer.result(timeout=120)

    @property
    def counts(self) -> Counts:
        """Of all devices together."""
        return sum((device.counts for device in self._devices), Counts())

    def wait_for(self, answers: int) -> None:
        """Return when so many more requests have been acknowledged."""
        goal = self.counts.acknowledged + answers
        self._wait(lambda: self.counts.acknowledged >= goal)

    def wait_for_everybody(self) -> None:
        """Return when a request more of every device has been acknowledged."""
        goals = [(device, device.counts.acknowledged + 1) for device in self._devices]
        self._wait(lambda: all(device.counts.acknowledged >= goal for device, goal in goals))

    def _wait(self, is_reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not is_reached() and not any(writer.done() for writer in self._running):
            assert time.monotonic() < deadline, "somebody gets no answer"
            time.sleep(0.01)

    def audit(self) -> None:
        """Assert that nothing acknowledged was lost or is there twice, and that all derived agrees."""
        with self._rig.sql() as sql:
            for diary in self.diaries:
                diary.audit(sql)

    def _device(self, person: Person, address: Address, url: str | None) -> Device:
        device = Device(person, address, url)
        self._devices.append(device)
        self._cleanup.callback(device.close)
        return device

    def _live(self, writer: Offline | Live) -> None:
        while not self._over.is_set():
            writer.act()
