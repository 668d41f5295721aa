"""Answers as a model would give them: the planner's own week in the model's words, and spoiled ones."""

import json
from collections.abc import Callable
from typing import Any

from functions.generate_plan.shortlist import Shortlist, shortlist
from shared.planner import Brief, make_plan
from shared.planner.terms import Section
from tests.planner.briefs import brief
from tests.planner.catalogue import BY_SLUG, CATALOGUE

WISH = brief()
OFFERED = shortlist(WISH, CATALOGUE)

Answer = dict[str, Any]


def alias(slug: str, offered: Shortlist = OFFERED) -> str:
    return offered.alias_of[BY_SLUG[slug].id]


def line(slug: str, **changes: Any) -> Answer:
    usual = {"exercise": alias(slug), "sets": 3, "reps": "8-12", "rest_seconds": 90, "rir": 2, "note": ""}
    return usual | changes


def answer(wish: Brief = WISH, offered: Shortlist = OFFERED) -> Answer:
    """What the planner would do itself, worded as a proposal."""
    plan = make_plan(wish, offered.exercises)
    focus = {"Upper body": "upper_body", "Lower body": "lower_body", "Full body": "full_body"}
    return {
        "name": "Strong in four days",
        "description": "Upper and lower body in turn.",
        "rationale": "Each muscle twice a week.",
        "days": [
            {
                "name": day.name,
                "focus": focus.get(day.name.removesuffix(" A").removesuffix(" B").removesuffix(" C"))
                or day.name.lower().split()[0],
                "exercises": [
                    {
                        "exercise": offered.alias_of[entry.exercise_id],
                        "sets": entry.target_sets,
                        "reps": entry.target_reps,
                        "rest_seconds": entry.target_rest_seconds,
                        "rir": entry.target_rir,
                        "note": "",
                    }
                    for entry in day.in_section(Section.MAIN)
                    if entry.exercise_id in offered.alias_of
                ],
            }
            for day in plan.days
        ],
    }


def spoiled(change: Callable[[Answer], object]) -> str:
    """The sound answer as text, with one thing done to it."""
    said = answer()
    change(said)
    return json.dumps(said)


def text(said: Answer) -> str:
    return json.dumps(said)
