"""The answer: the workout's summary."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from bench.facts import Json
from bench.peers.app_tier.effects import Effects
from bench.peers.app_tier.scores import Record, mean
from bench.peers.app_tier.streaks import daily_streak, week_start, weekly_streak
from bench.peers.app_tier.user_read import User

_CENT = Decimal("0.01")


def summary(user: User, effects: Effects) -> dict[str, Json]:
    """Return the same answer as `log_workout`, without further reads."""
    workout, rewards = effects.workout, effects.rewards
    effort = mean(one.difficulty_rating for one in workout.sets if one.difficulty_rating)
    # The week's XP counts as this workout's if this workout met the weekly target.
    own = [one for one in rewards.earned if one.source != "week" or effects.week.met_at == workout.started_at]
    gained = sum(one.xp for one in own)
    names = {lift.exercise.id: lift.exercise.name for lift in effects.lifts}
    announced = {lift.exercise.id: lift.announced(effects.day) for lift in effects.lifts}
    return {
        "session_id": str(workout.id),
        # The app tier knows no history: nobody here trained before signing up.
        "counts_for": ["records", "statistics", "xp", "streak", "achievements"],
        "counts_reason": None,
        # Nor duplicates: a workout beside another is refused.
        "duplicate_of": None,
        "duplicate_text": None,
        "duration_seconds": int((workout.ended_at - workout.started_at).total_seconds()),
        "total_volume_kg": float(effects.volume_kg),
        # Nobody here trains with body weight.
        "total_volume_with_body_kg": float(effects.volume_kg),
        "sets": effects.working_sets,
        # Every set here names its line.
        "linked": [],
        "average_rpe": _number(effort and effort.quantize(_CENT, ROUND_HALF_UP)),
        "total_rest_seconds": sum(one.rest_seconds or 0 for one in workout.sets),
        "energy_kcal": effects.energy_kcal,
        "xp": {
            "gained": gained,
            "total": rewards.xp,
            "level": rewards.level,
            "leveled_up": rewards.level > rewards.level_before,
            "events": [
                {"event_type": event, "xp": sum(one.xp for one in entries)}
                for event, entries in groupby(own, lambda one: one.event)
            ],
        },
        "streaks": _streaks(user, effects),
        "records": [
            _record(one, names[one.exercise_id], is_announced=announced.get(one.exercise_id) == one.kind)
            for one in sorted(effects.records, key=lambda one: one.exercise_id)
            if one.previous is not None
        ],
        "achievements": [
            {"achievement_id": str(one.id), "slug": one.slug, "name": one.name, "xp": one.xp}
            for one in rewards.unlocked
        ],
        "progression": _progression(effects),
    }


def _streaks(user: User, effects: Effects) -> Json:
    today = user.now.astimezone(ZoneInfo(user.zone_now)).date()
    running = week_start(today, user.week_starts_on)
    weeks = {week.first: week for week in user.weeks} | {effects.week.first: effects.week}
    met = [week.first for week in weeks.values() if week.met_at]
    weekly = weekly_streak(user.weekly, met, user.paused, running)
    kept = {*user.kept, effects.day}
    daily = daily_streak(user.daily, sorted(kept), today)
    return [
        {
            "streak_type": "weekly_workout_completion",
            "current_streak": weekly.current,
            "longest_streak": weekly.longest,
            "this_period_count": weeks[running].days if running in weeks else 0,
            "this_period_target": user.target_at(running + timedelta(days=6)),
        },
        {
            "streak_type": "daily_login",
            "current_streak": daily.current,
            "longest_streak": daily.longest,
            "this_period_count": int(today in kept),
            "this_period_target": 1,
        },
    ]


def _record(one: Record, exercise: str, *, is_announced: bool) -> dict[str, Json]:
    return {
        "exercise_id": str(one.exercise_id),
        "exercise_name": exercise,
        "record_type": one.kind,
        "distance_m": None,
        "load_kg": None,
        "value": float(one.value),
        "previous_value": _number(one.previous),
        "improvement_percentage": _number(one.improvement),
        "confidence": one.confidence,
        "is_announced": is_announced,
    }


def _progression(effects: Effects) -> list[Json]:
    trained: list[tuple[int, dict[str, Json]]] = [
        (
            step.line.order,
            {
                "plan_exercise_id": str(step.line.id),
                "exercise_id": str(step.line.exercise_id),
                "exercise_name": step.line.exercise_name,
                "outcome": step.outcome,
                "reason_code": step.reason,
                "old_target": step.old.document(),
                "new_target": step.new.document(),
                "shared_with": list(step.line.shared_with),
            },
        )
        for step in effects.steps
    ]
    # Exercises of the day that weren't started.
    untrained: list[tuple[int, dict[str, Json]]] = [
        (
            line.order,
            {
                "plan_exercise_id": str(line.id),
                "exercise_id": str(line.exercise_id),
                "exercise_name": line.exercise_name,
                "outcome": "none",
                "reason_code": "not_trained",
                "old_target": line.target.document(),
                "new_target": line.target.document(),
                "shared_with": list(line.shared_with),
            },
        )
        for line in effects.untrained
    ]
    return [document for _, document in sorted(trained + untrained, key=lambda one: one[0])]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
