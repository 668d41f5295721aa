"""Whoever does a repetition or a set more is never asked for less the next time, whatever came before."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import BENCH, Athlete, Document
from tests.database.lines import Step, did, made_line, step

LOADED = {"on_success_weight_increase_kg": 2.5, "current_suggested_weight_kg": 60}
SPECS: list[Document] = [
    LOADED,
    LOADED | {"target_reps": "6-10", "progression": {"scheme": "double"}},
    LOADED | {"target_reps": "6-10", "progression": {"scheme": "sum_of_reps", "total": 24}},
    # A step of an eighth, which repetitions prepare.
    LOADED | {"current_suggested_weight_kg": 20, "exercise_id": BENCH, "on_success_weight_increase_kg": 5},
]
REPS = st.lists(st.integers(3, 12), min_size=3, max_size=3)


def last(athlete: Athlete, spec: Document, workouts: Sequence[Sequence[int]]) -> Step:
    """What follows from the last of these workouts, each at the load asked for; then the line is gone."""
    load = spec["current_suggested_weight_kg"]
    with athlete.sql.transaction(force_rollback=True):
        line_id = made_line(athlete, **spec)
        for day, done in enumerate(workouts):
            told = step(athlete.log(did(line_id, BENCH, *[(reps, load) for reps in done], day=day)))
            load = told[4]
        return told


def asked(told: Step) -> tuple[float, int]:
    *_, reps, load = told
    assert load is not None
    return load, int(reps.split("-")[0])


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(REPS, max_size=4), done=REPS, place=st.integers(0, 2), more=st.integers(1, 4),
    spec=st.sampled_from(SPECS),
)  # fmt: skip
def test_a_repetition_more_never_leads_to_less(  # noqa: PLR0913, PLR0917 - what is drawn
    athlete: Athlete, before: list[list[int]], done: list[int], place: int, more: int, spec: Document
) -> None:
    better = [reps + (more if nth == place else 0) for nth, reps in enumerate(done)]
    assert asked(last(athlete, spec, [*before, better])) >= asked(last(athlete, spec, [*before, done]))


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(before=st.lists(REPS, max_size=4), done=REPS, extra=st.integers(0, 15), spec=st.sampled_from(SPECS))
def test_a_set_more_never_leads_to_less(
    athlete: Athlete, before: list[list[int]], done: list[int], extra: int, spec: Document
) -> None:
    longer = [*before, [*done, extra]]
    assert asked(last(athlete, spec, longer)) >= asked(last(athlete, spec, [*before, done]))


@pytest.mark.quick
def test_the_comparison_sees_what_it_should(athlete: Athlete) -> None:
    missed = last(athlete, LOADED, [[5, 5, 4]] * 3)
    assert asked(missed) < asked(last(athlete, LOADED, [[5, 5, 4], [5, 5, 4], [5, 5, 5]]))
