"""Any plan, written down in any of these ways, reads back as the same plan."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.import_plan.matching import match
from functions.import_plan.reading import Day, read
from tests.functions.import_plan.support import catalogue, seed

pytestmark = pytest.mark.quick

KG_PER_LB = Decimal("0.45359237")


@dataclass(frozen=True)
class Wish:
    """A line of a plan: kilograms, seconds of rest, repetitions in reserve."""

    name: str
    sets: int
    reps: str
    kg: Decimal | None
    rest: int | None
    rir: int | None


def _ranges() -> st.SearchStrategy[str]:
    return st.tuples(st.integers(1, 15), st.integers(1, 10)).map(lambda r: f"{r[0]}-{r[0] + r[1]}")


LOADS = (
    st.integers(2, 800)
    .map(lambda quarters: Decimal(quarters * 5) / 4)
    .map(lambda kg: kg.quantize(Decimal("0.01")))
)
WISHES = st.builds(
    Wish,
    name=st.sampled_from(sorted(e.name for e in seed().values() if e.tracking_type == "weight_reps")),
    sets=st.integers(2, 12),
    reps=st.one_of(st.integers(1, 30).map(str), _ranges(), st.just("AMRAP")),
    kg=st.none() | LOADS,
    rest=st.none() | st.integers(1, 60).map(lambda n: n * 10),
    rir=st.none() | st.integers(0, 5),
)
PLANS = st.lists(st.lists(WISHES, min_size=1, max_size=6), min_size=1, max_size=5)


def number(value: Decimal, *, comma: bool = False) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if comma else text


def parts(*said: str | None) -> str:
    return ", ".join(part for part in said if part)


def english(wish: Wish) -> str:
    reps = "AMRAP" if wish.reps == "AMRAP" else f"{wish.reps} reps"
    return parts(
        f"- {wish.name}: {wish.sets} sets of {reps}" + (f" with {number(wish.kg)} kg" if wish.kg else ""),
        f"{wish.rest} seconds rest" if wish.rest else None,
        f"{wish.rir} reps in reserve" if wish.rir is not None else None,
    )


def terse(wish: Wish) -> str:
    load = f" @ {number(wish.kg)}kg" if wish.kg else ""
    effort = f" RPE {10 - wish.rir}" if wish.rir is not None else ""
    rest = f" rest {wish.rest // 60}:{wish.rest % 60:02}" if wish.rest else ""
    return f"{wish.name} {wish.sets}x{wish.reps}{load}{effort}{rest}"


def load_first(wish: Wish) -> str:
    load = f" {number(wish.kg)}kg" if wish.kg else ""
    effort = f" @RPE {10 - wish.rir}" if wish.rir is not None else ""
    rest = f" ({wish.rest}s rest)" if wish.rest else ""
    return f"1) {wish.name}{load} {wish.sets} × {wish.reps}{effort}{rest}"  # noqa: RUF001


def german(wish: Wish) -> str:
    reps = "bis zum Muskelversagen" if wish.reps == "AMRAP" else f"à {wish.reps} Wdh."
    return parts(
        f"• {wish.name} – {wish.sets} Sätze {reps}"  # noqa: RUF001
        + (f" mit {number(wish.kg, comma=True)} kg" if wish.kg else ""),
        f"Pause {wish.rest} Sek." if wish.rest else None,
        f"{wish.rir} RIR" if wish.rir is not None else None,
    )


def spanish(wish: Wish) -> str:
    reps = "al fallo" if wish.reps == "AMRAP" else f"de {wish.reps} repeticiones"
    return parts(
        f"* {wish.name}: {wish.sets} series {reps}"
        + (f" con {number(wish.kg, comma=True)} kilos" if wish.kg else ""),
        f"{wish.rest} segundos de descanso" if wish.rest else None,
        f"RIR {wish.rir}" if wish.rir is not None else None,
    )


def listed(line: Callable[[Wish], str], heading: str) -> Callable[[list[list[Wish]]], str]:
    def text(plan: list[list[Wish]]) -> str:
        days = ("\n".join([f"{heading} {n}", *map(line, day)]) for n, day in enumerate(plan, 1))
        return "\n\n".join(days)

    return text


def cells(wish: Wish, *, comma: bool = False) -> list[str]:
    kg = number(wish.kg, comma=comma) if wish.kg else ""
    rest, rir = (str(value) if value is not None else "" for value in (wish.rest, wish.rir))
    return [wish.name, str(wish.sets), wish.reps, kg, rest, rir]


def markdown(plan: list[list[Wish]]) -> str:
    head = "| Exercise | Sets | Reps | Weight (kg) | Rest (s) | RIR |\n|---|---|---|---|---|---|"
    return "\n\n".join(
        "\n".join([f"## Day {n}", "", head, *(f"| {' | '.join(cells(wish))} |" for wish in day)])
        for n, day in enumerate(plan, 1)
    )


def sheet(plan: list[list[Wish]]) -> str:
    rows = [
        "\t".join([f"Tag {n}", *cells(wish, comma=True)]) for n, day in enumerate(plan, 1) for wish in day
    ]
    return "\n".join(["Tag\tÜbung\tSätze\tWdh.\tGewicht (kg)\tPause (s)\tRIR", *rows])


def csv(plan: list[list[Wish]]) -> str:
    rows = [";".join([f"Day {n}", *cells(wish, comma=True)]) for n, day in enumerate(plan, 1) for wish in day]
    return "\r\n".join(["Day;Exercise;Sets;Reps;Load (kg);Rest (sec);RIR", *rows])


WAYS = {
    "english": listed(english, "Day"),
    "terse": listed(terse, "Workout"),
    "load first": listed(load_first, "Day"),
    "german": listed(german, "Tag"),
    "spanish": listed(spanish, "Día"),
    "markdown table": markdown,
    "spreadsheet": sheet,
    "csv": csv,
}


def heard(day: Day) -> list[Wish]:
    return [
        Wish(
            exercise.name,
            exercise.prescription.sets,
            exercise.prescription.reps,
            exercise.prescription.load_kg,
            exercise.prescription.rest_seconds,
            None if exercise.prescription.rir is None else int(exercise.prescription.rir),
        )
        for exercise in day.exercises
    ]


@pytest.mark.parametrize("way", WAYS)
@given(plan=PLANS)
def test_a_plan_reads_back_as_it_was_written(way: str, plan: list[list[Wish]]) -> None:
    text = WAYS[way](plan)
    reading = read(text)
    assert ([heard(day) for day in reading.days], reading.unread) == (plan, ()), text


@given(wish=WISHES, pounds=st.integers(1, 4000).map(lambda n: Decimal(n) / 4))
def test_pounds_become_kilograms_to_the_gram(wish: Wish, pounds: Decimal) -> None:
    (exercise,) = read(f"{wish.name} {wish.sets}x{wish.reps} @ {number(pounds)} lbs").exercises
    assert exercise.prescription.load_kg == (pounds * KG_PER_LB).quantize(Decimal("0.001"))


@given(wish=WISHES)
def test_a_name_read_is_a_name_matched(wish: Wish) -> None:
    (exercise,) = read(terse(wish)).exercises
    assert match(exercise.name, catalogue()).confidence == 1
