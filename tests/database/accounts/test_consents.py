"""Consents: what a user agreed to, which version, and when, recorded by the server."""

from datetime import datetime

import psycopg
import pytest

from tests.database.athlete import Athlete

DECIDE = """
    insert into public.user_consents (purpose, granted, version) values ('analytics', %s, %s)
    on conflict (user_id, purpose) do update set granted = excluded.granted, version = excluded.version
"""


def decide(athlete: Athlete, *, granted: bool = True, version: str = "2026-01") -> None:
    athlete.write(DECIDE, granted, version)


def decided_at(athlete: Athlete) -> datetime:
    at: datetime = athlete.value("select decided_at from public.user_consents where user_id = %s", athlete.id)
    return at


def test_a_decision_carries_the_time_of_the_server(athlete: Athlete) -> None:
    before = athlete.value("select now()")
    decide(athlete)
    assert decided_at(athlete) > before


def test_a_decision_sent_twice_keeps_its_time(athlete: Athlete) -> None:
    decide(athlete)
    first = decided_at(athlete)
    decide(athlete)
    assert decided_at(athlete) == first


@pytest.mark.parametrize(("granted", "version"), [(False, "2026-01"), (True, "2026-02")])
def test_another_decision_or_another_text_has_its_own_time(
    athlete: Athlete, *, granted: bool, version: str
) -> None:
    decide(athlete)
    first = decided_at(athlete)
    decide(athlete, granted=granted, version=version)
    assert decided_at(athlete) > first


def test_nobody_dates_a_decision_back(athlete: Athlete) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        athlete.write(
            "insert into public.user_consents (purpose, granted, version, decided_at) "
            "values ('ai', true, '1', '2020-01-01Z')"
        )


@pytest.mark.parametrize("version", ["", "x" * 51, "a b", "<b>"])
def test_a_version_is_a_short_name(athlete: Athlete, version: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        decide(athlete, version=version)
