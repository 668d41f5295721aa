"""Strategies for what a plan's line can say of its progression: rule lists, schemes, repetitions, gear."""

from typing import Any

from hypothesis import strategies as st

from tests.database.athlete import ASSISTED_DIP, BENCH, CURL, PLANK, PUSH_UP, Athlete, Document
from tests.database.gear import prefer

Rules = dict[str, Any] | list[dict[str, Any]] | None

_COUNTED = st.sampled_from(["5", "8-12", "5,3,1", "5,5,5+", "5+", "3-3", "AMRAP", "1", "12,10", "998"])
_TIMED = st.sampled_from(["30s", "1s"])
_MISSES = {
    "after_failures": st.integers(1, 3),
    "deload_percent": st.sampled_from([1, 10, 33.3, 90]),
    "after_stalls": st.integers(2, 3),
}
_LOAD = {
    "step": st.sampled_from([0.25, 1, 2.268, 2.5, 5, 100]),
    "step_unit": st.sampled_from(["kg", "%"]),
    "ceiling": st.sampled_from([10, 61, 100, 2000]),
    **_MISSES,
}


def _some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            key: value if isinstance(value, st.SearchStrategy) else st.just(value)
            for key, value in required.items()
        },
        optional={key: value for key, value in optional.items() if key not in required},
    )


def _stages(reps: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    stages = st.lists(_some({"sets": st.integers(1, 6), "reps": reps}, {}), min_size=2, max_size=3)
    return _some(
        {"on_failures": "switch", "stages": stages}, {"restart_percent": st.sampled_from([10, 85, 100])}
    )


def _rules(reps: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    reset = {"on_ceiling": st.just("reset")}
    more_load = _some({"axis": "load", "step": _LOAD["step"]}, _LOAD | {"last_set_reps": st.integers(1, 15)})
    more_reps = _some(
        {"axis": "reps", "step": st.sampled_from([1, 2, 5])},
        {"scope": st.sampled_from(["all_sets", "lowest_sets"]),
         "ceiling": st.sampled_from([12, 2000, 6, 1]), **_MISSES, **reset},
    )  # fmt: skip
    more_sets = _some(
        {"axis": "sets", "step": st.integers(1, 3)},
        {"ceiling": st.sampled_from([4, 50, 1]), **_MISSES, **reset},
    )
    rule = st.one_of(more_reps, more_reps, more_load, more_sets)
    failing = _stages(reps) | st.sampled_from([{}, {"on_failures": "deload"}, {"on_failures": "reset"}])
    return st.builds(lambda one, misses: one | misses, rule, failing)


_WEEK = _some(
    {"percents": st.lists(st.sampled_from([1, 62.5, 85, 150]), min_size=1, max_size=4), "reps": _COUNTED},
    {"is_deload": st.booleans()},
)
_WAVE = _some(
    {"scheme": "percentage_wave"},
    {
        "training_max_kg": st.sampled_from([1, 90, 101.3, 2000]),
        "training_max_percent": st.sampled_from([50, 85, 100]),
        "cycle_increase_kg": st.sampled_from([0, 2.5, 5, 100]),
        "after_failures": st.integers(1, 3),
        "deload_percent": st.sampled_from([10, 90]),
        "round_kg": st.sampled_from([0.1, 0.5, 2.5, 20]),
        "percents": st.lists(st.sampled_from([50, 75, 100]), min_size=1, max_size=4),
        "weeks": st.lists(_WEEK, min_size=1, max_size=4),
    },
)
_SCHEMES = st.one_of(
    st.just({"scheme": "none"}),
    _some({"scheme": st.sampled_from(["linear", "double"])}, _LOAD),
    _some({"scheme": "sum_of_reps"}, _LOAD | {"total": st.integers(1, 60)}),
    _some({"scheme": "gzclp", "tier": st.integers(1, 3)}, {"step": _LOAD["step"]}),
)


def progressions(*, timed: bool = False) -> st.SearchStrategy[Rules]:
    """Whatever may be written as the progression of a line that counts repetitions, or seconds."""
    lists = st.lists(_rules(_TIMED if timed else _COUNTED), min_size=1, max_size=3)
    # A wave, and GZCLP's stages, count repetitions.
    return (
        st.one_of(lists, lists, st.none(), _SCHEMES.filter(lambda s: s["scheme"] != "gzclp"))
        if timed
        else (st.one_of(lists, lists, lists, _SCHEMES, _WAVE, st.none()))
    )


@st.composite
def lines(draw: st.DrawFn) -> Document:
    """A plan's line with any progression; one that starts with a load, or leaves it to the first workout."""
    exercise = draw(st.sampled_from([BENCH, BENCH, CURL, PUSH_UP, ASSISTED_DIP, PLANK]))
    return {
        "exercise_id": exercise,
        "target_sets": draw(st.integers(1, 4)),
        "target_reps": draw(_TIMED if exercise == PLANK else _COUNTED),
        "current_suggested_weight_kg": draw(st.sampled_from([None, 0, 2.5, 60, 61.3, 2000])),
        "on_success_weight_increase_kg": draw(st.sampled_from([None, None, 0, 1.25, 5])),
        "target_rir": draw(st.sampled_from([None, None, 0, 1.5, 2])),
        "progression": draw(progressions(timed=exercise == PLANK)),
    }


def give_gear(athlete: Athlete) -> None:
    """A bar with few plates and few dumbbells: most loads can't be built."""
    prefer(athlete, bars_kg=[20.0], plates_kg=[1.25, 5.0, 5.0, 20.0], dumbbells_kg=[4.0, 10.0])
