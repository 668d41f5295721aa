"""Briefs that a seed fixes, who they are, and what is written about their plans."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.cli import app
from bench.plans.briefs import briefs, gym_briefs
from bench.plans.case import CHILD, ELDER, Catalogue
from bench.plans.page import BEGIN, END
from bench.plans.page import write as write_page
from bench.plans.rules import BY_NAME, RULES
from bench.plans.run import Judgement, Score, Variety, judge, score, write
from bench.plans.table import summary
from bench.plans.telling import failing, told
from bench.timing import Timing
from shared.planner.terms import GoalType, Level
from tests.bench.plans.made import brief, case, day


@pytest.fixture(scope="module")
def judgement(catalogue: Catalogue) -> Judgement:
    return judge(catalogue, 20)


def test_the_judge_shares_no_constant_with_the_planner() -> None:
    sources = [path.read_text() for path in Path("bench/plans").glob("*.py")]
    used = {name for source in sources for name in re.findall(r"shared\.planner\.?(\w*)", source)}
    assert used == {"facts", "make", "plan", "reps", "terms"}


def test_a_new_exercise_changes_no_brief(catalogue: Catalogue) -> None:
    fewer = Catalogue(
        tuple(one for one in catalogue.exercises if one.slug != "leg-press"), catalogue.equipment
    )
    assert list(briefs(fewer, 60)) == list(briefs(catalogue, 60))


def test_a_seed_fixes_the_briefs(catalogue: Catalogue) -> None:
    some = list(briefs(catalogue, 40))
    assert some == list(briefs(catalogue, 60))[:40]
    assert some != list(briefs(catalogue, 40, seed=17))


def test_the_briefs_are_of_all_sorts(catalogue: Catalogue) -> None:
    all_of_them = [one for _, one in briefs(catalogue, 500)]
    assert {one.goal_type for one in all_of_them} == set(GoalType)
    assert {one.fitness_level for one in all_of_them} == set(Level)
    assert {one.days_per_week for one in all_of_them} == set(range(1, 8))
    assert {
        min(one.minutes_per_session for one in all_of_them),
        max(one.minutes_per_session for one in all_of_them),
    } == {
        15,
        120,
    }
    ages = [one.age for one in all_of_them if one.age]
    assert (min(ages), max(ages)) == (14, 80)
    assert sum(age < CHILD for age in ages) >= 20
    assert sum(age >= ELDER for age in ages) >= 80
    assert 60 <= sum(bool(one.complaints) for one in all_of_them) <= 130
    assert 50 <= sum(bool(one.injured_muscles) for one in all_of_them) <= 120
    assert any(not one.equipment for one in all_of_them)


def test_a_gym_has_all_and_its_people_are_well(catalogue: Catalogue) -> None:
    for _, one in gym_briefs(catalogue, 10):
        assert len(one.equipment) >= len(catalogue.equipment) - 1
        assert not one.complaints
        assert not one.injured_muscles


def test_shares_are_of_the_plans_that_a_rule_applies_to(catalogue: Catalogue) -> None:
    good, bad, other = (
        case(catalogue, brief(catalogue, age=age), day(catalogue, lifts))
        for age, lifts in ((70, "step-up"), (70, "box-jump"), (30, "box-jump"))
    )
    found = score(BY_NAME["older-safe"], [good, bad, other])
    assert (found.judged, found.share, found.is_met) == (2, 0.5, False)
    assert [faults for _, faults in found.worst] == [("box-jump",)]


def test_all_rules_are_judged_and_written(judgement: Judgement, tmp_path: Path) -> None:
    write(tmp_path / "plans.json", judgement)
    figures = json.loads((tmp_path / "plans.json").read_text())
    assert [one["name"] for one in figures["rules"]] == [rule.name for rule in RULES]
    assert figures["exercises"] > len(figures["shares"]) > 20
    assert figures["seconds"]["median"] > 0


def test_the_page_gets_the_figures_between_its_marks(judgement: Judgement, tmp_path: Path) -> None:
    page = tmp_path / "plans.md"
    page.write_text(f"Before.\n\n{BEGIN}\nof last year\n{END}\n\nAfter.\n")
    write_page(page, judgement)
    text = page.read_text()
    assert text.startswith("Before.")
    assert text.endswith("After.\n")
    assert "of last year" not in text
    for rule in RULES:
        assert f"| {rule.title} |" in text


def test_the_page_in_the_docs_names_all_rules() -> None:
    text = Path("docs/plans.md").read_text()
    made = text[text.index(BEGIN) : text.index(END)]
    assert re.findall(r"\(`([a-z-]+)`\)\. ", made) == [rule.name for rule in RULES]


def test_the_page_in_the_docs_has_the_definitions_of_today() -> None:
    text = Path("docs/plans.md").read_text()
    for rule in RULES:
        assert rule.definition in text


def test_a_plan_is_told_with_its_brief_and_faults(judgement: Judgement) -> None:
    found = next(one for one in judgement.scores if one.failed)
    text = "\n".join(failing(judgement, found.rule.name))
    plan, faults = found.failed[0]
    assert found.rule.definition in text
    assert all(line in text for line in told(plan))
    assert all(fault in text for fault in faults)


def test_the_summary_speaks_of_variety_and_time(judgement: Judgement) -> None:
    text = " ".join(summary(judgement))
    assert f"use {judgement.variety.exercises} exercises" in text
    assert "ms" in text


def test_the_command_refuses_an_unknown_rule() -> None:
    result = CliRunner().invoke(app, ["plans", "--rule", "no-such-rule"])
    assert result.exit_code == 2
    assert "unknown rule" in result.output


def test_a_check_fails_unless_all_goals_are_met(tmp_path: Path) -> None:
    file = tmp_path / "plans.json"
    result = CliRunner().invoke(app, ["plans", "--briefs", "3", "--check", "--json", str(file)])
    assert result.exit_code == (0 if json.loads(file.read_text())["met"] else 1), result.output


def test_one_failed_rule_is_enough_to_fail(judgement: Judgement, catalogue: Catalogue) -> None:
    jumps = case(catalogue, brief(catalogue, age=70), day(catalogue, "box-jump"))
    passed = tuple(Score(rule, 1, ()) for rule in RULES)
    even = Variety(3, 3, {"leg-press": 0.6})
    good = replace(judgement, scores=passed, refused=(), variety=even, timing=Timing((0.01,)))
    assert good.is_met
    assert not replace(good, scores=(*passed, score(BY_NAME["older-safe"], [jumps]))).is_met
    assert not replace(good, variety=Variety(3, 1, {"leg-press": 0.67})).is_met
    assert not replace(good, timing=Timing((0.06,))).is_met
    assert not replace(good, refused=(jumps.brief,)).is_met
