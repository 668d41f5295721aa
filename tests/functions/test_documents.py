"""The OpenAPI document of each function, as a generator of clients reads it."""

import re
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from local.services import Address
from shared.http.problems import Code
from tests.functions.members import Member
from tests.functions.served import REQUESTS, every_function


@pytest.fixture
def document(function: str, stack: Address) -> dict[str, Any]:
    """What anybody gets, signed in or not."""
    found: dict[str, Any] = httpx.get(f"{stack.functions_url}/{function}/openapi.json").json()
    return found


@every_function
def test_everything_it_refers_to_is_in_it(document: dict[str, Any]) -> None:
    referred = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert referred - set(document["components"]["schemas"]) == set()


@every_function
def test_it_leads_to_the_function(function: str, document: dict[str, Any], stack: Address) -> None:
    own = f"{stack.functions_url}/{function}/"
    assert [urljoin(f"{own}openapi.json", server["url"]) for server in document["servers"]] == [own]


@every_function
def test_every_problem_is_documented_by_its_code(document: dict[str, Any]) -> None:
    problem = document["components"]["schemas"]["ProblemDocument"]
    assert problem["properties"]["code"]["enum"] == [code.slug for code in Code]
    answers = document["paths"]["/"]["post"]["responses"]
    for code in Code:
        assert f"`{code.slug}`" in answers[str(code.status)]["description"]
        assert list(answers[str(code.status)]["content"]) == ["application/problem+json"]


@every_function
def test_a_token_is_asked_for_where_one_is_needed(document: dict[str, Any]) -> None:
    assert document["paths"]["/"]["post"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in document["paths"]["/health"]["get"]


@every_function
@pytest.mark.usefixtures("gemini")
def test_its_examples_are_taken(function: str, document: dict[str, Any], member: Member) -> None:
    """What a reader tries first."""
    name = document["paths"]["/"]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    fields = document["components"]["schemas"][name.rpartition("/")[2]]["properties"]
    shown = {field: schema["examples"][0] for field, schema in fields.items() if "examples" in schema}
    assert set(REQUESTS[function]) <= set(shown)
    assert member.ask(function, shown).status_code in {200, 201}
