"""The templates before the judge of plans: what a coach would wince at in a plan, he would in a template."""

from collections.abc import Mapping

import psycopg
import pytest

from bench.laboratory import Laboratory
from bench.plans.case import Case
from bench.plans.catalogue import read_from
from bench.plans.clock import seconds
from bench.plans.line import Line
from bench.plans.rules import BY_NAME, RULES
from local.postgres import Cluster
from shared.planner.terms import Section
from tests.planner.template_cases import EXEMPT, GEAR, PEOPLE, case_of

# Minutes that a session may take less than it says.
ROUNDED = 5
# The runs of the NHS's plan: (times, seconds of running, seconds of walking after it).
WEEKS_1_TO_4 = (
    ((8, 60, 90),),
    ((6, 90, 120),),
    ((1, 90, 90), (1, 180, 180), (1, 90, 90), (1, 180, 0)),
    ((1, 180, 90), (1, 300, 150), (1, 180, 90), (1, 300, 0)),
)
WEEKS_5_AND_6 = (
    ((1, 300, 180), (1, 300, 180), (1, 300, 0)),
    ((1, 480, 300), (1, 480, 0)),
    ((1, 1200, 0),),
    ((1, 300, 180), (1, 480, 180), (1, 300, 0)),
    ((1, 600, 180), (1, 600, 0)),
    ((1, 1500, 0),),
)
WEEKS_7_TO_9 = (((1, 1500, 0),), ((1, 1680, 0),), ((1, 1800, 0),))
COUCH_TO_5K = [
    *(run for run in WEEKS_1_TO_4 for _ in range(3)),
    *WEEKS_5_AND_6,
    *(run for run in WEEKS_7_TO_9 for _ in range(3)),
]


@pytest.fixture(scope="module")
def cases(cluster: Cluster, database: str) -> Mapping[str, Case]:
    catalogue = read_from(Laboratory(cluster, database.rpartition("/")[2]))
    with psycopg.connect(database) as connection:
        rows = connection.execute("select to_jsonb(t) from public.plan_templates t where created_by is null")
        return {row["slug"]: case_of(row, catalogue) for (row,) in rows}


def main_lines(case: Case, week: int = 1) -> list[list[Line]]:
    return [
        [line for line in lines if line.is_main] for _, day, lines in case.days if day.week_number == week
    ]


def test_every_template_is_judged(cases: Mapping[str, Case]) -> None:
    assert set(cases) == set(GEAR)
    assert set(PEOPLE) | set(EXEMPT) <= set(GEAR)


@pytest.mark.parametrize("slug", GEAR)
def test_a_template_passes_every_rule_but_what_it_breaks_on_purpose(
    cases: Mapping[str, Case], slug: str
) -> None:
    found = {rule.name: faults for rule in RULES if (faults := rule.judge(cases[slug]))}
    assert {name: faults for name, faults in found.items() if name not in EXEMPT.get(slug, {})} == {}


@pytest.mark.parametrize(("slug", "rule"), [(slug, rule) for slug, rules in EXEMPT.items() for rule in rules])
def test_no_exemption_is_needless(cases: Mapping[str, Case], slug: str, rule: str) -> None:
    assert BY_NAME[rule].judge(cases[slug])


@pytest.mark.parametrize("slug", GEAR)
def test_a_session_takes_as_long_as_it_says(cases: Mapping[str, Case], slug: str) -> None:
    for _, day, lines in cases[slug].days:
        minutes = seconds(lines) / 60
        assert day.estimated_minutes
        assert day.estimated_minutes - ROUNDED <= minutes <= day.estimated_minutes, day.name


def test_couch_to_5k_is_the_published_table(cases: Mapping[str, Case]) -> None:
    case = cases["couch-to-5k"]
    runs = [
        tuple((line.sets, line.target.high, line.planned.target_rest_seconds) for line in day)
        for week in range(1, 10)
        for day in main_lines(case, week)
    ]
    assert runs == COUCH_TO_5K
    for _, day, lines in case.days:
        ends = [(lines[0].slug, lines[0].planned.section), (lines[-1].slug, lines[-1].planned.section)]
        assert ends == [("brisk-walk", Section.WARMUP), ("brisk-walk", Section.COOLDOWN)], day.name


def test_back_after_a_break_begins_with_half_the_sets_and_only_rises(cases: Mapping[str, Case]) -> None:
    case = cases["back-after-a-break-4-weeks"]
    weeks = [main_lines(case, week) for week in (1, 2, 3, 4)]
    assert [[line.slug for day in week for line in day] for week in weeks[1:]] == [
        [line.slug for day in weeks[0] for line in day]
    ] * 3
    sets = [sum(line.sets for day in week for line in day) for week in weeks]
    assert sets == sorted(sets)
    assert sets[0] * 2 == sets[3]
    loaded = [line for day in weeks[0] for line in day if line.is_loaded]
    assert all(case.says_in_notes(line, "70 to 80 %") for line in loaded)


def test_from_65_on_most_lines_leave_three_and_no_balance_drill_is_without_a_next_step(
    cases: Mapping[str, Case],
) -> None:
    lines = cases["older-adults-3"].main
    assert {line.planned.target_rir for line in lines if line.is_strength} == {3}
    drills = [line for line in lines if line.exercise.exercise_type == "balance"]
    assert all(line.scheme != "none" for line in drills)


def test_in_pregnancy_no_load_goes_up_and_it_says_when_to_stop_and_whom_to_ask(
    cases: Mapping[str, Case],
) -> None:
    case = cases["pregnancy-3"]
    assert {line.scheme for line in case.strength} == {"none"}
    assert {line.planned.target_rir for line in case.strength} == {3}
    for words in ("Ask your midwife or doctor first", "Stop and call", "bleeding", "calf", "moves less"):
        assert case.describes(words)
