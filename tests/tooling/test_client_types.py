import pytest

from local.database import client_types, dart
from local.database.project import Project
from local.database.workshop import Workshop


@pytest.fixture(scope="module")
def dart_library(diary_database: str) -> str:
    return dart.generate(diary_database, ["public"])


@pytest.mark.parametrize(
    "line",
    [
        "/// What a day was like.\nclass DiaryRow {",
        "    required this.writtenAt,",
        "    this.weightKg,",
        "  final DateTime writtenAt;",
        "  final Mood mood;",
        "  final List<String> tags;",
        "  final double? weightKg;",
        "        id: json['id'] as String,",
        "        mood: Mood.fromJson(json['mood'] as String),",
        "        tags: (json['tags'] as List<dynamic>).map((item) => item as String).toList(),",
        "        weightKg: json['weight_kg'] == null ? null : (json['weight_kg'] as num).toDouble(),",
        "        'written_at': writtenAt.toUtc().toIso8601String(),",
        "        'day': day == null ? null : _day(day!),",
        "        'mood': mood.value,",
        "  good('good'),\n  bad('bad');",
    ],
)
def test_dart_rows_read_and_write_what_the_api_speaks(dart_library: str, line: str) -> None:
    assert f"{line}\n" in dart_library


def test_types_that_were_just_written_are_current(project: Project, diary_database: str) -> None:
    client_types.write(project, diary_database)

    assert client_types.stale(project, diary_database) == []


def test_types_are_stale_once_a_column_is_new(workshop: Workshop, diary_database: str) -> None:
    client_types.write(workshop.project, diary_database)
    file = workshop.project.root / "sql/diary.sql"
    file.write_text(file.read_text().replace("    day date,", "    day date,\n    title text,"))

    assert len(client_types.stale(workshop.project, workshop.from_files())) == 2
