"""All checks, in the order in which to fix their problems."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import psycopg

from local.doctor import database, functions, project
from local.doctor.installation import Check, Installation, NotAskedError, Problem
from local.errors import StackError

_API = ("supabase_url", "supabase_publishable_key", "supabase_secret_key")
CHECKS = (
    Check("the settings are complete, and none is swapped", project.settings),
    Check("the project accepts both keys", project.keys, _API),
    Check("functions can verify its tokens", project.tokens, _API),
    Check("the Data API exposes no schema but public", project.schemas, _API),
    Check("users can sign up, only with a confirmed address", project.sign_up, _API),
    Check("the buckets exist and are private", project.buckets, _API),
    Check("the migrations are current", database.migrations, ("database_url",)),
    Check("the catalogue and the limits are seeded", database.seed, ("database_url",)),
    Check("the advisors have no advice", database.advice, ("database_url",)),
    Check("the jobs are scheduled, and run", database.jobs, ("database_url",)),
    Check("push tokens are sealed", database.sealing, ("database_url",)),
    Check("limits are checked before each request", database.settings_of_requests, ("database_url",)),
    Check("every function answers", functions.functions, ("functions_url",)),
)


@dataclass(frozen=True)
class CheckResult:
    """The result of a check: its problems, or why it was skipped."""

    promise: str
    problems: tuple[Problem, ...] = ()
    not_asked: str = ""


def examine(at: Installation) -> Iterator[CheckResult]:
    """Run every check. If one can't reach its target, that is its problem."""
    for check in CHECKS:
        missing = [name.upper() for name in check.needs if not getattr(at, name)]
        if missing:
            yield CheckResult(check.promise, not_asked=f"{', '.join(missing)} not set")
            continue
        try:
            yield CheckResult(check.promise, tuple(check.find(at)))
        except NotAskedError as reason:
            yield CheckResult(check.promise, not_asked=str(reason))
        except (httpx.HTTPError, psycopg.Error, StackError) as error:
            yield CheckResult(check.promise, (_unreachable(error, check),))


def _unreachable(error: Exception, check: Check) -> Problem:
    lines = str(error).strip().splitlines()
    what = f"The check failed: {lines[0] if lines else type(error).__name__}"
    return Problem(
        what, f"Is {' or '.join(name.upper() for name in check.needs)} right, and reachable from here?"
    )
