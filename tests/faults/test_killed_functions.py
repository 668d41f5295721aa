"""A function is killed before or after any of its calls: a retry ends as if nothing had happened."""

import os
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import get_args

import pytest

from functions.dispatch_notifications.provider import ReceiptProvider
from functions.dispatch_notifications.providers import PROVIDERS
from tests.fakes.push.server import FAKES
from tests.faults import stories
from tests.faults.crossing import Kill, Moment
from tests.faults.environments import Environments, KilledError
from tests.faults.forked import Begin, begun, booked, environments, scene, wait
from tests.faults.stories import Scene, State

__all__ = ["environments", "scene"]

Undisturbed = Callable[[Begin], tuple[dict[str, int], State]]

_ASK = "POST gemini-3.8-flash:generateContent"
_RECORD = "POST record_ai_usage"
_EMBED = "POST gemini-embedding-001:batchEmbedContents"
SENDS = tuple(kind.call() for kind in FAKES)
# What each sends out when nobody disturbs it: how often, by name. Some go out at the same time.
CALLS: dict[Begin, dict[str, int]] = {
    stories.generate: {
        "POST begin_ai_request": 1, "POST training_brief": 1, "GET exercises": 2, _ASK: 2,
        _RECORD: 2, "POST store_generated_plan": 1, "POST finish_ai_request": 1,
    },
    stories.optimize: {
        "POST begin_ai_request": 1, "POST training_brief": 1, "GET workout_plan_days": 1, "GET exercises": 2,
        _ASK: 2, _RECORD: 2, "POST propose_plan_change": 1, "POST finish_ai_request": 1,
    },
    stories.read_in: {
        "POST begin_ai_request": 1, "GET profiles": 1, "GET exercises": 2, _ASK: 1,
        _RECORD: 1, "POST store_generated_plan": 1, "POST finish_ai_request": 1,
    },
    stories.chat: {
        "POST begin_ai_request": 1, "POST coach_context": 1, "POST store_user_message": 1, _EMBED: 2,
        "POST match_memories": 1, _ASK: 2, _RECORD: 4, "POST propose_plan_change": 2,
        "POST store_coach_answer": 1,
    },
    stories.buy: {"POST store_billing_event": 1, "POST process_billing_event": 1},
    stories.dispatch: {
        "POST start_dispatch": 1, "POST claim_messages": 2 * len(SENDS), "POST token": 1,
        **dict.fromkeys(SENDS, 1), "POST settle_messages": len(SENDS),
        "POST claim_receipts": sum(issubclass(kind, ReceiptProvider) for kind in PROVIDERS),
    },
    stories.forget: {
        "POST delete_files": 1, "POST claim_file_deletions": 2, "DELETE avatars": 1, "DELETE plan-photos": 1,
        "POST settle_file_deletions": 2,
    },
    stories.settle: {"POST reset_streaks": 6},
}  # fmt: skip
_READS = {"POST training_brief", "POST coach_context", "POST match_memories", "POST token", _ASK, _EMBED}


def _is_in_sample(kill: Kill) -> bool:
    """Whether it strikes right after the first of the calls that write something."""
    writes = not kill.call.startswith("GET") and kill.call not in _READS | {_RECORD}
    return writes and (kill.number, kill.moment) == (1, "after")


# All of them with SPOTTER_FAULTS_SECONDS, however many those are.
KILLS = [
    (begin, kill)
    for begin, counts in CALLS.items()
    for call, most in counts.items()
    for number in range(1, most + 1)
    for kill in (Kill(call, number, moment) for moment in get_args(Moment))
    if "SPOTTER_FAULTS_SECONDS" in os.environ or _is_in_sample(kill)
]
AI = [begin for begin in CALLS if _ASK in CALLS[begin]]


@pytest.fixture(scope="module")
def undisturbed(scene: Scene, environments: Environments) -> Undisturbed:
    """`undisturbed(begin)`: the calls of a story that nobody disturbs, and what it leaves behind."""

    @cache
    def run(begin: Begin) -> tuple[dict[str, int], State]:
        story = begun(begin, scene)
        environments.call(story.function, story.event)
        return dict(Counter(environments.crossing.calls)), story.state()

    return run


@pytest.mark.parametrize("begin", CALLS, ids=[begin.__name__ for begin in CALLS])
def test_these_are_all_calls_of_a_function(begin: Begin, undisturbed: Undisturbed) -> None:
    assert undisturbed(begin)[0] == CALLS[begin]


@pytest.mark.parametrize(("begin", "kill"), KILLS, ids=[f"{begin.__name__}: {kill}" for begin, kill in KILLS])
def test_killed_and_asked_again_it_ends_as_if_nothing_had_happened(
    scene: Scene, environments: Environments, undisturbed: Undisturbed, begin: Begin, kill: Kill
) -> None:
    _, expected = undisturbed(begin)
    story = begun(begin, scene)
    try:
        environments.call(story.function, story.event, kill)
    except KilledError:
        wait(scene)
    else:
        # The model's calls are written down beside the work, which may have ended by then.
        assert kill.call == _RECORD
    environments.call(story.function, story.event)
    assert story.state() == expected
    # So the kill may cut one off on its way into the books, and the next one, asked meanwhile.
    assert len(scene.gemini.requests) - booked(scene) in {0, 1, 2}


@pytest.mark.parametrize("send", SENDS)
def test_what_a_provider_was_sent_twice_it_was_sent_under_one_name(
    scene: Scene, environments: Environments, send: str
) -> None:
    """Delivery promises at least once: a device replaces the first by the second, mail goes out once."""
    story = begun(stories.dispatch, scene)
    with pytest.raises(KilledError):
        environments.call(story.function, story.event, Kill(send, 1, "after"))
    wait(scene)
    environments.call(story.function, story.event)
    sent = Counter((each.service, each.address, each.key) for each in scene.providers.script.sent)
    mails = [times for (service, _, _), times in sent.items() if service == "resend"]
    assert (len(sent), mails) == (len(SENDS), [1])


@pytest.mark.parametrize("begin", AI, ids=[begin.__name__ for begin in AI])
def test_calls_of_the_model_come_into_the_books_though_their_record_was_refused(
    scene: Scene, environments: Environments, begin: Begin
) -> None:
    story = begun(begin, scene)
    environments.crossing.refused = {_RECORD}
    environments.call(story.function, story.event)
    environments.crossing.refused = set()
    assert booked(scene) == len(scene.gemini.requests)
