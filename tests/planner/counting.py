"""The totals of a plan for the small catalogue, counted independently of the planner."""

from collections import defaultdict

from shared.planner import Plan
from shared.planner.terms import Section
from shared.planner.volume import VolumeGroup, set_credits
from tests.planner.catalogue import CATALOGUE

FACTS = {exercise.id: exercise for exercise in CATALOGUE}


def weekly_sets(plan: Plan) -> dict[VolumeGroup, float]:
    sets: defaultdict[VolumeGroup, float] = defaultdict(float)
    for day in plan.days:
        for line in day.in_section(Section.MAIN):
            for group, credit in set_credits(FACTS[line.exercise_id]).items():
                sets[group] += credit * line.target_sets
    return sets
