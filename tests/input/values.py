"""Values that are invalid for every key of a kind."""

from typing import Any

HUGE = "x" * 1_000_000
# JSON has no infinity, but a number that every double rounds to it.
BIG = 10**40

_NO_TEXT: list[Any] = [1, True, [], {}, [["a"]], {"a": {"b": []}}]
_NO_NUMBER: list[Any] = ["5", "NaN", "", True, [], {}, -1, -0.001, 1e300, BIG]

WRONG: dict[str, list[Any]] = {
    "uuid": [*_NO_TEXT, "", "nobody", "00000000-0000-0000-0000-00000000000g", HUGE],
    "text": [*_NO_TEXT, HUGE],
    "enum": [*_NO_TEXT, "", "Strength", "mantain", " maintain", HUGE],
    "zone": [*_NO_TEXT, "", "Mars/Olympus", "Foo/Bar5", "PST", "../etc/passwd"],
    "integer": [*_NO_NUMBER, 1.5, 2**31, 2**63],
    "number": _NO_NUMBER,
    "date": [
        *_NO_TEXT,
        "",
        "today",
        "infinity",
        "2026-02-30",
        "0001-01-01",
        "12026-01-01",
        "01/02/2026",
        HUGE,
    ],
    "time": [
        *_NO_TEXT,
        "",
        "now",
        "infinity",
        "2026-13-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2026-06-10T12:00:00 BC",
        "2100-01-01T00:00:01Z",
    ],
    "flag": ["", "true", "yes", 0, 1, [], {}],
    "array": ["", "[]", 1, True, {}, {"0": 1}],
    "object": ["", "{}", 1, True, []],
    "rules": [
        "",
        "linear",
        1,
        True,
        [],
        {},
        [1],
        [{}],
        {"scheme": "hope"},
        {"scheme": 1},
        {"scheme": "percentage_wave", "weeks": [{"percents": [1e300], "reps": "5"}]},
        {"scheme": "percentage_wave", "training_max_kg": BIG},
        {"scheme": "gzclp", "tier": BIG},
        {"scheme": "sum_of_reps", "total": 2**63},
        [{"axis": "luck"}],
        [{"axis": "load", "step": 1e300}],
        [{"axis": "reps", "step": -BIG}],
        [{"axis": "load", "step": 1, "on_failures": "switch", "stages": [{}, {}]}],
        [{"axis": "load", "step": 1, "on_failures": "switch", "stages": [{"sets": 1, "reps": HUGE}] * 2}],
    ],
}
