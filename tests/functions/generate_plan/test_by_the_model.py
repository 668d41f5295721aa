"""What a good model proposes becomes a stored plan with its origin; what it gets wrong goes back once."""

import copy
from typing import Any

from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply, answer, fail
from tests.fakes.gemini.server import LocalGemini
from tests.functions.generate_plan.coach import PAGES, RATIONALE, Task, coach, line, week
from tests.functions.generate_plan.conftest import WISH, said
from tests.functions.members import Member, NewMember

_TOO_MANY_STATES = "The specified schema produces a constraint that has too many states for serving."


def made(member: Member, **wish: Any) -> dict[str, Any]:
    """The answer to a wish that must be granted."""
    response = member.ask("generate-plan", WISH | wish)
    assert response.status_code == 201, response.text
    plan: dict[str, Any] = response.json()
    return plan


def origin(member: Member) -> dict[str, Any]:
    (row,) = member.rows("plan_origins")
    return row


def trained(plan: dict[str, Any]) -> list[list[str]]:
    """The exercises of the main section, a list a day."""
    return [
        [line["exercise_id"] for line in day["exercises"] if line["section"] == "main"]
        for day in plan["days"]
    ]


def test_the_models_plan_is_stored_as_it_was_proposed(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    told = made(athlete)
    (asked,) = gemini.generations
    proposed = week(Task.of(asked.prompt))
    lines = athlete.rows("workout_plan_day_exercises", "target_sets,target_reps,section")
    work = [(row["target_sets"], row["target_reps"]) for row in lines if row["section"] == "main"]
    assert sorted(work) == sorted(
        (each["sets"], each["reps"]) for day in proposed["days"] for each in day["exercises"]
    )
    assert (told["engine"], told["model"], told["warnings"]) == (
        "gemini",
        "gemini-3.8-flash",
        told["warnings"],
    )


def test_the_plan_is_inactive_and_made_by_ai(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    told = made(athlete)
    (plan,) = athlete.rows("workout_plans", "id,is_active,created_by,name")
    assert plan == {
        "id": told["plan_id"], "is_active": False, "created_by": "ai", "name": "Strong and simple",
    }  # fmt: skip


def test_the_answer_is_the_plan_that_is_stored(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    told = made(athlete)
    days = athlete.rows(
        "workout_plan_days", "order_in_plan,workout_plan_day_exercises(exercise_id,section,order_in_workout)"
    )
    stored = [
        [
            each["exercise_id"]
            for each in sorted(day["workout_plan_day_exercises"], key=lambda each: each["order_in_workout"])
            if each["section"] == "main"
        ]
        for day in sorted(days, key=lambda day: day["order_in_plan"])
    ]
    assert stored == trained(told["plan"])


def test_where_it_came_from_is_kept(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    told = made(athlete, notes="No burpees")
    row = origin(athlete)
    assert {
        name: row[name] for name in ("engine", "model", "prompt_version", "request", "rationale", "sources")
    } == {
        "engine": "gemini",
        "model": "gemini-3.8-flash",
        "prompt_version": "generate-plan-3",
        "request": WISH | {"notes": "No burpees"},
        "rationale": RATIONALE,
        "sources": [],
    }
    assert row["warnings"] == told["warnings"]


def test_a_plan_is_charged_once(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    made(athlete)
    assert athlete.used("generate_plan") == 1


def test_every_call_is_in_the_books(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    told = made(athlete, research=True)
    calls = athlete.rows("ai_usage")
    assert [(call["feature"], call["model"], call["outcome"]) for call in calls] == [
        ("generate_plan", "gemini-3.8-flash", "ok")
    ] * 2
    assert told["usage"] == {
        "calls": 2,
        "input_tokens": sum(call["input_tokens"] for call in calls),
        "output_tokens": sum(call["output_tokens"] for call in calls),
        # 1.50 and 7.50 dollars a million tokens.
        "cost_usd": round(
            sum(call["input_tokens"] * 1.5 + call["output_tokens"] * 7.5 for call in calls) / 1e6, 6
        ),
    }


def test_without_consent_nothing_leaves_for_the_model(new_member: NewMember, gemini: LocalGemini) -> None:
    member = new_member(consents=False)
    assert (made(member)["engine"], gemini.requests, member.used("generate_plan")) == ("rules", [], 0)


def test_research_names_its_sources(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    told = made(athlete, research=True)
    page = {"url": PAGES[0][0], "title": PAGES[0][1]}
    assert (told["sources"], origin(athlete)["sources"]) == ([page], [page])


def test_research_is_a_call_of_its_own_whose_findings_are_data(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(coach)
    made(athlete, research=True)
    search, proposal = gemini.generations
    assert (search.is_search, search.schema, proposal.is_search) == (True, None, False)
    assert '<research>\n"Ten sets a week' in proposal.prompt


def test_a_failed_search_costs_only_the_sources(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(lambda received: fail(400) if received.is_search else coach(received))
    told = made(athlete, research=True)
    assert (told["engine"], told["sources"]) == ("gemini", [])


def spoilt(received: Received) -> dict[str, Any]:
    """The good week with a day of far too many sets."""
    proposed = week(Task.of(received.prompt))
    proposed["days"][0]["exercises"] = [each | {"sets": 10} for each in proposed["days"][0]["exercises"]]
    return proposed


def learns(received: Received) -> Reply:
    """Too many sets at first, all well once it was told so."""
    if len(received.contents) == 1:
        return answer(spoilt(received), thought="More is more.")
    return answer(week(Task.of(received.prompt)))


def test_what_is_wrong_goes_back_to_the_model_once(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(learns)
    told = made(athlete)
    _, second = gemini.generations
    assert "Use fewer sets." in second.contents[-1]["parts"][0]["text"]
    assert (told["engine"], told["usage"]["calls"], told["warnings"]) == ("gemini", 2, [])


def test_the_models_turn_goes_back_unchanged(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(learns)
    made(athlete)
    first, second = gemini.generations
    assert said(second) == spoilt(first)
    assert any("thoughtSignature" in part for part in second.contents[1]["parts"])


def test_a_proposal_that_stays_wrong_is_repaired(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(lambda received: answer(spoilt(received)))
    told = made(athlete)
    assert (told["engine"], len(gemini.generations), athlete.used("generate_plan")) == ("gemini", 2, 1)
    assert any("sets instead of 10" in warning for warning in told["warnings"])


def test_a_second_answer_that_says_nothing_leaves_the_first(athlete: Member, gemini: LocalGemini) -> None:
    gemini.think(lambda received: answer(spoilt(received)) if len(received.contents) == 1 else fail(400))
    assert made(athlete)["engine"] == "gemini"


def test_a_schema_that_is_refused_is_sent_again_without_its_enum(
    athlete: Member, gemini: LocalGemini
) -> None:
    gemini.script(fail(400, message=_TOO_MANY_STATES))
    gemini.think(coach)
    assert made(athlete)["engine"] == "gemini"
    refused, taken = (str(asked.schema) for asked in gemini.generations)
    assert ("'e01'" in refused, "'e01'" in taken) == (True, False)


def test_without_the_enum_an_unknown_exercise_is_told(athlete: Member, gemini: LocalGemini) -> None:
    def invents(received: Received) -> Reply:
        proposed = week(Task.of(received.prompt))
        if len(received.contents) == 1:
            proposed["days"][0]["exercises"].append(line("e99"))
        return answer(proposed)

    gemini.script(fail(400, message=_TOO_MANY_STATES))
    gemini.think(invents)
    assert made(athlete)["engine"] == "gemini"
    assert (
        "Day 1: e99 is not an alias of the list." in gemini.generations[-1].contents[-1]["parts"][0]["text"]
    )


def test_only_what_this_user_can_do_is_offered(new_member: NewMember, gemini: LocalGemini) -> None:
    member = new_member()
    gemini.think(coach)
    told = made(member, days_per_week=3)
    used = {exercise_id for day in trained(told["plan"]) for exercise_id in day}
    needs = member.rows("exercise_equipment", "exercise_id")
    assert used.isdisjoint(row["exercise_id"] for row in needs)


def test_nothing_of_the_token_or_of_the_account_goes_to_the_model(
    athlete: Member, gemini: LocalGemini
) -> None:
    gemini.think(coach)
    made(athlete, research=True)
    sent = "\n".join(asked.everything for asked in gemini.generations)
    secrets = (athlete.person.access_token, athlete.id, athlete.person.email)
    assert [secret for secret in secrets if secret in sent] == []


def test_an_exercise_that_stands_twice_in_a_day_is_stored_once(athlete: Member, gemini: LocalGemini) -> None:
    def repeats(received: Received) -> Reply:
        proposed = copy.deepcopy(week(Task.of(received.prompt)))
        first = proposed["days"][0]["exercises"][0]
        half = first | {"sets": first["sets"] - 1}
        proposed["days"][0]["exercises"][:1] = [half, first | {"sets": 1}]
        return answer(proposed)

    gemini.think(repeats)
    day = trained(made(athlete)["plan"])[0]
    assert len(day) == len(set(day))
