"""`spotter db check`: everything that must hold for the schema before it is committed."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import unified_diff
from functools import partial

from local import dev_group, parity
from local.database import client_types, generated, plpgsql, style, tools
from local.database.catalogue import differences, inventory
from local.database.delta import SchemaDelta
from local.database.project import Project
from local.database.workshop import Workshop
from local.errors import StackError

# Lines shown per difference: beyond that, the files are easier to read.
_SHOWN = 20

# The advice on unused indexes: in a new database every index is unused.
_UNANSWERABLE = {"unused_index"}

Finding = str


@dataclass(frozen=True)
class Check:
    """One promise about the schema, and the function that lists its violations."""

    promise: str
    find: Callable[[], list[Finding]]


@dataclass(frozen=True)
class Result:
    """The result of a check."""

    promise: str
    findings: list[Finding]
    seconds: float


def run_checks(project: Project) -> Iterator[Result]:
    """Run all checks, two at a time, and yield the results in a fixed order.

    Without a parity database its check is skipped. Raises StackError without developer tools.
    """
    for tool in ("sqlfluff", "squawk"):
        dev_group.program(tool)
    with Workshop(project) as workshop:
        files, migrations = workshop.from_files(), workshop.from_migrations()
        checks = [
            # The slowest first: two run at a time.
            Check("SQL is in style", partial(style.faults, project)),
            Check("migrations match the files (pg-delta)", partial(_same_schema, migrations, files)),
            Check("migrations match the files (catalogue)", partial(_same_things, migrations, files)),
            Check("old and new projects end with equal grants", partial(_same_grants, workshop, migrations)),
            Check("the advisors have no advice", partial(_advice, project, files)),
            Check("client types are current", partial(client_types.stale, project, files)),
            Check("generated files are current", partial(generated.stale, project)),
            Check("new migrations lock and break nothing", partial(_risks, project)),
        ]
        if parity.available():
            checks.insert(1, Check("PL/pgSQL is sound", partial(_lint, project)))
        with ThreadPoolExecutor(max_workers=2) as pool:
            yield from pool.map(_run, checks)


def _run(check: Check) -> Result:
    began = time.monotonic()
    try:
        findings = check.find()
    except StackError as error:
        findings = [str(error)]
    return Result(check.promise, findings, time.monotonic() - began)


def _same_schema(migrations: str, files: str) -> list[Finding]:
    missing = [
        f"missing in the migrations: {_first_line(step.sql)}"
        for step in SchemaDelta.between(migrations, files).steps
    ]
    surplus = [
        f"missing in the files: {_first_line(step.sql)}"
        for step in SchemaDelta.between(files, migrations).steps
    ]
    return missing + surplus


def _same_things(migrations: str, files: str) -> list[Finding]:
    found = []
    for name, left, right in differences(inventory(migrations), inventory(files)):
        if left is None or right is None:
            found.append(f"only in the {'files' if left is None else 'migrations'}: {name}")
        else:
            lines = unified_diff(
                left.splitlines(), right.splitlines(), "migrations", "files", n=0, lineterm=""
            )
            found.append("\n      ".join([f"{name} differs:", *list(lines)[:_SHOWN]]))
    return found


def _first_line(statement: str) -> str:
    first, _, rest = statement.partition("\n")
    return f"{first} …" if rest else first


def _same_grants(workshop: Workshop, migrations: str) -> list[Finding]:
    old = inventory(workshop.from_migrations("old"))
    return [
        f"only on {'old' if right is None else 'new'} projects: {name}"
        for name, left, right in differences(old, inventory(migrations))
    ]


def _advice(project: Project, files: str) -> list[Finding]:
    # The CLI reads the exposed schemas from the project's config.toml.
    advice = tools.supabase_results(
        "db", "advisors", "--remote", files, "--type", "all", "--level", "info", cwd=project.root
    )
    return [
        f"{item['level'].lower()} {item['name']}: {item['detail']}"
        for item in advice
        if item["name"] not in _UNANSWERABLE
    ]


def _lint(project: Project) -> list[Finding]:
    with Workshop(project, parity.ParityCluster()) as workshop:
        return plpgsql.faults(project, workshop.from_files())


def _risks(project: Project) -> list[Finding]:
    newer = project.migrations[1:]
    if not newer:
        return []
    output = tools.python_tool("squawk", "--reporter", "gcc", *map(project.name, newer), cwd=project.root)
    return [] if output.code == 0 else output.text.splitlines()
