"""Answers that come a byte at a time, stop midway or break off."""

import os
import time

import pytest

from tests.faults import stories
from tests.faults.crossing import Spoilt
from tests.faults.environments import Environments
from tests.faults.forked import Begin, begun, environments, scene, wait
from tests.faults.stories import Scene
from tests.functions.lambdas import Answered

__all__ = ["environments", "scene"]

ASK = "POST gemini-3.8-flash:generateContent"
# What stores the answer of each.
STORES: dict[Begin, str] = {
    stories.generate: "POST store_generated_plan",
    stories.optimize: "POST propose_plan_change",
    stories.read_in: "POST store_generated_plan",
    stories.chat: "POST store_coach_answer",
}
WAYS: tuple[Spoilt, ...] = ("dribbles", "stalls", "breaks")
SECONDS = 8


def every(first: int) -> pytest.MarkDecorator:
    """Every story with one way each, the first with this one; in a campaign with all of them."""
    is_campaign = "SPOTTER_FAULTS_SECONDS" in os.environ
    chosen = [
        pytest.param(begin, way, id=f"{begin.__name__} {way}")
        for place, begin in enumerate(STORES)
        for way in (WAYS if is_campaign else (WAYS[(first + place) % len(WAYS)],))
    ]
    return pytest.mark.parametrize(("begin", "way"), chosen)


def answered(environments: Environments, story: stories.Story, seconds: float = 60) -> Answered:
    return Answered.by(environments.call(story.function, story.event, seconds=seconds))


@every(0)
def test_without_the_model_in_time_rules_answer_and_nobody_pays(
    scene: Scene, environments: Environments, begin: Begin, way: Spoilt
) -> None:
    story = begun(begin, scene)
    environments.crossing.spoilt = {ASK: way}
    began = time.monotonic()
    answer = answered(environments, story, SECONDS)
    seconds = time.monotonic() - began
    environments.crossing.spoilt = {}
    assert answer.status in {200, 201}, answer.text
    assert answer.json()["engine"] in {"rules", "parser"}
    assert (story.state()["used"], seconds < SECONDS) == (0, True)


@every(1)
def test_what_was_stored_though_nobody_heard_of_it_is_stored_once(
    scene: Scene, environments: Environments, begin: Begin, way: Spoilt
) -> None:
    """The database has done it, only its word breaks off on the way: asked again, it is the same."""
    story = begun(begin, scene)
    environments.crossing.spoilt = {STORES[begin]: way}
    first = answered(environments, story, SECONDS)
    environments.crossing.spoilt = {}
    wait(scene)
    again = answered(environments, story)
    made = story.state()
    assert first.status in {200, 201, 503, 504}, first.text
    assert again.status in {200, 201}, again.text
    assert len(made["requests"]) == 1
    assert made["used"] == (1 if again.json()["engine"] == "gemini" else 0)
    assert times_made(made) == 1


def times_made(made: stories.State) -> int:
    """How often what was asked for is there: an answer, a proposal, a plan by its first line."""
    if "messages" in made:
        return sum(sender == "ai" for sender, *_ in made["messages"])
    proposed = sum(status == "proposed" for _, status, *_ in made["changes"])
    return int(proposed) or sum(line[1] == "ai" and line[4:6] == (1, 1) for line in made["plans"])
