import pytest

from local.database.project import Project
from local.database.workshop import Workshop
from local.errors import StackError


def test_a_named_file_stands_before_the_pattern_that_also_matches_it(project: Project) -> None:
    names = [project.name(path) for path in project.schema_files]

    assert names == [
        "sql/defaults.sql", "sql/types.sql", "sql/diary.sql", "policies/diary.sql", "policies/platform.sql",
    ]  # fmt: skip


def test_a_file_that_no_pattern_matches_is_refused(project: Project) -> None:
    folder = project.root / "sql/forgotten"
    folder.mkdir()
    (folder / "table.sql").write_text("create table public.forgotten (id uuid primary key);")

    with pytest.raises(StackError, match=r"sql/forgotten/table\.sql"):
        _ = project.schema_files


def test_a_pattern_without_star_must_match(project: Project) -> None:
    (project.root / "sql/types.sql").unlink()

    with pytest.raises(StackError, match=r"sql/types\.sql"):
        _ = project.schema_files


def test_a_statement_that_postgres_refuses_is_named_with_file_and_line(workshop: Workshop) -> None:
    (workshop.project.root / "sql/diary.sql").write_text(
        "select 1;\n\ncreate table public.diary (id nonsense);\n"
    )

    with pytest.raises(StackError, match=r"sql/diary\.sql:3: .*nonsense"):
        workshop.from_files()
