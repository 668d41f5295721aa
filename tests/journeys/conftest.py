"""Users of an app."""

from collections.abc import Callable

import pytest

from tests.conftest import SignUp
from tests.journeys.lifter import Lifter

NewLifter = Callable[[], Lifter]


@pytest.fixture(scope="session")
def new_lifter(sign_up: SignUp) -> NewLifter:
    """`new_lifter()` is somebody who has signed up and been onboarded."""

    def make() -> Lifter:
        lifter = Lifter(sign_up())
        lifter.onboard()
        return lifter

    return make


@pytest.fixture
def lifter(new_lifter: NewLifter) -> Lifter:
    """Somebody who has signed up and been onboarded."""
    return new_lifter()
