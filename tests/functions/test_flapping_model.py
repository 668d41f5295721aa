"""A model that is available, unavailable and available again, from one request to the next."""

import pytest

from tests.fakes.gemini.replies import Reply, fail
from tests.fakes.gemini.server import LocalGemini
from tests.functions.members import Member
from tests.functions.served import every_function, feature
from tests.functions.wise import FOR_THE_MODEL, wise

pytestmark = pytest.mark.faults

AWAY = [fail(503), fail(429), fail(500), Reply(cut="before")]


@every_function
def test_a_model_that_comes_and_goes_is_paid_for_when_it_answers(
    function: str, member: Member, gemini: LocalGemini
) -> None:
    by_model = []
    for is_there in (False, True, False, True):
        gemini.clear()
        if is_there:
            gemini.think(wise)
        else:
            gemini.script(*AWAY, fail(503).always())
        answer = member.ask(function, FOR_THE_MODEL[function])
        assert answer.status_code in {200, 201}, answer.text
        by_model.append(answer.json()["engine"] == "gemini")
    assert (by_model, member.used(feature(function))) == ([False, True, False, True], 2)
