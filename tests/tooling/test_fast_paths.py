"""What `spotter db generate` writes into sql/ from shapes and views."""

from pathlib import Path

from local.database import fast_paths

SHAPE = """\
create function private.set_shape()
returns jsonb
language sql
return '{"id": {"type": "uuid", "required": true}, "reps": {"type": "integer", "max": 10},
    "note": {"type": "text", "max": 9}, "again": {"type": "boolean"}}'::jsonb;
"""
READER = """\
select
    -- generated from private.set_shape as conditions in s
    by hand
    -- end generated
from jsonb_to_recordset(p_sets) as s (
    -- generated from private.set_shape as columns
    -- end generated
)
where p_sets @? (
    -- generated from private.set_shape as a jsonpath of values of another type in $[*]
    -- end generated
)::jsonpath;
"""
READ = """\
select
    -- generated from private.set_shape as conditions in s
    s.id is null
    or s.reps not between 0 and 10 or s.reps <> trunc(s.reps)
    or length(s.note) not between 0 and 9
    -- end generated
from jsonb_to_recordset(p_sets) as s (
    -- generated from private.set_shape as columns
    id uuid, reps numeric, note text, again boolean
    -- end generated
)
where p_sets @? (
    -- generated from private.set_shape as a jsonpath of values of another type in $[*]
    '$[*] ? (@.id.type() == "number" || @.reps.type() == "string" ||
        @.note.type() != "string" && @.note.type() != "null" ||
        @.again.type() != "boolean" && @.again.type() != "null")'
    -- end generated
)::jsonpath;
"""
SCORES = """\
create view private.scores as
select
    s.id,
    -- Help is not lifted.
    case when s.is_help then 0 else s.kg end as kg,
    s.kg is null as is_empty
from
    sets as s;
select (
    -- generated from private.scores as a row
    -- end generated
);
"""


def written(tmp_path: Path, **files: str) -> dict[str, str]:
    for name, text in files.items():
        path = tmp_path / "sql/training" / f"{name}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return {path.stem: text for path, text in fast_paths.files(tmp_path).items()}


def test_conditions_and_columns_come_from_the_shape(tmp_path: Path) -> None:
    assert written(tmp_path, shape=SHAPE, reader=READER) == {"reader": READ}


def test_what_is_written_stays_as_it_is(tmp_path: Path) -> None:
    assert written(tmp_path, shape=SHAPE, reader=READ) == {"reader": READ}


def test_a_row_has_the_expressions_of_the_view_without_names_and_comments(tmp_path: Path) -> None:
    [text] = written(tmp_path, scores=SCORES).values()

    assert text.endswith(
        """\
    -- generated from private.scores as a row
    s.id,
    case when s.is_help then 0 else s.kg end,
    s.kg is null
    -- end generated
);
"""
    )
