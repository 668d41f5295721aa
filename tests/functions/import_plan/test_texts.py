"""Texts: what rules read is imported without a model; a model rewrites the rest for them."""

from tests.fakes.gemini.server import LocalGemini
from tests.functions.import_plan.plans import FUNCTION, PLAIN, REST, WITH_REST, owned, rewrites, week
from tests.functions.members import Member, NewMember

PUSH_AND_PULL = [
    ("Push", [("Barbell Bench Press", 3, "8"), ("Overhead Press", 3, "10")]),
    ("Pull", [("Barbell Row", 4, "8")]),
]


def test_a_text_that_rules_can_read_never_sees_a_model(member: Member, gemini: LocalGemini) -> None:
    answer = member.ask(FUNCTION, {"text": PLAIN})
    assert week(answer) == [
        ("Day 1: Push", [("Barbell Bench Press", 3, "8-12"), ("Overhead Press", 3, "10")]),
        ("Day 2: Pull", [("Barbell Row", 4, "8")]),
    ]
    assert gemini.requests == []


def test_what_rules_read_costs_nothing(member: Member) -> None:
    body = member.ask(FUNCTION, {"text": PLAIN}).json()
    assert (body["engine"], body["model"], body["usage"]["calls"]) == ("parser", None, 0)
    assert member.used("import_plan") == 0


def test_an_imported_plan_is_stored_inactive_with_where_it_came_from(member: Member) -> None:
    body = member.ask(FUNCTION, {"text": PLAIN}).json()
    [plan] = member.rows("workout_plans")
    [origin] = member.rows("plan_origins")
    assert (plan["id"], plan["is_active"], plan["created_by"]) == (body["plan_id"], False, "ai")
    assert (origin["plan_id"], origin["engine"], origin["model"]) == (plan["id"], "parser", None)
    assert origin["request"] == {"source": "text", "bytes": len(PLAIN)}


def test_what_rules_leave_the_model_writes_down(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    assert week(member.ask(FUNCTION, {"text": WITH_REST})) == PUSH_AND_PULL


def test_a_line_the_model_read_says_so(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    body = member.ask(FUNCTION, {"text": WITH_REST}).json()
    assert [(line["line"], line["engine"]) for line in body["matched"]] == [
        (2, "parser"),
        (3, "gemini"),
        (5, "parser"),
    ]
    assert body["matched"][1]["quote"] == WITH_REST.splitlines()[REST - 1]


def test_a_plan_with_the_models_reading_is_charged_and_told(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    body = member.ask(FUNCTION, {"text": WITH_REST}).json()
    [origin] = member.rows("plan_origins")
    [usage] = member.rows("ai_usage")
    assert (body["engine"], body["model"], body["usage"]["calls"]) == ("gemini", "gemini-3.8-flash", 1)
    assert (origin["engine"], origin["model"]) == ("gemini", "gemini-3.8-flash")
    assert origin["prompt_version"].startswith("import-plan-")
    assert (usage["feature"], usage["outcome"]) == ("import_plan", "ok")
    assert member.used("import_plan") == 1


def test_the_model_sees_what_rules_left_and_nothing_else(member: Member, gemini: LocalGemini) -> None:
    gemini.script(rewrites((REST, ["Overhead press 3x10"])))
    member.ask(FUNCTION, {"text": WITH_REST + "\nLunges 3x12\nCall Anna on Tuesday"})
    [request] = gemini.generations
    assert WITH_REST.splitlines()[REST - 1] in request.prompt
    assert "Lunges" not in request.everything
    assert "Anna" not in request.everything


def test_who_did_not_agree_gets_what_rules_read(new_member: NewMember, gemini: LocalGemini) -> None:
    member = new_member(consents=False)
    body = member.ask(FUNCTION, {"text": WITH_REST}).json()
    assert gemini.requests == []
    assert body["engine"] == "parser"
    assert body["warnings"][0].endswith("only if you agree to it.")
    assert [line["line"] for line in body["unmatched"]] == [REST]


def test_a_load_without_a_unit_counts_in_the_users(member: Member) -> None:
    member.person.client.table("profiles").update({"preferred_unit": "imperial"}).eq(
        "id", member.id
    ).execute()
    body = member.ask(FUNCTION, {"text": "Bench press 3x5 @ 100"}).json()
    # 100 lb x 0.45359237 kg
    assert body["plan"]["days"][0]["exercises"][0]["current_suggested_weight_kg"] == 45.359


def test_an_exercise_of_ones_own_is_found_by_its_name(member: Member) -> None:
    own = owned(member, "Garden gate heave")
    body = member.ask(FUNCTION, {"text": "Garden gate heave 3x10"}).json()
    assert [line["exercise_id"] for line in body["matched"]] == [own]
