"""What each OpenAPI document promises, tried by schemathesis on the running stack: each time the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from local.services import Address
from tests.functions.members import Member
from tests.functions.served import every_function
from tests.people import give

_SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
_OPTIONS = [
    "--checks=all",
    # A schema can't say all: a text without a plan is refused, or a wish that leaves nothing to do.
    "--exclude-checks=positive_data_acceptance",
    "--phases=examples,coverage,fuzzing",
    "--max-examples=100",
    "--generation-deterministic",
    "--continue-on-failure",
    "--no-color",
]
# A row in it is a request that got through to the work.
KEPT = {"generate-plan": "workout_plans", "import-plan": "workout_plans", "coach-chat": "ai_coach_messages"}


@pytest.mark.attack("bodies-9")
@every_function
@pytest.mark.usefixtures("gemini")
def test_whatever_is_sent_the_answer_is_as_documented(
    function: str, stack: Address, member: Member, tmp_path: Path
) -> None:
    # An admin has no quota that would end the run.
    give(member.sql, member.id, role="admin")
    url = f"{stack.functions_url}/{function}"
    token = f"--header=Authorization: Bearer {member.person.access_token}"
    ran = subprocess.run(
        [_SCHEMATHESIS, "run", f"{url}/openapi.json", f"--url={url}", token, *_OPTIONS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert member.rows(KEPT[function])
