"""`spotter demo`: a user's first workouts, step by step."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from supabase import create_client

from local.answers import NextWorkout, Summary, Target
from local.athlete import Athlete, perform
from local.database.project import Project
from local.state import State
from shared.planner import Brief, ExerciseFacts, Plan, make_plan
from shared.planner.terms import GoalType, Level, Section

_HAS = ("dumbbell", "bench", "pull-up-bar")
_DAYS, _MINUTES = 3, 45
_PROFILE: dict[str, object] = {
    "full_name": "Ada",
    "height_cm": 172,
    "weight_kg": 68,
    "sex": "female",
    "date_of_birth": "1994-05-17",
    "fitness_level": Level.BEGINNER.value,
    "timezone": "Europe/Vienna",
    "weekly_workout_target": _DAYS,
}
_GOAL: dict[str, object] = {"goal_type": GoalType.GAIN_MUSCLE.value, "target_weight_kg": 71}
_QUESTION = "What's next, and how did I do?"
_FORUM_POST = """\
Push
Dumbbell bench press 3x8-12 @ 20 kg, rest 90 s
Shoulder press, 3 sets of 10
Biceps 21s till it burns"""
_WISH = "My left knee doesn't like lunges."


def run(console: Console | None = None) -> None:
    """Run the demo against the running stack."""
    lines = State.of(Project().root).env_file.read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines if "=" in line)
    console = console or Console()
    athlete = tell(console, settings["SUPABASE_URL"], settings["SUPABASE_PUBLISHABLE_KEY"])
    tell_of_ai(console, athlete, settings["SUPABASE_URL"], settings["SUPABASE_SECRET_KEY"])


def tell(console: Console, url: str, publishable_key: str) -> Athlete:
    """Sign up, onboard, plan, train and see what it earned, through the public API at `url`."""
    with _step(console, "Ada signs up"):
        athlete = Athlete.sign_up(url, publishable_key)
    with _step(console, f"She wants to gain muscle and has {', '.join(_HAS)}"):
        equipment = athlete.equipment(*_HAS)
        goal_day = athlete.onboard(_PROFILE, _GOAL, equipment)
    console.print(f"  At a healthy pace she will reach 71 kg around {goal_day}.")

    exercises = athlete.catalogue()
    facts = {exercise.id: exercise for exercise in exercises}
    with _step(console, f"The planner chooses from {len(exercises)} exercises"):
        plan = make_plan(_brief(equipment), exercises)
        athlete.adopt(plan)
    console.print(_plan_table(plan, facts))
    for warning in plan.warnings:
        console.print(f"  [yellow]{warning}[/]")

    first = athlete.next_workout()
    with _step(console, f"Last week's {first.name}, from before she signed up, joins her history"):
        athlete.log_whole(first, perform(first, facts, rpe=7.5), datetime.now(UTC) - timedelta(days=7))

    today = athlete.next_workout()
    console.print(_workout_table(today))
    with _step(console, "She starts"):
        session_id = athlete.start(today)
    sets = perform(today, facts, rpe=8)
    with _step(console, f"She logs {len(sets)} sets, one by one"):
        for done in sets:
            athlete.log(session_id, done)
    with _step(console, "She finishes"):
        summary = athlete.finish(session_id, "moderate")
    console.print(_summary_panel(summary, facts))
    console.print(f"Next workout: [bold]{athlete.next_workout().name}[/].")
    return athlete


def tell_of_ai(console: Console, athlete: Athlete, url: str, secret_key: str) -> None:
    """Get premium, and call the AI functions; each names the engine that answered."""
    with _step(console, "She gets a week of premium, and consents to sending her training data to a model"):
        give_premium(url, secret_key, athlete.id)
        athlete.agree_to_ai()
    with _step(console, f"She asks the coach: {_QUESTION}"):
        said = athlete.ask_coach(_QUESTION)
    console.print(Panel(escape(said.message.content), title=f"Coach ({said.engine})", expand=False))
    with _step(console, "She pastes a plan from a forum"):
        read = athlete.read_plan(_FORUM_POST)
    for line in read.matched:
        console.print(f"  {escape(line.quote)} → [bold]{line.exercise_name}[/] ({line.confidence:.0%})")
    for unread in read.unmatched:
        console.print(f"  {escape(unread.quote)} → [yellow]she has to decide[/]")
    with _step(console, f"She asks for another plan: {_WISH}"):
        made = athlete.generate_plan(_DAYS, _MINUTES, _WISH)
    days = ", ".join(day.name for day in made.plan.days)
    console.print(f"  [bold]{escape(made.plan.name)}[/], by {made.engine}: {escape(days)}")
    for warning in made.warnings:
        console.print(f"  [yellow]{escape(warning)}[/]")


def give_premium(url: str, secret_key: str, user_id: str) -> None:
    """Grant a week of premium, as support does; only the secret key may."""
    until = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    gift = {"p_user_id": user_id, "p_until": until, "p_reason": "The demo"}
    create_client(url, secret_key).rpc("grant_access", gift).execute()


def _brief(equipment: Sequence[str]) -> Brief:
    return Brief(
        goal_type=GoalType.GAIN_MUSCLE,
        fitness_level=Level.BEGINNER,
        days_per_week=_DAYS,
        minutes_per_session=_MINUTES,
        equipment=frozenset(equipment),
    )


@contextmanager
def _step(console: Console, what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    console.print(f"[green]✓[/] {what} [dim]({(time.monotonic() - begun) * 1000:.0f} ms)[/]")


def _plan_table(plan: Plan, facts: dict[str, ExerciseFacts]) -> Table:
    table = Table(title=plan.name)
    for day in plan.days:
        table.add_column(f"{day.name}, {day.estimated_minutes} min")
    columns = [
        "\n".join(
            f"{line.target_sets} x {line.target_reps} {facts[line.exercise_id].name}"
            for line in day.in_section(Section.MAIN)
        )
        for day in plan.days
    ]
    table.add_row(*columns)
    return table


def _workout_table(workout: NextWorkout) -> Table:
    table = Table("exercise", "target", "load", "why", title=f"Today: {workout.name}")
    for target in workout.main:
        table.add_row(
            target.name, f"{target.target_sets} x {target.target_reps}", _load(target), target.reason or ""
        )
    return table


def _load(target: Target) -> str:
    return "" if target.suggested_weight_kg is None else f"{target.suggested_weight_kg:g} kg"


def _summary_panel(summary: Summary, facts: dict[str, ExerciseFacts]) -> Panel:
    done = f"{summary.sets} sets, {summary.total_volume_kg:,.0f} kg moved, mean RPE {summary.average_rpe}"
    rows = [
        done,
        f"[bold]+{summary.xp.gained} XP[/]: {summary.xp.total} in total, level {summary.xp.level}"
        + (" [bold green](level up)[/]" if summary.xp.leveled_up else ""),
    ]
    rows += [
        f"{streak.streak_type.replace('_', ' ')}: {streak.this_period_count} of {streak.this_period_target}, "
        f"streak {streak.current_streak}"
        for streak in summary.streaks
    ]
    beaten: defaultdict[str, list[str]] = defaultdict(list)
    for record in summary.records:
        over = "" if record.distance_m is None else f" over {record.distance_m:g} m"
        over += "" if record.load_kg is None else f" of {record.load_kg:g} kg"
        beaten[record.exercise_id].append(record.record_type.replace("_", " ") + over)
    for won in summary.achievements:
        rows.append(f"[bold]Unlocked[/]: {won.name}" + (f" (+{won.xp} XP)" if won.xp else ""))
    rows += [f"[bold]Record[/] in {facts[id_].name}: {', '.join(kinds)}" for id_, kinds in beaten.items()]
    for step in summary.progression:
        if step.new_target and step.new_target != step.old_target:
            target = step.new_target
            load = "" if target["weight_kg"] is None else f" at {target['weight_kg']:g} kg"
            rows.append(
                f"Next time {facts[step.exercise_id].name}: {target['sets']} x {target['reps']}{load}"
            )
    return Panel("\n".join(rows), title="Result", expand=False)
