"""The command `spotter`."""

import importlib
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from local import background
from local.binaries import PostgresVersion
from local.database.project import Project
from local.errors import StackError
from local.platform import Regime
from local.stack import DEFAULT_PORT, Stack
from local.state import State

app = typer.Typer(
    help="Spotter's backend on this machine.", no_args_is_help=True, pretty_exceptions_enable=False
)
# Mounted when asked for: they import much that `spotter up` has no use for.
_GROUPS = {
    "bench": "bench.cli",
    "build": "local.build.cli",
    "catalog": "local.catalog.cli",
    "db": "local.database.cli",
    "doctor": "local.doctor.cli",
    "drill": "local.drill.cli",
    "jobs": "local.jobs",
    "scan": "local.supply.cli",
}

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

console = Console(highlight=False, soft_wrap=True)

Port = Annotated[
    int, typer.Option(min=1024, max=65534, help="Port of the API; the database uses the next one.")
]
Version = Annotated[PostgresVersion, typer.Option("--postgres", help="Major version of Postgres.")]
Grants = Annotated[
    Regime | None, typer.Option("--default-grants", help="Those of a new or an old hosted project.")
]


@app.command()
def up(
    *,
    port: Port = DEFAULT_PORT,
    postgres: Version = "16",
    default_grants: Grants = None,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Return when it is ready.")] = False,
) -> None:
    """Start everything, in the foreground until Ctrl-C."""
    project = Project()
    if detach:
        background.start(project, port, postgres, default_grants, console.print)
        _show(project)
        return
    with State.of(project.root).exclusive():
        _stop_politely()
        stack = Stack(project, port=port, version=postgres, regime=default_grants, tell=_stopwatch())
        try:
            stack.start()
            _show(project)
            stack.watch()
        except KeyboardInterrupt:
            console.print("Stopping")
        finally:
            # Whoever presses Ctrl-C again must not leave half of it running.
            for number in _ENDINGS:
                signal.signal(number, signal.SIG_IGN)
            stack.stop()


@app.command()
def down() -> None:
    """Stop everything, including what a crash has left running."""
    stopped = background.stop(State.of(Project().root))
    console.print("Stopped." if stopped else "Nothing is running.")


@app.command()
def status() -> None:
    """Show whether it runs, and where. The exit code is 0 only when it is ready."""
    state = State.of(Project().root)
    if state.holder() is None:
        console.print("Not running. Start it with: spotter up")
        raise typer.Exit(1)
    if not state.running_file.exists():
        console.print("Starting.")
        raise typer.Exit(1)
    _show(Project())
    console.print(importlib.import_module("local.jobs").summary(Project()))


@app.command()
def reset(*, yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False) -> None:
    """Delete the local data. A running stack is restarted."""
    if not yes:
        typer.confirm("All local data will be deleted. Continue?", abort=True)
    project = Project()
    running = background.clear(State.of(project.root))
    if running:
        background.start(project, running.port, running.version, None, console.print)
        _show(project)
    else:
        console.print("The local data is deleted. Start with: spotter up")


@app.command()
def demo() -> None:
    """Play a new user's first workouts, from sign-up to the coach, on the running stack."""
    state = State.of(Project().root)
    if not state.running_file.exists():
        raise StackError("The stack isn't running.", "Start it with: spotter up --detach")
    importlib.import_module("local.demo").run()


@app.command()
def docs() -> None:
    """Write docs/data-model.md and the generated lists in other pages of docs/."""
    made = importlib.import_module("local.pages.made").MADE
    pages = importlib.import_module("local.pages")
    schema = importlib.import_module("local.schema")
    workshop = importlib.import_module("local.database.workshop")
    project = Project()
    with console.status("Building the database…"), workshop.Workshop(project) as built:
        url = built.from_files()
        schema.seed(project, url)
        written = {
            page.FILE: pages.write(project.root / page.FILE, page.generate(url, project)) for page in made
        }
    for file, has_changed in written.items():
        console.print(f"[green]written[/] {file}" if has_changed else f"{file} is current.")


def _show(project: Project) -> None:
    console.print("[green]Spotter is ready.[/]")
    for line in State.of(project.root).env_file.read_text().splitlines():
        name, _, value = line.partition("=")
        console.print(f"  {name:<25}", escape(value), style="bold" if name == "SUPABASE_URL" else None)
    console.print("The same is in .spotter/env")


def _stopwatch() -> Callable[[str], None]:
    begun = time.monotonic()

    def tell(message: str) -> None:
        console.print(f"[dim]{time.monotonic() - begun:5.1f} s[/]  {message}")

    return tell


def _stop_politely() -> None:
    """Let `kill` and a closed terminal end us as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in _ENDINGS:
        signal.signal(number, interrupt)


def main() -> None:
    """Run the command; say what is in the way without a traceback."""
    first = sys.argv[1] if len(sys.argv) > 1 else None
    own = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    for name, module in _GROUPS.items():
        if first == name or first not in own:
            app.add_typer(importlib.import_module(module).app, name=name)
    try:
        app()
    except StackError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]{escape(str(error))}[/]")
        if error.hint:
            Console(stderr=True, highlight=False, soft_wrap=True).print(escape(error.hint))
        sys.exit(1)


if __name__ == "__main__":
    main()
