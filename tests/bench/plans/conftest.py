"""The catalogue as it is seeded."""

import pytest

from bench.plans.case import Catalogue
from bench.plans.catalogue import read


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read("16")
