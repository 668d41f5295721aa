"""The strength distributions by sex and weight class, from the results of real competitions.

The source is the OpenPowerlifting data set (https://gitlab.com/openpowerlifting/opl-data, public domain), as
a checkout of its repository: one folder per meet, with `meet.csv` and `entries.csv`. Run by hand for a new
version, here version 2 from meets since 2014-08-24:

    python -m local.strength_distributions CHECKOUT/meet-data 2014-08-24 2 > distributions_2.sql
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

LIFTS = {"squat": "Best3SquatKg", "bench_press": "Best3BenchKg", "deadlift": "Best3DeadliftKg"}
SEXES = {"M": "male", "F": "female"}
# Weight classes of the International Powerlifting Federation since 2021; the last has no upper bound.
CLASSES = {"male": (59, 66, 74, 83, 93, 105, 120), "female": (47, 52, 57, 63, 69, 76, 84)}
PERCENTILES = (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)
# No suit, shirt or wraps. "Bare" and "Sleeves" are raw, too; some federations distinguish them.
RAW = {"Raw", "Bare", "Sleeves"}
# Disqualified (also for doping), and no-shows.
WITHOUT_RESULT = {"DQ", "DD", "NS"}


@dataclass(frozen=True, order=True)
class Class:
    """A group of lifters who are compared, and the lift."""

    lift: str
    sex: str
    from_kg: float


@dataclass(frozen=True)
class Result:
    """One lifter's best attempt at a meet, as a multiple of their bodyweight."""

    of: Class
    lifter: str
    ratio: float


def results(meets: Path, since: str) -> Iterator[Result]:
    """Yield every raw result in a folder of meets, from the date `since` (ISO) on."""
    for entries in sorted(meets.rglob("entries.csv")):
        if _rows(entries.with_name("meet.csv"))[0]["Date"] >= since:
            for row in _rows(entries):
                yield from _of(row)


def distributions(found: Iterable[Result]) -> dict[Class, list[float]]:
    """Return the ratios of each class, ascending: only each lifter's best one counts."""
    best: dict[Class, dict[str, float]] = defaultdict(dict)
    for result in found:
        known = best[result.of]
        known[result.lifter] = max(result.ratio, known.get(result.lifter, 0))
    return {group: sorted(lifters.values()) for group, lifters in sorted(best.items())}


def percentile(ascending: list[float], percent: float) -> float:
    """Return a percentile of the values, interpolated between its neighbours."""
    place = (len(ascending) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])


def as_sql(groups: Mapping[Class, list[float]], version: int) -> str:
    """Return the rows as a seed file, formatted as it is committed."""
    rows = []
    for group, ratios in groups.items():
        points = [round(percentile(ratios, percent), 3) for percent in PERCENTILES]
        if not all(lower < higher for lower, higher in pairwise(points)):
            raise ValueError(f"{group}: too few lifters for percentiles ({len(ratios)})")
        listed = ", ".join(f"{point:.3f}" for point in points)
        key = f"{version}, '{group.lift}', '{group.sex}', {group.from_kg:g}"
        rows.append(f"({key}, {len(ratios)},\n    '{{{listed}}}')")
    columns = "version, lift, sex, bodyweight_from_kg"
    return "\n".join(
        (
            f"insert into private.strength_distributions ({columns}, lifters, ratios)",
            "values",
            ",\n".join(rows),
            f"on conflict ({columns}) do nothing;\n",
        )
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _of(row: Mapping[str, str]) -> Iterator[Result]:
    sex = SEXES.get(row["Sex"])
    bodyweight = _number(row.get("BodyweightKg"))
    if sex is None or bodyweight <= 0 or row["Equipment"] not in RAW or row["Place"] in WITHOUT_RESULT:
        return
    above = [bound for bound in CLASSES[sex] if bodyweight > bound]
    for lift, column in LIFTS.items():
        # A failed attempt is negative.
        kilograms = _number(row.get(column))
        if kilograms > 0:
            yield Result(Class(lift, sex, max(above, default=0)), row["Name"], kilograms / bodyweight)


def _number(text: str | None) -> float:
    return float(text) if text else 0.0


if __name__ == "__main__":
    folder, first_day, new_version = sys.argv[1:]
    sys.stdout.write(as_sql(distributions(results(Path(folder), first_day)), int(new_version)))
