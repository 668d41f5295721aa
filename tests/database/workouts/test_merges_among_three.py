"""Three tellings of one training, of which two are merged."""

from tests.database.athlete import SQUAT, Athlete, one_set
from tests.database.workouts.merging import merge, statuses, told
from tests.database.workouts.tellings import assert_true


def test_other_duplicates_of_it_follow(athlete: Athlete) -> None:
    first, second, third = (told(5 * n, one_set(), one_set(SQUAT)) for n in range(3))
    for document in (first, second, third):
        athlete.log(document)
    merge(athlete, second, first)
    assert statuses(athlete) == {
        second["id"]: ("completed", None),
        third["id"]: ("duplicate", second["id"]),
    }
    assert_true(athlete)
    merge(athlete, third, second)
    assert statuses(athlete) == {third["id"]: ("completed", None)}
    assert_true(athlete)


def test_they_follow_though_they_are_not_like_the_one_that_is_kept(athlete: Athlete) -> None:
    """The user says that it is the same training as the one they were like."""
    first, early, late = (told(at, one_set()) for at in (0, -25, 30))
    for document in (first, early, late):
        athlete.log(document)
    merge(athlete, early, first)
    follows = {early["id"]: ("completed", None), late["id"]: ("duplicate", early["id"])}
    assert statuses(athlete) == follows
    # It is still that training when another load is put right.
    heavier = [one | {"logged_weight_kg": 100} for one in early["sets"]]
    athlete.correct(early | {"sets": heavier})
    assert statuses(athlete) == follows
    assert_true(athlete)


def test_two_duplicates_of_a_third_stay_one_duplicate(athlete: Athlete) -> None:
    first, second, third = (told(5 * n, one_set(), one_set(SQUAT)) for n in range(3))
    for document in (first, second, third):
        athlete.log(document)
    earned = athlete.xp()
    assert merge(athlete, second, third)["duplicate_of"] == first["id"]
    assert statuses(athlete) == {
        first["id"]: ("completed", None),
        second["id"]: ("duplicate", first["id"]),
    }
    assert athlete.xp() == earned
    assert_true(athlete)
