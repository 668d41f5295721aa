"""Both providers in front of the running stack, and a user who buys."""

import uuid

import pytest

from local.services import Address
from tests.database.billing.buyers import Buyer, buyer
from tests.fakes.billing.events import Event, revenuecat, stripe, stripe_subscription
from tests.fakes.billing.senders import Sender, senders
from tests.support import Connection

# From DAY_0 on, so that today is paid for.
YEARS = 3650


@pytest.fixture(params=["revenuecat", "stripe"])
def sender(request: pytest.FixtureRequest, stack: Address) -> Sender:
    """Each of the providers."""
    return senders(f"{stack.functions_url}/billing-webhook")[request.param]


@pytest.fixture
def person(sql: Connection) -> Buyer:
    """Somebody who has signed up."""
    return buyer(sql)


@pytest.fixture
def bought(sender: Sender, person: Buyer) -> Event:
    """The provider's word that the person has premium."""
    if sender.name == "revenuecat":
        return revenuecat("INITIAL_PURCHASE", 0, person.id, 0, YEARS)
    subscription = stripe_subscription("active", (0, YEARS), user=person.id, name=f"sub_{uuid.uuid4().hex}")
    return stripe("customer.subscription.created", 0, subscription)
