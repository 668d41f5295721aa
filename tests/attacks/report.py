"""What the tests with an attack's id tried, told at the end of a run."""

import pytest


def tell_attacks(reporter: pytest.TerminalReporter) -> None:
    """How many attacks were tried, and how many got through."""
    tried = [
        report
        for outcome in ("passed", "failed")
        for report in reporter.getreports(outcome)
        if report.when == "call" and "attack" in report.keywords
    ]
    if tried:
        through = sum(report.failed for report in tried)
        reporter.write_line(f"attacks tried: {len(tried)}, got through: {through}")
