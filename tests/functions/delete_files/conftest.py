"""The event of delete_files on the running stack, and a Storage that fails."""

from collections.abc import Iterator

import pytest

from local.services import Address
from shared.ops.settings import Settings
from tests.functions.delete_files.proxy import Proxy


@pytest.fixture
def settings(stack: Address) -> Settings:
    """What delete_files is told on this stack."""
    return Settings.from_environment(
        {
            "SUPABASE_URL": stack.url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
        }
    )


@pytest.fixture
def proxy(stack: Address) -> Iterator[Proxy]:
    """The stack by another address, where Storage fails as told."""
    with Proxy(stack.url) as proxy:
        yield proxy
