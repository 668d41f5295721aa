"""The order of the tests: long ones first, or shuffled to find tests that depend on an earlier one."""

import random
from pathlib import Path

import pytest

# Suites whose files take long, the longest first. Those of tests/database are short.
_LONG = (
    "faults",
    "local",
    "bench",
    "build",
    "tooling",
    "doctor",
    "attacks",
    "journeys",
    "functions",
    "access",
)


def long_first(items: list[pytest.Item]) -> None:
    """Put the suites with long files first, so that no worker is left with one when the others are done."""
    rank = {suite: number for number, suite in enumerate(_LONG)}
    tests = Path(__file__).parent
    items.sort(key=lambda item: rank.get(item.path.relative_to(tests).parts[0], len(_LONG)))


def shuffle(items: list[pytest.Item], seed: int) -> None:
    """Put files, and the tests of each, in the order that this number gives; each file stays in one piece."""
    chance = random.Random(seed)  # noqa: S311 - the same order for every worker
    by_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(str(item.path), []).append(item)
    files = list(by_file.values())
    chance.shuffle(files)
    for file in files:
        if not file[0].get_closest_marker("in_order"):
            chance.shuffle(file)
    items[:] = [item for file in files for item in file]
