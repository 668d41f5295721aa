"""The requests of the function's tests, and the plans in its answers."""

import base64
from typing import Any

import httpx

from tests.fakes.gemini.replies import Reply, answer
from tests.functions.members import Member

FUNCTION = "import-plan"
# What the reader reads by itself.
PLAIN = (
    "Day 1: Push\nBench press 3x8-12 @ 60 kg, rest 90 s\nOverhead press 3x10\nDay 2: Pull\nBarbell row 4x8"
)
# A line in the middle takes a mind: its numbers are words, its name stands in a sentence.
WITH_REST = (
    "Push\nBench press 3x8\n"
    "then for the shoulders I like doing overhead press, usually three rounds with ten of them\n"
    "Pull\nBarbell row 4x8"
)
REST = 3
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
PICTURES = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(64),
    "image/webp": b"RIFF\x40\x00\x00\x00WEBPVP8 " + bytes(64),
    "image/heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64),
}


def inline(data: bytes = PNG, mime_type: str = "image/png") -> dict[str, Any]:
    """A request with the picture in it."""
    return {"image": {"mime_type": mime_type, "data": base64.b64encode(data).decode()}}


def in_storage(path: str, mime_type: str = "image/png") -> dict[str, Any]:
    """A request with the place of the picture."""
    return {"image": {"mime_type": mime_type, "storage_path": path}}


def kept(member: Member, data: bytes = PNG, kind: str = "image/png", name: str = "week.png") -> str:
    """Put a picture into the member's folder; returns its path."""
    path = f"{member.id}/{name}"
    member.person.client.storage.from_("plan-photos").upload(path, data, {"content-type": kind})
    return path


def owned(member: Member, name: str) -> str:
    """Make an exercise of the member's own; returns its id."""
    exercise: Any = {
        "name": name,
        "primary_muscle_group": "lats",
        "movement_pattern": "horizontal_pull",
        "mechanic": "compound",
        "tracking_type": "weight_reps",
        "exercise_type": "strength",
    }
    rows: Any = member.person.client.table("exercises").insert(exercise).execute().data
    return str(rows[0]["id"])


def rewrites(*lines: tuple[int, list[str]]) -> Reply:
    """The model writes lines down."""
    return answer({"lines": [{"line": number, "plain": list(plain)} for number, plain in lines]})


def transcript(*lines: str) -> Reply:
    """The model writes a picture down."""
    return answer({"lines": list(lines)})


def week(response: httpx.Response, status: int = 201) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """The days of an answer's plan: (name, [(exercise, sets, reps), …])."""
    assert response.status_code == status, response.text
    body = response.json()
    names = {line["exercise_id"]: line["exercise_name"] for line in body["matched"]}
    return [
        (
            day["name"],
            [(names[e["exercise_id"]], e["target_sets"], e["target_reps"]) for e in day["exercises"]],
        )
        for day in body["plan"]["days"]
    ]


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    return response.status_code, response.json()["code"]
