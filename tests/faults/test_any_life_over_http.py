"""Any sequence of requests over HTTP: every answer is as predicted, and stays true."""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from local.services import Address
from tests.faults.phone import Phone
from tests.faults.training_life import TrainingLife
from tests.support import Connection

# Few here; a campaign has thousands: SPOTTER_EXAMPLES=5000.
EXAMPLES = int(os.environ.get("SPOTTER_EXAMPLES", "15"))
STEPS = int(os.environ.get("SPOTTER_STEPS", "15"))


def test_any_life_over_http_is_as_foretold(stack: Address, sql: Connection) -> None:
    life = type("Life", (TrainingLife,), {"stack": stack, "sql": sql})
    patient = settings(
        deadline=None,
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    Phone.answers.clear()
    run_state_machine_as_test(life, settings=patient)
    # A campaign runs with -s.
    print(f"{EXAMPLES} lives: {Phone.answers.total()} requests, by status {dict(Phone.answers)}")
    assert not [status for status in Phone.answers if status >= 500]
