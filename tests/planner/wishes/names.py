"""The names of the catalogue's exercises in every language, from its seed files: each means its slug."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.planner.wishes import NameIndex

_SEED = Path(__file__).parents[3] / "supabase" / "seed"
_EXERCISE = re.compile(r'"slug": "([a-z0-9-]+)", "name": "([^"]+)"(?:, "aliases": (\[[^\]]*\]))?')
_TRANSLATED = re.compile(r'"([a-z0-9-]+)": \["([^"]+)", (\[[^\]]*\])\]')


@dataclass(frozen=True)
class Index:
    """Slugs and names."""

    slugs: frozenset[str]
    names: NameIndex


def _found() -> Iterator[tuple[str, str]]:
    for folder, pattern in (("exercises", _EXERCISE), ("names", _TRANSLATED)):
        for file in sorted((_SEED / folder).glob("*.sql")):
            for slug, name, aliases in pattern.findall(file.read_text()):
                yield from ((each, slug) for each in (name, *json.loads(aliases or "[]")))


def _read() -> Index:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for name, slug in _found():
        names[name].add(slug)
    return Index(frozenset(slug for slugs in names.values() for slug in slugs), NameIndex.of(names))


INDEX = _read()
