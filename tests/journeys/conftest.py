"""Users of an app."""

from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import SignUp
from tests.journeys.lifter import Lifter
from tests.people import join_long_ago

NewLifter = Callable[[], Lifter]


@pytest.fixture(scope="session")
def new_lifter(sign_up: SignUp, database: str) -> NewLifter:
    """`new_lifter()` is somebody who signed up long ago and has been onboarded."""

    def make() -> Lifter:
        lifter = Lifter(sign_up())
        with psycopg.connect(database, autocommit=True) as sql:
            join_long_ago(sql, lifter.id)
        lifter.onboard()
        return lifter

    return make


@pytest.fixture
def lifter(new_lifter: NewLifter) -> Lifter:
    """Somebody who has signed up and been onboarded."""
    return new_lifter()
