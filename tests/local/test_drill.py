"""The rehearsal of a restore: deleted workouts are back, and everything else is unchanged."""

from local.drill.restore import rehearse


def test_an_accident_is_undone_to_the_moment_before_it() -> None:
    report = rehearse("16", print)
    # 30 people with 4 workouts each; the accident took them all.
    assert (report.workouts, report.lost_to_accident) == (120, 120)
    assert report.tables > 60
    assert report.different == []
