"""Figure 13: how long one user's reads take while another sends 200 requests at once."""

import asyncio
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg

from bench.athletes import SETS_PER_WORKOUT
from bench.laboratory import Laboratory
from bench.phones import Phone, load, services, signed_up
from bench.timing import Timing

AT_ONCE = 200
_LATEST = "/rest/v1/workout_sessions?select=*,session_exercises(*)&order=started_at.desc,id.desc&limit=20"
_PAUSE_SECONDS = 1.0
_BLOCK = 25


@dataclass(frozen=True)
class Shot:
    """One request of the attacker."""

    method: str
    path: str
    body: Mapping[str, object] | None = None


# The dearest that was found: every piece of equipment in one PATCH, and embeds that multiply.
_WRITES = [
    Shot("PATCH", "/rest/v1/user_equipment?base_kg=gt.0", {"plates_kg": [1.25, 2.5, 5, 10, 15, 20, 25] * 2}),
    Shot("PATCH", "/rest/v1/user_equipment?base_kg=gt.0", {"plates_kg": [1.25, 2.5, 5, 10, 15, 20, 50] * 2}),
]
_EMBEDS = "*,equipment(*,exercise_equipment(*,exercises(*,exercise_equipment(*,equipment(*)))))"
_READS = [Shot("GET", f"/rest/v1/user_equipment?select={_EMBEDS}")]
ATTACKS: Mapping[str, Sequence[Shot]] = {
    "writes": _WRITES,
    "reads": _READS,
    "writes and reads": [*_WRITES, *_READS],
}


class Disturbed(NamedTuple):
    """The bystander's reads in quiet and under an attack, and how often the attacker got which status."""

    attack: str
    quiet: Timing
    under_attack: Timing
    answers: Counter[int]


def measure(place: Laboratory, size: int, runs: int) -> list[Disturbed]:
    """Read the latest 20 workouts, in turns with and without an attack: waves of 200 requests at once.

    A wave begins a second after the last answer to the one before. The attacker runs in a process of its
    own, on the same machine.
    """
    with services(place) as (address, _), signed_up(address, 0) as reader, signed_up(address, 1) as attacker:
        until = datetime.now(UTC).date()
        phones = (reader, attacker)
        load(place, [(p.athlete, p.athlete.workouts(size // SETS_PER_WORKOUT, until)) for p in phones])
        with psycopg.connect(place.url()) as connection:
            connection.execute(
                "insert into public.user_equipment (user_id, equipment_id, base_kg)"
                " select %s, id, 20 from public.equipment on conflict do nothing",
                [attacker.athlete.id],
            )
        _reads(reader, _BLOCK)
        return [_disturbed(reader, attacker, attack, runs) for attack in ATTACKS]


def _disturbed(reader: Phone, attacker: Phone, attack: str, runs: int) -> Disturbed:
    quiet: list[float] = []
    disturbed: list[float] = []
    answers: Counter[int] = Counter()
    while len(quiet) < runs:
        quiet += _reads(reader, _BLOCK)
        with _attacked(attacker, ATTACKS[attack], answers):
            disturbed += _reads(reader, _BLOCK, _PAUSE_SECONDS / 5)
    return Disturbed(attack, Timing(tuple(quiet)), Timing(tuple(disturbed)), answers)


def _reads(reader: Phone, times: int, pause: float = 0) -> list[float]:
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        reader.http.get(_LATEST).raise_for_status()
        seconds.append(time.perf_counter() - began)
        time.sleep(pause)
    return seconds


@contextmanager
def _attacked(attacker: Phone, shots: Sequence[Shot], answers: Counter[int]) -> Iterator[None]:
    ours, theirs = multiprocessing.Pipe()
    url = urlsplit(str(attacker.http.base_url))
    headers = {name: attacker.http.headers[name] for name in ("apikey", "authorization")}
    bullets = [_bytes(shot, headers) for shot in shots]
    process = multiprocessing.get_context("spawn").Process(
        target=_attack, args=(url.hostname, url.port, bullets, theirs)
    )
    process.start()
    try:
        ours.recv()  # the first wave is on its way
        yield
        ours.send("stop")
        answers.update(ours.recv())
    finally:
        process.join(timeout=60)
        if process.is_alive():
            process.terminate()


def _bytes(shot: Shot, headers: Mapping[str, str]) -> bytes:
    body = json.dumps(shot.body).encode() if shot.body else b""
    lines = [
        f"{shot.method} {shot.path} HTTP/1.1",
        "host: 127.0.0.1",
        "prefer: return=minimal",
        "content-type: application/json",
        f"content-length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _attack(host: str, port: int, bullets: Sequence[bytes], pipe: Connection) -> None:
    asyncio.run(_waves(host, port, bullets, pipe))


async def _waves(host: str, port: int, bullets: Sequence[bytes], pipe: Connection) -> None:
    lines = [await asyncio.open_connection(host, port) for _ in range(AT_ONCE)]
    answers: Counter[int] = Counter()
    while not pipe.poll():
        wave = [asyncio.create_task(_shoot(*line, bullets[n % len(bullets)])) for n, line in enumerate(lines)]
        if not answers:
            pipe.send("begun")
        answers.update(await asyncio.gather(*wave))
        await asyncio.sleep(_PAUSE_SECONDS)
    pipe.send(answers)


async def _shoot(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, bullet: bytes) -> int:
    writer.write(bullet)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    if b"content-length: " in head:
        await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
    elif b"chunked" in head:
        while (length := int((await reader.readline()).strip(), 16)) > 0:
            await reader.readexactly(length + 2)
        await reader.readline()
    return status
