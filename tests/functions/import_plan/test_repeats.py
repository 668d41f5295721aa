"""A request may be sent again, at once or later: with one Idempotency-Key there is one plan, one charge."""

from tests.fakes.gemini.replies import Reply
from tests.fakes.gemini.server import LocalGemini
from tests.functions.import_plan.plans import (
    FUNCTION,
    PLAIN,
    REST,
    WITH_REST,
    inline,
    refusal,
    rewrites,
    transcript,
)
from tests.functions.members import Member

KEY = "0b6a2f7e-import"


def plans(member: Member) -> list[str]:
    return [row["id"] for row in member.rows("workout_plans", "id")]


def kill(member: Member) -> None:
    """Make the answered request one whose function was killed after it had stored its plan."""
    done = member.sql.execute(
        "update private.ai_requests set status = null, body = null, claimed_until = now() - interval '1 s'"
        " where user_id = %s",
        [member.id],
    )
    assert done.rowcount == 1


def test_two_at_once_make_one_plan(member: Member, gemini: LocalGemini) -> None:
    first, second = gemini.twice(
        lambda _: transcript("Squat 5x5"), lambda: member.ask(FUNCTION, inline(), KEY)
    )
    assert (first.status_code, second.status_code) == (201, 409)
    assert (len(plans(member)), len(gemini.generations), member.used("import_plan")) == (1, 1, 1)


def test_a_repeat_gets_the_same_answer_and_asks_nobody(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    first = member.ask(FUNCTION, {"text": WITH_REST}, KEY)
    again = member.ask(FUNCTION, {"text": WITH_REST}, KEY)
    assert (again.status_code, again.json()) == (201, first.json())
    assert (len(gemini.generations), member.used("import_plan"), len(plans(member))) == (1, 1, 1)


def test_a_key_belongs_to_one_text(member: Member) -> None:
    member.ask(FUNCTION, {"text": PLAIN}, KEY)
    other = member.ask(FUNCTION, {"text": PLAIN + "\nSquat 5x5"}, KEY)
    assert refusal(other) == (409, "idempotency_key_reused")


def test_a_plan_stored_by_a_killed_attempt_is_told(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    first = member.ask(FUNCTION, {"text": WITH_REST}, KEY).json()
    kill(member)
    # This time the model is away: by the rules alone the plan would be another.
    gemini.script(Reply(candidates=[]).always())
    again = member.ask(FUNCTION, {"text": WITH_REST}, KEY)
    told = ("plan_id", "engine", "model", "plan", "warnings")
    assert again.status_code == 201, again.text
    assert {name: again.json()[name] for name in told} == {name: first[name] for name in told}
    assert (plans(member), member.used("import_plan")) == ([first["plan_id"]], 1)


def test_an_old_key_with_another_text_is_another_plan(member: Member) -> None:
    first = member.ask(FUNCTION, {"text": PLAIN}, KEY).json()["plan_id"]
    member.sql.execute("delete from private.ai_requests where user_id = %s", [member.id])
    second = member.ask(FUNCTION, {"text": "Squat 5x5"}, KEY).json()["plan_id"]
    assert sorted(plans(member)) == sorted([first, second])


def test_a_refused_import_frees_its_key(member: Member) -> None:
    absent = {"image": {"mime_type": "image/png", "storage_path": f"{member.id}/absent.png"}}
    refused = member.ask(FUNCTION, absent, KEY)
    after = member.ask(FUNCTION, {"text": PLAIN}, KEY)
    assert (refused.status_code, after.status_code, member.used("import_plan")) == (404, 201, 0)
