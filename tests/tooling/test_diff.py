import pytest

from local.database.catalogue import differences, inventory
from local.database.delta import SchemaDelta
from local.database.diff import write_baseline, write_next
from local.database.project import Project
from local.database.workshop import Workshop
from local.errors import StackError


@pytest.fixture(autouse=True)
def baseline(project: Project) -> None:
    write_baseline(project, "baseline")


def _append(project: Project, name: str, text: str) -> None:
    path = project.root / name
    path.write_text(path.read_text() + text)


def _replace(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_the_baseline_makes_what_the_files_make(workshop: Workshop) -> None:
    migrations, files = workshop.from_migrations(), workshop.from_files()

    assert differences(inventory(migrations), inventory(files)) == []
    assert SchemaDelta.between(migrations, files).steps == []


def test_a_rebuilt_baseline_keeps_its_timestamp(project: Project) -> None:
    before = project.migrations
    _append(project, "sql/diary.sql", "comment on column public.diary.day is 'The day meant.';\n")

    write_baseline(project, "other_name")

    assert project.migrations == before
    assert "The day meant." in before[0].read_text()


def test_no_difference_writes_no_migration(workshop: Workshop) -> None:
    assert write_next(workshop, "nothing", allow_data_loss=False) == []
    assert len(workshop.project.migrations) == 1


def test_every_kind_of_change_becomes_migrations_that_lead_there(workshop: Workshop) -> None:
    project = workshop.project
    _replace(project, "sql/types.sql", "'bad'", "'bad', 'awful'")
    _replace(project, "sql/diary.sql", "    day date,", "    day date,\n    title text not null default '',")
    _replace(project, "sql/diary.sql", "mood not null", "mood not null default 'awful'")
    _replace(project, "sql/diary.sql", "'UTC'", "'Asia/Tokyo'")
    _replace(project, "policies/diary.sql", "insert (mood, day,", "insert (mood, title,")
    _replace(project, "policies/diary.sql", "with check (true)", "with check (mood = 'good')")
    _replace(project, "policies/platform.sql", "'pictures', false", "'pictures', true")
    _replace(project, "policies/platform.sql", "= 'pictures');", "in ('pictures', 'films'));")

    written = write_next(workshop, "much", allow_data_loss=False)

    # A new enum value needs a transaction of its own, and what pg-delta looks away from stands alone.
    assert len(written) == 3
    assert all(path.read_text().startswith("set local lock_timeout") for path in written)
    assert differences(inventory(workshop.from_migrations()), inventory(workshop.from_files())) == []


def test_a_dropped_column_is_refused_and_leaves_no_file(workshop: Workshop) -> None:
    _replace(workshop.project, "sql/diary.sql", "    weight_kg numeric(7, 3)", "    height_cm integer")
    _replace(workshop.project, "policies/diary.sql", "weight_kg", "height_cm")

    with pytest.raises(StackError, match='DROP COLUMN "weight_kg"'):
        write_next(workshop, "heights", allow_data_loss=False)
    assert len(workshop.project.migrations) == 1


def test_what_holds_no_data_is_dropped_without_asking_and_data_when_told(workshop: Workshop) -> None:
    project = workshop.project
    policy = 'create policy "write all" on public.diary for insert to authenticated with check (true);'
    _replace(project, "policies/diary.sql", policy, "")
    (without_policy,) = write_next(workshop, "read_only", allow_data_loss=False)
    assert 'DROP POLICY "write all"' in without_policy.read_text()

    _replace(project, "sql/diary.sql", ",\n    weight_kg numeric(7, 3)", "")
    _replace(project, "policies/diary.sql", ", weight_kg", "")
    (without_column,) = write_next(workshop, "weightless", allow_data_loss=True)
    assert 'DROP COLUMN "weight_kg"' in without_column.read_text()


def test_a_platform_policy_that_the_file_only_forgets_is_refused(workshop: Workshop) -> None:
    # Dropping it takes a line in the file; leaving it out would leave it standing on every project.
    (workshop.project.root / "policies/platform.sql").write_text("select 1;\n")

    with pytest.raises(StackError, match="see pictures"):
        write_next(workshop, "forgotten", allow_data_loss=False)
    assert len(workshop.project.migrations) == 1


def test_history_is_never_rewritten(workshop: Workshop) -> None:
    _append(workshop.project, "sql/types.sql", "create type public.colour as enum ('red');\n")
    write_next(workshop, "colour", allow_data_loss=False)

    with pytest.raises(StackError, match="after the baseline"):
        write_baseline(workshop.project, "baseline")
