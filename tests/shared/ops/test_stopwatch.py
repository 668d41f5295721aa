"""Waiting time is counted once, even for concurrent calls."""

from collections.abc import Iterator

import pytest

from shared.ops.stopwatch import Stopwatch

pytestmark = pytest.mark.quick


def clock(*seconds: float) -> Iterator[float]:
    return iter(seconds)


def test_calls_at_the_same_time_are_waited_for_once() -> None:
    times = clock(1.0, 3.0)
    watch = Stopwatch(clock=lambda: next(times))
    with watch.running(), watch.running():
        pass
    assert (watch.calls, watch.milliseconds) == (2, 2000.0)


def test_calls_one_after_the_other_add_up() -> None:
    times = clock(1.0, 3.0, 10.0, 10.5)
    watch = Stopwatch(clock=lambda: next(times))
    for _ in range(2):
        with watch.running():
            pass
    assert watch.milliseconds == 2500.0


def test_a_call_under_way_counts_already() -> None:
    times = clock(1.0, 1.25, 2.0)
    watch = Stopwatch(clock=lambda: next(times))
    with watch.running():
        assert watch.milliseconds == 250.0


def test_a_call_that_fails_ends() -> None:
    times = clock(1.0, 3.0)
    watch = Stopwatch(clock=lambda: next(times))
    with pytest.raises(ValueError, match="away"), watch.running():
        raise ValueError("away")
    assert watch.milliseconds == 2000.0


def test_what_two_parties_do_at_once_is_waited_for_once() -> None:
    now = 0.0
    whole = Stopwatch(clock=lambda: now)
    one, other = Stopwatch(whole, lambda: now), Stopwatch(whole, lambda: now)
    with one.running():
        now = 2.0
        with other.running():
            now = 3.0
    now = 9.0
    waited = (one.milliseconds, other.milliseconds, whole.milliseconds)
    assert waited == (3000.0, 1000.0, 3000.0)
