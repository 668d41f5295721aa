"""The functions on the running stack, in front of a model on this machine."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from local.services import Address
from tests.conftest import SignUp
from tests.functions.members import Member, NewMember, enrol
from tests.support import Connection


@pytest.fixture
def new_member(stack: Address, sign_up: SignUp, sql: Connection) -> Iterator[NewMember]:
    """`new_member()` makes a premium user who agreed to the model; keywords `is_premium`, `consents`."""
    with ExitStack() as opened:

        def make(*, is_premium: bool = True, consents: bool = True) -> Member:
            member = enrol(sign_up(), stack, sql, is_premium=is_premium, consents=consents)
            opened.callback(member.http.close)
            return member

        yield make


@pytest.fixture
def member(new_member: NewMember) -> Member:
    """A premium user who agreed to the model."""
    return new_member()
