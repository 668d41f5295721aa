"""Training weeks and streaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# Every fourth week of a streak earns a freeze; at most two are kept.
_WEEKS_A_FREEZE = 4
_MOST_FREEZES = 2


@dataclass(frozen=True)
class Streak:
    """A streak's length, and the day until which it is settled."""

    settled_until: date | None = None
    current: int = 0
    longest: int = 0
    freezes: int = 0
    last_kept: date | None = None

    def after_week(self, week: date, *, is_met: bool) -> "Streak":
        """Return the streak after a week that was met or neutral; those since `settled_until` were missed.

        Each missed week uses a freeze, or else ends the streak.
        """
        current, freezes = self.current, self.freezes
        missed = int((week - self.settled_until) / _WEEK) if self.settled_until else 0
        if missed > freezes:
            current = freezes = 0
        elif missed > 0:
            freezes -= missed
        if is_met:
            current += 1
            if current % _WEEKS_A_FREEZE == 0:
                freezes = min(freezes + 1, _MOST_FREEZES)
        return Streak(
            max(self.settled_until or week, week + _WEEK),
            current,
            max(self.longest, current),
            freezes,
            week if is_met else self.last_kept,
        )


def week_start(day: date, starts_on: int) -> date:
    """Return the first day of a day's week, which starts on `starts_on` (1 Monday … 7 Sunday)."""
    return day - timedelta(days=(day.isoweekday() - starts_on) % 7)


def weekly_streak(known: Streak, met: Iterable[date], paused: Iterable[date], running: date) -> Streak:
    """Return the weekly streak in the current week `running`, which can't break it yet."""
    neutral = {week for week in paused if week < running} | {running}
    weeks = {(week, False) for week in neutral} | {(week, True) for week in met}
    streak = known
    for week, is_met in sorted(weeks):
        if known.settled_until is None or week >= known.settled_until:
            streak = streak.after_week(week, is_met=is_met)
    return streak


def daily_streak(known: Streak, kept: Sequence[date], today: date) -> Streak:
    """Return the streak of active days; today can't break it yet."""
    until, current, longest, last_kept = known.settled_until, known.current, known.longest, known.last_kept
    for day, is_kept in sorted({(day, True) for day in kept} | {(today, False)}):
        if known.settled_until and day < known.settled_until:
            continue
        if until and day > until:
            current = 0
        if is_kept and day != last_kept:
            current += 1
            longest = max(longest, current)
            last_kept = day
        until = day + _DAY
    return Streak(until, current, longest, 0, last_kept)
