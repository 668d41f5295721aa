"""The user decides on anything uncertain: it is listed with candidates, and never guessed."""

import uuid

from tests.fakes.gemini.server import LocalGemini
from tests.functions.import_plan.plans import FUNCTION, PLAIN, REST, WITH_REST, owned, refusal, rewrites, week
from tests.functions.members import Member, NewMember

# There are several of them, and "press" alone is none.
VAGUE = "Bench press 3x8\nPress 4x6"


def test_an_uncertain_name_stays_out_of_the_plan_with_its_candidates(
    member: Member, gemini: LocalGemini
) -> None:
    gemini.script(rewrites().always())
    answer = member.ask(FUNCTION, {"text": VAGUE})
    [(_, lines)] = week(answer)
    [unmatched] = answer.json()["unmatched"]
    assert lines == [("Barbell Bench Press", 3, "8")]
    assert (unmatched["name"], unmatched["sets"], unmatched["reps"]) == ("Press", 4, "6")
    assert all(candidate["confidence"] < 0.85 for candidate in unmatched["candidates"])


def test_an_unknown_name_makes_no_exercise(member: Member, gemini: LocalGemini) -> None:
    """A new one for every unknown name would spread one exercise's history over several."""
    gemini.script(rewrites().always())
    before = {row["id"] for row in member.rows("exercises", "id")}
    answer = member.ask(
        FUNCTION, {"text": "Day 1\nBench press 3x8\nZorbing 3x10\nDay 2\nbarbell BENCH press 5x5"}
    )
    matched = answer.json()["matched"]
    assert len({line["exercise_id"] for line in matched}) == 1 < len(matched)
    assert [line["name"] for line in answer.json()["unmatched"]] == ["Zorbing"]
    assert {row["id"] for row in member.rows("exercises", "id")} == before


def test_what_the_user_decided_holds(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites().always())
    wanted = next(row for row in member.rows("exercises") if row["name"] == "Overhead Press")
    choices = [{"name": "press", "exercise_id": wanted["id"]}]
    answer = member.ask(FUNCTION, {"text": VAGUE, "choices": choices})
    assert week(answer)[0][1] == [("Barbell Bench Press", 3, "8"), ("Overhead Press", 4, "6")]


def test_an_exercise_of_somebody_else_cant_be_chosen(new_member: NewMember) -> None:
    me, other = new_member(), new_member()
    for exercise_id in (owned(other, "Their secret"), str(uuid.uuid4())):
        choices = [{"name": "Press", "exercise_id": exercise_id}]
        answer = me.ask(FUNCTION, {"text": VAGUE, "choices": choices})
        assert refusal(answer) == (404, "not_found")
        assert answer.json()["errors"][0]["field"] == "choices[0].exercise_id"
    assert me.rows("workout_plans") == []


def test_without_one_known_exercise_nothing_is_stored(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites().always())
    answer = member.ask(FUNCTION, {"text": "Zorbing 3x10\nPress 4x6"})
    assert refusal(answer) == (422, "invalid")
    assert [error["message"].split(":")[0] for error in answer.json()["errors"]] == ["line 1", "line 2"]
    assert member.rows("workout_plans") == []
    assert member.used("import_plan") == 0


def test_a_text_without_a_plan_says_so(member: Member) -> None:
    answer = member.ask(FUNCTION, {"text": "   \n\n"})
    assert refusal(answer) == (422, "invalid")


def test_a_dry_run_reads_and_stores_nothing(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    answer = member.ask(FUNCTION, {"text": WITH_REST, "dry_run": True})
    assert week(answer, 200)[0][1][1] == ("Overhead Press", 3, "10")
    assert answer.json()["plan_id"] is None
    assert (member.rows("workout_plans"), member.rows("plan_origins")) == ([], [])


def test_a_dry_run_of_nothing_known_has_the_candidates(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites().always())
    answer = member.ask(FUNCTION, {"text": "Press 4x6", "dry_run": True})
    assert (answer.status_code, answer.json()["plan"]) == (200, None)
    assert len(answer.json()["unmatched"][0]["candidates"]) > 1


def test_a_dry_run_has_the_plan_that_is_stored_afterwards(member: Member) -> None:
    dry = member.ask(FUNCTION, {"text": PLAIN, "dry_run": True}).json()["plan"]
    stored = member.ask(FUNCTION, {"text": PLAIN}).json()["plan"]
    assert dry["days"] == stored["days"]
