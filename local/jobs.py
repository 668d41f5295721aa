"""`spotter jobs`: what runs when, what came of it, and running one now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import psycopg
import typer
from psycopg.rows import class_row
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from local.database.project import Project
from local.errors import StackError
from local.scheduler import jobs_to_schedule, run_job
from local.state import State

app = typer.Typer(
    help="List the jobs of the running stack: when each runs (UTC), its last run and outcome.",
    invoke_without_command=True,
)
console = Console(highlight=False, soft_wrap=True)

_HEALTH = """
select name, schedule, last_run_at, last_outcome::text, last_rows, is_running, is_late, last_error
from private.job_health order by name
"""


@dataclass(frozen=True)
class Health:
    """A row of private.job_health, as far as it is shown."""

    name: str
    schedule: str
    last_run_at: datetime | None
    last_outcome: str | None
    last_rows: int | None
    is_running: bool
    is_late: bool
    last_error: str | None

    @property
    def outcome(self) -> str:
        """How it stands, in a word or two."""
        return "running" if self.is_running else (self.last_outcome or "not yet")


@app.callback()
def jobs(context: typer.Context) -> None:
    """List the jobs: when each runs (UTC), when it last did, and what came of it."""
    if context.invoked_subcommand is not None:
        return
    table = Table("job", "schedule", "last run", "outcome", "rows", box=None, pad_edge=False)
    for job in _health(_database_url(Project())):
        last = f"{job.last_run_at:%Y-%m-%d %H:%M:%S}" if job.last_run_at else ""
        late = " [red]late[/]" if job.is_late else ""
        failed = f" {escape(job.last_error or '')}" if job.last_outcome == "failed" else ""
        rows = "" if job.last_rows is None else str(job.last_rows)
        table.add_row(job.name, job.schedule, last, f"{job.outcome}{late}{failed}", rows)
    console.print(table)


@app.command()
def run(name: Annotated[str, typer.Argument(help="As `spotter jobs` lists it.")]) -> None:
    """Run a job now, to its end."""
    url = _database_url(Project())
    try:
        run_job(url, name)
    except psycopg.Error as error:
        raise StackError(error.diag.message_primary or str(error), "See them with: spotter jobs") from error
    job = next(job for job in _health(url) if job.name == name)
    console.print(f"{name}: {job.outcome}, {job.last_rows or 0} rows")
    if job.last_outcome == "failed":
        raise StackError(str(job.last_error))


def summary(project: Project) -> str:
    """One line on the jobs of the running stack: who starts them, and which are late."""
    url = _database_url(project)
    scheduled = jobs_to_schedule(url)
    if not scheduled:
        return "No jobs are scheduled from here."
    late = [job.name for job in _health(url) if job.is_late]
    state = f"late: {', '.join(late)}" if late else "none is late"
    return f"{scheduled} jobs are scheduled from here, because this Postgres has no pg_cron; {state}."


def _health(url: str) -> list[Health]:
    with psycopg.connect(url, row_factory=class_row(Health)) as connection:
        return connection.execute(_HEALTH).fetchall()


def _database_url(project: Project) -> str:
    state = State.of(project.root)
    if not state.running_file.exists():
        raise StackError("The stack isn't running.", "Start it with: spotter up --detach")
    lines = dict(line.split("=", 1) for line in state.env_file.read_text().splitlines())
    return lines["DATABASE_URL"]
