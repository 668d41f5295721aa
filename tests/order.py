"""Shuffling the tests by a seed, to find tests that depend on an earlier one."""

import random

import pytest


def shuffle(items: list[pytest.Item], seed: int) -> None:
    """Put files, and the tests of each, in the order that this number gives; each file stays in one piece."""
    chance = random.Random(seed)  # noqa: S311 - the same order for every worker
    by_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(str(item.path), []).append(item)
    files = list(by_file.values())
    chance.shuffle(files)
    for file in files:
        chance.shuffle(file)
    items[:] = [item for file in files for item in file]
