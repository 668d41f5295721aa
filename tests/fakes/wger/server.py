"""A server that speaks as much of wger's REST API as logging a workout takes, and is stricter than wger.

Fields, limits and answers as in wger-project/wger at aaba201: `manager/api/serializers.py`,
`manager/models/log.py` and `session.py`, `utils/viewsets.py`.
Unknown fields, which wger ignores, are refused.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

TOKEN = "the-token-of-this-test"  # noqa: S105
_RIR = {Decimal(halves) / 2 for halves in range(10)}


def _decimal(digits: int, places: int) -> Callable[[Any], None]:
    def check(value: Any) -> None:
        number = Decimal(str(value))
        assert number >= 0
        assert -int(number.normalize().as_tuple().exponent) <= places
        assert len(str(int(number))) <= digits - places

    return check


def _is_rir(value: Any) -> None:
    assert Decimal(str(value)) in _RIR


def _whole(value: Any) -> None:
    assert isinstance(value, int)
    assert value >= 0


def _moment(value: Any) -> None:
    assert datetime.fromisoformat(value).tzinfo


SESSION: dict[str, Callable[[Any], object]] = {
    "date": date.fromisoformat,
    "time_start": time.fromisoformat,
    "time_end": time.fromisoformat,
    "notes": str,
    "impression": ("1", "2", "3").index,
}
LOG: dict[str, Callable[[Any], object]] = {
    "session": uuid.UUID,
    "exercise": _whole,
    "date": _moment,
    "repetitions": _decimal(6, 2),
    "weight": _decimal(6, 2),
    "rir": _is_rir,
    "rest": _whole,
}


@dataclass
class Wger:
    """A running instance: what it holds, and what it is told to answer instead."""

    url: str = ""
    exercises: list[int] = field(default_factory=lambda: list(range(9, 40)))
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    logs: list[dict[str, Any]] = field(default_factory=list)
    faults: list[int | None] = field(default_factory=list)
    """Statuses of the answers to the next posts. None: as it should be; 0: no answer at all."""

    def create(self, kind: str, body: dict[str, Any]) -> tuple[int, object]:
        """Keep a session or a log, or say what is wrong with it."""
        checks = {"workoutsession": SESSION, "workoutlog": LOG}[kind]
        wrong = {name: ["unknown field"] for name in body.keys() - checks.keys()}
        for name, check in checks.items():
            try:
                if name in body:
                    check(body[name])
            except (AssertionError, ValueError, ArithmeticError):
                wrong[name] = ["not valid"]
        if kind == "workoutlog" and body.get("exercise") not in self.exercises:
            wrong["exercise"] = ["Invalid pk - object does not exist."]
        if wrong:
            return 400, wrong
        if kind == "workoutlog":
            if body.get("session") not in self.sessions:
                return 403, {"detail": "You are not allowed to do this"}
            self.logs.append(body)
            return 201, {"id": str(uuid.uuid4()), **body}
        created = str(uuid.uuid4())
        self.sessions[created] = body
        return 201, {"id": created, **body}

    def delete(self, session: str) -> tuple[int, object]:
        """Forget a session with its logs."""
        if self.sessions.pop(session, None) is None:
            return 404, {"detail": "No WorkoutSession matches the given query."}
        self.logs = [log for log in self.logs if log["session"] != session]
        return 204, None


@contextmanager
def running() -> Iterator[Wger]:
    """Serve an empty instance with some exercises."""
    wger = Wger()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(wger)) as server:
        wger.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield wger
        finally:
            server.shutdown()
            thread.join()


def _handler(wger: Wger) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            listed = [{"id": exercise, "uuid": str(uuid.uuid4())} for exercise in wger.exercises]
            self._answer(lambda _: (200, {"count": len(listed), "next": None, "results": listed}))

        def do_POST(self) -> None:
            kind = re.fullmatch(r"/api/v2/(workoutsession|workoutlog)/", self.path)
            assert kind
            self._answer(lambda body: wger.create(kind[1], body))

        def do_DELETE(self) -> None:
            path = re.fullmatch(r"/api/v2/workoutsession/([0-9a-f-]+)/", self.path)
            assert path
            self._answer(lambda _: wger.delete(path[1]))

        def _answer(self, work: Callable[[Any], tuple[int, object]]) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            answer: object
            if self.headers["authorization"] != f"Token {TOKEN}":
                status, answer = 401, {"detail": "Invalid token."}
            elif self.command == "POST" and wger.faults and (fault := wger.faults.pop(0)) is not None:
                status, answer = fault, {"detail": "Request was throttled."}
            else:
                status, answer = work(json.loads(content) if content else None)
            if not status:
                self.close_connection = True
                return
            body = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
