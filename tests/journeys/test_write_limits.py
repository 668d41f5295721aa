"""The limits for a phone that writes too much."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.services import Address, Services
from tests import people


@pytest.fixture(scope="module")
def limited(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A stack with the limits that the seed has: those of the other tests' stack are lifted."""
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp("limited"))
    yield services.start(cluster.create_database("limited_stack", template))
    services.stop()


@pytest.fixture
def phone(limited: Address) -> Iterator[httpx.Client]:
    token = people.sign_up(limited).access_token
    headers = {"apikey": limited.publishable_key, "authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{limited.url}/rest/v1", headers=headers, timeout=30) as client:
        yield client


def add_goal(phone: httpx.Client) -> httpx.Response:
    return phone.post("/user_goals", json={"goal_type": "maintain"})


def test_of_200_requests_at_once_exactly_100_get_through(phone: httpx.Client) -> None:
    """Neither counting after adding, nor reading and then writing, would stop at the limit.

    Who finds no place among the user's requests comes again.
    """

    def added(_: int) -> int:
        answer = add_goal(phone)
        while answer.status_code == 429 and json.loads(answer.json()["details"])["reason"] == "busy":
            answer = add_goal(phone)
        return answer.status_code

    with ThreadPoolExecutor(4) as pool:
        answers = Counter(pool.map(added, range(200)))
    assert answers == {201: 100, 429: 100}
    assert len(phone.get("/user_goals").json()) == 100


def test_who_writes_too_much_is_told_when_to_go_on_and_may_read(phone: httpx.Client) -> None:
    for _ in range(100):
        assert add_goal(phone).status_code == 201
    refused = add_goal(phone).json()
    said = json.loads(refused["details"])
    assert (refused["code"], said["reason"], said["limit"]) == ("PT429", "rate_limited", 100)
    assert 0 < said["retry_after"] <= 900
    assert phone.get("/user_goals").status_code == 200
    assert phone.post("/rpc/search_exercises", json={"p_query": "squat"}).status_code == 200
