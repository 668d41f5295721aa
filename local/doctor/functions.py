"""Whether every function answers at the address that clients use."""

from http import HTTPStatus

import httpx

from local.database.project import ROOT
from local.doctor.installation import Installation, Problem
from local.functions_host import found as functions_below

_SECONDS = 30


def functions(at: Installation) -> list[Problem]:
    """Ask each function that has an address for its health, and one that needs a user for a refusal."""
    found = []
    with httpx.Client(base_url=at.functions_url.rstrip("/"), timeout=_SECONDS) as client:
        for name in functions_below(ROOT / "functions"):
            answer = client.get(f"/{name}/health")
            if answer.status_code == HTTPStatus.NOT_FOUND:
                found.append(Problem(f"{name} is not there (404).", "spotter build, then osls deploy"))
            elif answer.status_code != HTTPStatus.OK:
                what = f"{name} answers {answer.status_code} when asked for its health."
                found.append(Problem(what, f"Its log: osls logs --function {name}"))
        if not found and (bad := _unverified(client)):
            found.append(bad)
    return found


def _unverified(client: httpx.Client) -> Problem | None:
    """A token nobody signed must be 401: anything else means the function can't read its settings."""
    name = "coach-chat"
    answer = client.post(f"/{name}", headers={"authorization": "Bearer nobody's"}, json={})
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        return None
    return Problem(
        f"{name} answers {answer.status_code}, not 401, to a token that nobody signed.",
        "Are its parameters there? aws ssm get-parameters-by-path --path /spotter/<stage>/",
    )
