"""Runs the seasons, several at once, and writes what happened as text and JSON."""

import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import psycopg

from bench.laboratory import Laboratory, laboratory
from bench.seasons.facts import Season, Target
from bench.seasons.measures import Figures, figures
from bench.seasons.people import Kind, Person
from bench.seasons.schemes import SCHEMES, Scheme
from bench.seasons.season import live
from local.binaries import PostgresVersion
from local.postgres import SUPERUSER

_log = logging.getLogger(__name__)

Seasons = Mapping[str, Sequence[Season]]


def run(
    version: PostgresVersion, names: Sequence[str], people: Sequence[int], weeks: int, seed: int
) -> Seasons:
    """Let these people of a seed train by each of the schemes, in a database of their own."""
    with laboratory(version) as place:
        return train(place, names, people, weeks, seed)


def train(place: Laboratory, names: Sequence[str], people: Sequence[int], weeks: int, seed: int) -> Seasons:
    """The same in this database, where nobody has trained yet."""
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        # Clients can't name what is in there. Each function still asks who calls it.
        admin.execute("grant usage on schema private to authenticated")
    return {name: _all_of(place, SCHEMES[name], people, weeks, seed) for name in names}


def all_figures(seasons: Seasons) -> list[Figures]:
    """Compute the figures of each scheme or its parts, of all together, and of kinds of people."""
    found = []
    for name, lived in seasons.items():
        parts = SCHEMES[name].parts
        found += [figures(f"{name} {part}".strip(), lived, part) for part in parts]
    everybody = [season for lived in seasons.values() for season in lived]
    groups = {"all": everybody}
    for kind in Kind:
        groups[f"{kind} people"] = [one for one in everybody if one.person.kind is kind]
    groups["logging all sets"] = [one for one in everybody if one.person.logs_everything]
    return [*found, *(figures(name, lived) for name, lived in groups.items() if lived)]


def write(path: Path, seasons: Seasons) -> None:
    """Write the figures as JSON."""
    rows = [asdict(one) | {"met": one.met} for one in all_figures(seasons)]
    path.write_text(json.dumps({"figures": rows}, indent=2) + "\n")


def trace(season: Season) -> Iterator[str]:
    """Yield for each workout of each exercise what was asked, possible and done, and what followed."""
    yield f"{season.scheme.name}, person {season.person.number}: {_traits(season.person)}"
    steps = {(step.line, step.session): step for step in season.steps}
    for number, line in enumerate(season.lines):
        yield f"  {line.lift.slug}, line {number + 1}: {line.sets} x {line.reps} {line.part}".rstrip()
        for target in season.targets:
            if target.line == number:
                step = steps.get((number, target.session))
                followed = f"{step.outcome} {step.reason_code}" if step else "nothing"
                yield f"    {_row(target)} -> {followed}"


def _row(target: Target) -> str:
    asked, fit = target.prescribed, target.fit
    loads = "/".join(f"{load:g}" for load in dict.fromkeys(one.load_kg or 0 for one in target.planned))
    reps = "-".join(str(one.reps) for one in target.planned)
    rpes = "-".join(f"{one.rpe:g}" for one in target.planned if one.rpe)
    back = " back" if target.is_return else ""
    load = "?" if asked.load_kg is None else f"{asked.load_kg:g}"
    return (
        f"{target.day} {asked.sets} x {asked.reps} @ {load} ({asked.reason_code}),"
        f" fits {fit.low_kg:.1f}..{fit.high_kg:.1f}, {fit.of_the_day:+.0%}{back}:"
        f" {loads} x {reps}{' RPE ' + rpes if rpes else ''}"
    )


def _traits(person: Person) -> str:
    told = {
        "checks in": person.checks_in, "reports breaks": person.reports_breaks,
        "accepts deloads": person.accepts_deloads, "logs all sets": person.logs_everything,
        "backs off": person.backs_off, f"stalls on {person.stalls_on}": person.stalls_on,
    }  # fmt: skip
    away = [f"{one.kind} from {one.starts_on} to {one.ends_on}" for one in person.absences]
    traits = [trait for trait, is_so in told.items() if is_so]
    return ", ".join(
        [person.kind, person.sex, f"{person.body_kg} kg", f"RPE {person.rating}", *traits, *away]
    )


def _all_of(place: Laboratory, scheme: Scheme, people: Sequence[int], weeks: int, seed: int) -> list[Season]:
    url = place.url(SUPERUSER)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        lived = list(pool.map(lambda number: live(url, scheme, Person(seed, number, weeks)), people))
    _log.info("%s: %d workouts", scheme.name, sum(season.workouts for season in lived))
    return lived
