"""Which texts are time zones."""

import pytest

from tests.database.athlete import Athlete

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("UTC", True),
        ("Europe/Berlin", True),
        ("America/Argentina/Buenos_Aires", True),
        ("America/Port-au-Prince", True),
        ("Pacific/Kiritimati", True),
        ("Etc/GMT+5", True),
        ("Etc/GMT-14", True),
        # Abbreviations and POSIX rules, which `at time zone` takes, are no places.
        ("PST", False),
        ("CEST", False),
        ("Foo/Bar5", False),
        ("Foo/Bar+5", False),
        ("Etc/GMT+13", False),
        ("Etc/GMT-15", False),
        ("Etc/GMT+25", False),
        ("EST5EDT,M3.2.0,M11.1.0", False),
        ("+05:00", False),
        ("Europe/Atlantis", False),
        ("", False),
        ("Europe/Berlin ", False),
        ("../../etc/passwd", False),
    ],
)
def test_a_time_zone_is_a_place(athlete: Athlete, name: str, known: bool) -> None:  # noqa: FBT001 - a table's column
    assert athlete.value("select private.is_timezone(%s)", name) is known
