"""Checks that every function answers at the address that clients use."""

from http import HTTPStatus

import httpx

from local.database.project import ROOT
from local.doctor.installation import Installation, Problem
from local.functions_host import found as functions_below

_SECONDS = 30


def functions(at: Installation) -> list[Problem]:
    """Request each function's `/health`, and check that one that needs a user refuses without one."""
    found = []
    with httpx.Client(base_url=at.functions_url.rstrip("/"), timeout=_SECONDS) as client:
        for name in functions_below(ROOT / "functions"):
            answer = client.get(f"/{name}/health")
            if answer.status_code == HTTPStatus.NOT_FOUND:
                found.append(Problem(f"{name} is not deployed (404).", "spotter build, then osls deploy"))
            elif answer.status_code != HTTPStatus.OK:
                what = f"{name} answers {answer.status_code} at /health."
                found.append(Problem(what, f"Its log: osls logs --function {name}"))
        if not found and (bad := _unverified(client)):
            found.append(bad)
    if at.raw_function_url and (bad := _bypassed(at.raw_function_url)):
        found.append(bad)
    return found


def _bypassed(url: str) -> Problem | None:
    """Check that a function's own address answers 403."""
    answer = httpx.get(f"{url.rstrip('/')}/health", timeout=_SECONDS)
    if answer.status_code == HTTPStatus.FORBIDDEN:
        return None
    return Problem(
        f"The function's own address answers {answer.status_code}, not 403: callers can pass by CloudFront.",
        "Deploy with SPOTTER_ORIGIN=checked: docs/deployment.md, Origin.",
    )


def _unverified(client: httpx.Client) -> Problem | None:
    """Check that an unsigned token gets 401: anything else means the function can't read its settings."""
    name = "coach-chat"
    answer = client.post(f"/{name}", headers={"authorization": "Bearer nobody's"}, json={})
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        return None
    return Problem(
        f"{name} answers {answer.status_code}, not 401, to an unsigned token.",
        "Check its parameters: aws ssm get-parameters-by-path --path /spotter/<stage>/",
    )
