"""A model that gives good answers to every function, and requests that need one."""

from typing import Any

from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply
from tests.functions.coach_chat.coached import says
from tests.functions.generate_plan.coach import coach
from tests.functions.import_plan.plans import REST, WITH_REST, rewrites
from tests.functions.served import REQUESTS

PRIVATE = "my secret: I cry after leg day"
# Requests that no rule answers alone, each with words that must stay between the user and us.
FOR_THE_MODEL: dict[str, dict[str, Any]] = {
    "generate-plan": REQUESTS["generate-plan"] | {"notes": PRIVATE},
    "import-plan": {"text": f"{WITH_REST}\n{PRIVATE}"},
    "coach-chat": {"message": PRIVATE},
}


def wise(received: Received) -> Reply | None:
    """A model that does well whatever it is asked."""
    if received.method != "generateContent":
        return None
    if "<wish>" in received.prompt:
        return coach(received)
    return says("Well done.") if received.functions else rewrites((REST, ["Overhead press 3x10"]))
