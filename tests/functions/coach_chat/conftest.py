"""A user who trains by a plan and uses the coach."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.functions.coach_chat.coached import CoachedMember
from tests.functions.members import NewMember

NewCoachedMember = Callable[..., CoachedMember]


@pytest.fixture
def new_athlete(new_member: NewMember) -> NewCoachedMember:
    """`new_athlete()` makes a member with an active plan of two days, three exercises each."""

    def make(**how: Any) -> CoachedMember:
        athlete = CoachedMember(new_member(**how))
        athlete.plan_two_days()
        return athlete

    return make


@pytest.fixture
def athlete(new_athlete: NewCoachedMember) -> CoachedMember:
    """A premium member with a plan, who agreed to the model."""
    return new_athlete()
