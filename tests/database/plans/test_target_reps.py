"""What target_reps may say, and what it asks of each set."""

import pytest

from tests.database.athlete import Athlete

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "5",
        "20",
        "999",
        "8-12",
        "5-5",
        "1-999",
        "5,5,5",
        "5,5,5+",
        "5,3,1+",
        "5+",
        "AMRAP",
        "30s",
        "1s",
        "400m",
        "5000m",
    ],
)
def test_target_reps_takes(athlete: Athlete, text: str) -> None:
    assert athlete.value("select private.is_target_reps(%s)", text) is True


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "0",
            "05",
            "-5",
            "5-",
            "-",
            "12-8",
            "0-5",
            "8 - 12",
            "8-12-15",
            "5,",
            ",5",
            "5,,5",
            "5+,5",
            "5++",
        ),
        *(
            "amrap",
            "AMRAP+",
            "AMRAP,5",
            "30 s",
            "30S",
            "0s",
            "m",
            "1.5",
            "5x5",
            "max",
            "1000",
            "5\n",
            "8-12+",
        ),
        *("30s+", "30-60s", "5;drop table", "8\N{EN DASH}12", "\N{ARABIC-INDIC DIGIT FIVE}"),
    ],
)
def test_target_reps_refuses(athlete: Athlete, text: str) -> None:
    assert athlete.value("select private.is_target_reps(%s)", text) is False


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("5", [5, 5, 5]),
        ("8-12", [8, 8, 8]),
        ("5,3,1+", [5, 3, 1]),
        ("5,3", [5, 3, 3]),
        ("AMRAP", [1, 1, 1]),
        ("30s", [30, 30, 30]),
        ("400m", [400, 400, 400]),
    ],
)
def test_what_each_set_of_a_target_needs(athlete: Athlete, text: str, amounts: list[int]) -> None:
    assert [athlete.value("select private.target_amount(%s, %s)", text, n) for n in (1, 2, 3)] == amounts
