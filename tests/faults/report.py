"""What the tests of this folder counted, told at the end of a run."""

from typing import Protocol

import pytest

_PROPERTY = "faults"


class Tell(Protocol):
    """Takes what was counted, by name."""

    def __call__(self, **counts: object) -> None: ...


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Notes counts for the summary of the run."""

    def note(**counts: object) -> None:
        line = ", ".join(f"{name} {value}" for name, value in counts.items())
        request.node.user_properties.append((_PROPERTY, f"{request.node.name}: {line}"))

    return note


def tell_faults(reporter: pytest.TerminalReporter) -> None:
    """A line for each test that counted something, whichever process ran it."""
    reports = [*reporter.getreports("passed"), *reporter.getreports("failed")]
    lines = [
        str(value)
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == _PROPERTY
    ]
    if lines:
        reporter.section("faults survived")
        for line in lines:
            reporter.write_line(line)
