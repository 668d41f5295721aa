"""The style of the schema's files: sqlfluff's rules, and an indent of four spaces."""

import re
from collections.abc import Iterator

from local.database import tools
from local.database.project import Project

_FOUND = re.compile(r"file=(?P<file>[^,]+),line=(?P<line>\d+).*?::(?P<rule>\w+: .*)")


def faults(project: Project) -> list[str]:
    """Return style violations in `sql/` and `policies/`, by file and line."""
    output = tools.python_tool(
        "sqlfluff", "lint", "--processes", "2", "--format", "github-annotation-native", "--nocolor",
        "sql", "policies", cwd=project.root,
    )  # fmt: skip
    found = [f"{m['file']}:{m['line']}: {m['rule']}" for m in _FOUND.finditer(output.text)]
    # sqlfluff only warns about a file that it can't parse.
    found += re.findall(r"Unable to lint \S+", output.text)
    if output.code != 0 and not found:
        found = [output.text]
    return found + list(_odd_indents(project))


def _odd_indents(project: Project) -> Iterator[str]:
    # sqlfluff's own rule would require a line break after every where, on and then.
    for path in project.schema_files:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            indent = line[: len(line) - len(line.lstrip())]
            if "\t" in indent or len(indent) % 4:
                yield f"{project.name(path)}:{number}: indent by four spaces"
