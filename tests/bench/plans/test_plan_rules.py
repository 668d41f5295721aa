"""Each rule of the judge passes a plan that a coach would sign, and names the fault of another."""

from dataclasses import replace
from typing import Any

import pytest

from bench.plans.case import Catalogue
from bench.plans.rules import BY_NAME
from tests.bench.plans.made import brief, case, day
from tests.bench.plans.tried import CASES, Tried


@pytest.mark.parametrize("tried", CASES, ids=lambda tried: tried[0])
def test_a_rule_passes_a_good_plan_and_names_the_fault_of_a_bad_one(
    catalogue: Catalogue, tried: Tried
) -> None:
    rule, wishes, good, bad, word = tried
    judge = BY_NAME[rule].judge
    wish = brief(catalogue, **wishes)
    assert judge(case(catalogue, wish, *(day(catalogue, *lines) for lines in good))) == []
    faults = judge(case(catalogue, wish, *(day(catalogue, *lines) for lines in bad)))
    assert faults
    assert word in " ".join(faults)


def test_every_rule_is_tried_with_a_good_and_a_bad_plan() -> None:
    assert {one[0] for one in CASES} | {"has-weeks"} == set(BY_NAME)


def test_a_plan_says_how_long_it_goes_on_and_what_comes_after(catalogue: Catalogue) -> None:
    judge = BY_NAME["has-weeks"].judge
    wish, lines = brief(catalogue), day(catalogue, "leg-press")
    told = "After eight weeks take new exercises."
    whole = case(catalogue, wish, lines, total_weeks=8, deload_every_weeks=4, description=told)
    assert judge(whole) == []
    for missing in (
        {"total_weeks": None},
        {"total_weeks": 16},
        {"deload_every_weeks": None},
        {"description": None},
    ):
        assert judge(replace(whole, plan=replace(whole.plan, **missing)))
    assert judge(replace(whole, plan=replace(whole.plan, deload_every_weeks=9)))


@pytest.mark.parametrize(
    ("rule", "wishes"),
    [
        ("older-reps", {"age": 64}),
        ("youth-reps", {"age": 16}),
        ("beginner-complexity", {}),
        ("injury-respected", {}),
        ("aerobic-minutes", {}),
        ("known-scheme", {}),
        ("no-thin-session", {"minutes_per_session": 44}),
    ],
)
def test_a_rule_for_others_says_nothing(catalogue: Catalogue, rule: str, wishes: dict[str, Any]) -> None:
    assert (
        BY_NAME[rule].judge(case(catalogue, brief(catalogue, **wishes), day(catalogue, "leg-press"))) is None
    )


@pytest.mark.parametrize(
    ("rule", "gear", "lines", "warning"),
    [
        ("real-pull", (), ("lunge", "push-up"), "Nothing to pull on: get a band or a bar for rows."),
        ("push-pull", (), ("lunge", "push-up 4"), "Nothing to pull on: get a band or a bar for rows."),
        ("fills-time", None, ("push-up",), "The exercises don't fill 60 minutes; take shorter sessions."),
    ],
)
def test_what_is_impossible_must_be_said(
    catalogue: Catalogue, rule: str, gear: tuple[str, ...] | None, lines: tuple[str, ...], warning: str
) -> None:
    judge = BY_NAME[rule].judge
    silent = case(catalogue, brief(catalogue, gear), day(catalogue, *lines))
    assert judge(silent)
    assert judge(replace(silent, plan=replace(silent.plan, warnings=(warning,)))) == []


@pytest.mark.parametrize(("minutes", "faults"), [(29, 0), (31, 1)])
def test_little_time_excuses_what_a_warning_names(catalogue: Catalogue, minutes: int, faults: int) -> None:
    wish = brief(catalogue, minutes_per_session=minutes)
    warned = case(catalogue, wish, day(catalogue, "lunge"), warnings=("Hamstrings: the time is too short.",))
    found = BY_NAME["posterior-chain"].judge(warned)
    assert found is not None
    assert len(found) == faults


def test_a_warning_excuses_nothing_that_is_possible(catalogue: Catalogue) -> None:
    warned = case(
        catalogue,
        brief(catalogue),
        day(catalogue, "lunge", "push-up"),
        warnings=("Nothing to pull on for rows.",),
    )
    assert BY_NAME["real-pull"].judge(warned)
