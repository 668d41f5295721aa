"""A request may be sent again, at once or later: with one Idempotency-Key there is one plan, one charge."""

import http.client
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply
from tests.fakes.gemini.server import LocalGemini
from tests.functions.generate_plan.coach import coach
from tests.functions.generate_plan.conftest import WISH
from tests.functions.members import Member, NewMember

KEY = "5f0c1c5e-plan"
FUNCTION = "generate-plan"


def slowly(received: Received) -> Reply | None:
    """The coach, who takes a while."""
    reply = coach(received)
    return reply and reply.model_copy(update={"wait_seconds": 0.6})


def plans(member: Member) -> list[str]:
    return [row["id"] for row in member.rows("workout_plans", "id")]


def kill(member: Member, *, ago: timedelta = timedelta(seconds=1)) -> None:
    """Make the answered request one whose function was killed after it had stored its plan."""
    done = member.sql.execute(
        "update private.ai_requests set status = null, body = null, claimed_until = now() - %s"
        " where user_id = %s",
        [ago, member.id],
    )
    assert done.rowcount == 1


def test_two_at_once_make_one_plan(athlete: Member, gemini: LocalGemini) -> None:
    first, second = gemini.twice(coach, lambda: athlete.ask(FUNCTION, WISH, KEY))
    assert (first.status_code, second.status_code) == (201, 409)
    assert (len(plans(athlete)), len(gemini.generations), athlete.used("generate_plan")) == (1, 1, 1)


def test_the_second_of_two_is_told_when_to_come_back(athlete: Member, gemini: LocalGemini) -> None:
    _, second = gemini.twice(coach, lambda: athlete.ask(FUNCTION, WISH, KEY))
    assert second.status_code == 409
    problem = second.json()
    assert problem["code"] == "request_in_progress"
    assert 0 < problem["retry_after"] <= 30
    assert second.headers["retry-after"] == str(problem["retry_after"])


def test_two_at_once_without_a_key_are_two_plans(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(slowly)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: athlete.ask(FUNCTION, WISH), range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(plans(athlete)) == 2


def test_a_repeat_gets_the_same_answer_and_asks_nobody(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    first = athlete.ask(FUNCTION, WISH, KEY)
    again = athlete.ask(FUNCTION, WISH, KEY)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (len(gemini.generations), athlete.used("generate_plan"), len(plans(athlete))) == (1, 1, 1)


def test_a_repeat_is_answered_even_when_the_quota_is_used_up(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    athlete.ask(FUNCTION, WISH, KEY)
    athlete.sql.execute("update private.quota_use set used = 1000 where user_id = %s", [athlete.id])
    assert athlete.ask(FUNCTION, WISH, KEY).status_code == 201


def test_a_plan_made_by_rule_is_repeated_as_well(member: Member, gemini: LocalGemini) -> None:
    gemini.script(Reply(candidates=[]).always())
    first = member.ask(FUNCTION, WISH, KEY)
    again = member.ask(FUNCTION, WISH, KEY)
    assert (first.json()["engine"], again.json()) == ("rules", first.json())


def test_a_key_belongs_to_one_body(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    athlete.ask(FUNCTION, WISH, KEY)
    other = athlete.ask(FUNCTION, WISH | {"days_per_week": 3}, KEY)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


def test_a_key_belongs_to_one_user(new_member: NewMember, gemini: LocalGemini) -> None:
    gemini.think(coach)
    one, other = new_member(), new_member()
    ids = [someone.ask(FUNCTION, WISH, KEY).json()["plan_id"] for someone in (one, other)]
    assert [plans(one), plans(other)] == [[ids[0]], [ids[1]]]


def test_a_plan_stored_by_a_killed_attempt_is_told(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    first = athlete.ask(FUNCTION, WISH, KEY).json()
    kill(athlete)
    # This time the model is away: by rule the plan would be another.
    gemini.think(None)
    gemini.script(Reply(candidates=[]).always())
    again = athlete.ask(FUNCTION, WISH, KEY)
    told = ("plan_id", "engine", "model", "plan", "rationale", "sources", "warnings")
    assert again.status_code == 201, again.text
    assert {name: again.json()[name] for name in told} == {name: first[name] for name in told}
    assert len(plans(athlete)) == 1


def test_a_killed_attempt_is_charged_once(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    athlete.ask(FUNCTION, WISH, KEY)
    kill(athlete)
    athlete.ask(FUNCTION, WISH, KEY)
    assert athlete.used("generate_plan") == 1


def test_a_running_attempt_is_not_taken_over(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    athlete.ask(FUNCTION, WISH, KEY)
    kill(athlete, ago=timedelta(seconds=-9))
    again = athlete.ask(FUNCTION, WISH, KEY)
    assert (again.status_code, again.json()["code"]) == (409, "request_in_progress")


def test_a_failed_request_frees_its_key_and_is_not_charged(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    nobodys = athlete.ask(FUNCTION, {"optimize": str(uuid.uuid4())}, KEY)
    after = athlete.ask(FUNCTION, WISH, KEY)
    assert (nobodys.status_code, after.status_code, athlete.used("generate_plan")) == (404, 201, 1)


def test_who_hung_up_finds_the_plan_by_the_same_key(athlete: Member, gemini: LocalGemini) -> None:
    path, headers = f"/functions/v1/{FUNCTION}", {"idempotency-key": KEY}
    sent = athlete.http.build_request("POST", path, json=WISH, headers=headers)
    line = http.client.HTTPConnection(sent.url.host, sent.url.port)
    with gemini.held(coach) as asked:
        line.request("POST", path, sent.content, dict(sent.headers))
        assert asked.wait(60)
        line.close()
    until = time.monotonic() + 60
    while (answer := athlete.ask(FUNCTION, WISH, KEY)).status_code == 409 and time.monotonic() < until:
        time.sleep(0.1)
    assert answer.json()["plan_id"] == plans(athlete)[0]
    assert (len(gemini.generations), athlete.used("generate_plan")) == (1, 1)


@pytest.mark.parametrize("key", ["", "a b", "k" * 201, "ключ".encode().decode("latin-1")])
def test_a_key_that_is_none_is_refused(member: Member, key: str) -> None:
    headers = [(b"idempotency-key", key.encode("latin-1"))]
    response = member.http.post(f"/functions/v1/{FUNCTION}", json=WISH, headers=headers)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_an_account_without_room_is_told_before_the_model_is_asked(
    athlete: Member, gemini: LocalGemini
) -> None:
    gemini.think(coach)
    full = "update private.account_use set bytes = 1e12, plans_bytes = 1e12 where user_id = %s"
    athlete.sql.execute(full.encode(), [athlete.id])
    problem = athlete.ask(FUNCTION, WISH, KEY).json()
    assert (problem["status"], problem["code"]) == (422, "account_full")
    assert problem["detail"].startswith("Delete some of its plans")
    assert (gemini.generations, athlete.used("generate_plan")) == ([], 0)
