"""Writes `docs/data-model.md`: the tables of the API, read from the catalogue of a database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import psycopg
from psycopg.rows import class_row

from local.database import order
from local.database.project import Project

FILE = Path("docs/data-model.md")

_QUERY = Path(__file__).with_suffix(".sql").read_bytes()
_ENUMS = """
    select t.typname, array_agg(e.enumlabel::text order by e.enumsortorder)
    from pg_type as t inner join pg_enum as e on e.enumtypid = t.oid
    where t.typnamespace = 'public'::regnamespace
    group by t.typname order by t.typname
"""
_HEAD = """# Data model

The tables and views of the API, made from the database by `uv run spotter docs`.

The column ✎ says what a signed-in client may write: `+` on insert, `✎` on update; what has neither is
written by the server. Ids, owners and links may be sent again with an update, as an upsert does, but not
changed. **Bold** columns are the primary key, `?` may be null, → names the table that a column points to.

A row belongs to one user, who alone sees and writes it. Ours are readable by every signed-in user: equipment,
exercises, published templates, rules of XP; moderators and admins alone write what is everybody's.
"""


@dataclass(frozen=True)
class Column:
    """One column of a table or view, as the query returns it."""

    relation: str
    about: str
    is_view: bool
    can_delete: bool
    column_name: str
    type: str
    is_nullable: bool
    is_generated: bool
    default_value: str
    meaning: str
    can_insert: bool
    can_update: bool
    is_key: bool
    parent: str | None

    @property
    def name(self) -> str:
        """The column's name as written on the page."""
        name = f"`{self.column_name}`{'?' if self.is_nullable else ''}"
        return f"**{name}**" if self.is_key else name

    @property
    def mark(self) -> str:
        """The mark that says whether a client may write it."""
        return ("+" if self.can_insert else "") + ("✎" if self.can_update else "")

    @property
    def note(self) -> str:
        """The column's meaning: its parent, comment and default."""
        default = re.sub(r"::[\w. ]+(\[\])?", "", self.default_value)
        parts = [
            f"→ {_link(self.parent)}." if self.parent else "",
            _cell(self.meaning),
            "Computed." if self.is_generated else "",
            f"Default `{_cell(default)}`." if default else "",
        ]
        return " ".join(part for part in parts if part)


def generate(url: str, project: Project) -> str:
    """Return the text of the page, from the database at `url`."""
    with psycopg.connect(url) as connection:
        columns = connection.cursor(row_factory=class_row(Column)).execute(_QUERY).fetchall()
        enums = connection.execute(_ENUMS).fetchall()
    tables = {name: list(group) for name, group in groupby(columns, lambda column: column.relation)}
    homes = dict(_homes(project))
    parts = [_HEAD]
    for folder in order.folders(project.root):
        names = [name for name in tables if homes.get(name) == folder.name]
        if not names:
            continue
        title = "XP" if folder.name == "xp" else folder.name.capitalize()
        parts += [f"## {title}\n", *_diagram(names, tables)]
        parts += [_table(tables[name]) for name in names]
    values = "\n".join(
        f"| {name} | {' · '.join(f'`{label}`' for label in labels)} |" for name, labels in enums
    )
    parts.append(f"## Values\n\n| type | values |\n|---|---|\n{values}\n")
    return "\n".join(parts)


def _homes(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each table and view with the folder that defines it."""
    for file in project.schema_files:
        for name in re.findall(r"^create (?:table|view) public\.(\w+)", file.read_text(), re.MULTILINE):
            yield name, file.parent.name


def _diagram(names: Iterable[str], tables: dict[str, list[Column]]) -> Iterator[str]:
    lines = [
        f"    {column.parent} {'|o' if column.is_nullable else '||'}--o{{ {name} : {column.column_name}"
        for name in names
        for column in tables[name]
        # Everything belongs to a profile: drawing those lines would hide the others.
        if column.parent in tables and column.parent != "profiles"
    ]
    if lines:
        yield "\n".join(["```mermaid", "erDiagram", *lines, "```\n"])


def _table(columns: list[Column]) -> str:
    table = columns[0]
    kind = " (view)" if table.is_view else ""
    deletes = " Clients may delete rows." if table.can_delete else ""
    rows = "\n".join(f"| {c.name} | {_cell(c.type)} | {c.mark} | {c.note} |" for c in columns)
    return (
        f"### {table.relation}{kind}\n\n{_cell(table.about)}{deletes}\n\n"
        f"| column | type | ✎ | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def _link(table: str) -> str:
    return table if "." in table else f"[{table}](#{table})"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
