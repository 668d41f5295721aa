"""Starting and stopping the whole stack of one checkout."""

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import NoReturn

from local import packages, schema
from local.binaries import PostgresVersion
from local.child import Child
from local.database.project import Project
from local.errors import StackError
from local.keys import sealing_key_in
from local.platform import Regime
from local.ports import is_free
from local.postgres import Cluster
from local.scheduler import jobs_to_schedule
from local.services import Address, Services
from local.state import Running, State

DEFAULT_PORT = 54321
_LOOK_SECONDS = 0.5


class Stack:
    """Postgres, migrations, seed, gateway and functions. Hold `State.exclusive()` around its life."""

    def __init__(
        self,
        project: Project,
        *,
        port: int = DEFAULT_PORT,
        version: PostgresVersion = "16",
        regime: Regime | None = None,
        tell: Callable[[str], None] = print,
    ) -> None:
        self._project = project
        self._state = State.of(project.root)
        self._port = port
        self._regime = regime
        self._tell = tell
        # As with the Supabase CLI, the database has the next port.
        self._cluster = Cluster(self._state.postgres_home(version), port=port + 1, version=version)
        self._services = Services(port, self._state.keys, self._state.folder)
        self._scheduler: Child | None = None

    def start(self) -> Address:
        """Start everything; return when it accepts requests. Raises StackError, with nothing left running."""
        if not is_free(self._port):
            raise StackError(f"Port {self._port} on 127.0.0.1 is in use.", "Choose another with --port.")
        try:
            with ThreadPoolExecutor() as pool:
                installing = pool.submit(self._install_packages)
                self._tell(f"Starting Postgres {self._cluster.version}")
                self._cluster.start()
                installing.result()
            schema.bring_up(self._project, self._cluster, self._state, self._regime, self._tell)
            jobs = jobs_to_schedule(self._cluster.url())
            if jobs:
                self._tell(f"This Postgres has no pg_cron: scheduling {jobs} jobs from here (spotter jobs)")
            engine = "with Gemini" if os.environ.get("GEMINI_API_KEY") else "without GEMINI_API_KEY: by rules"
            self._tell(f"Starting the gateway and the functions ({engine})")
            address = self._services.start(self._cluster.url())
            if jobs:
                self._schedule(address)
            self._announce(address)
        except BaseException:
            self.stop()
            raise
        return address

    def watch(self) -> NoReturn:
        """Watch the parts; raise StackError when one ends unexpectedly."""
        while True:
            if (dead := self._dead()) is not None:
                raise StackError(f"The {dead.name} ended unexpectedly.", f"See {dead.log}")
            if not self._cluster.running:
                raise StackError(
                    "Postgres ended unexpectedly.",
                    f"See {self._cluster.log}  Start again with: spotter up",
                )
            time.sleep(_LOOK_SECONDS)

    def stop(self) -> None:
        """Stop every part, the outermost first."""
        self._state.running_file.unlink(missing_ok=True)
        if self._scheduler is not None:
            self._scheduler.stop()
            self._scheduler = None
        self._services.stop()
        self._cluster.stop()

    def _install_packages(self) -> None:
        if packages.needed(self._project.root):
            self._tell("Installing the JavaScript packages (once)")
            packages.install(self._project.root)

    def _schedule(self, address: Address) -> None:
        """Start the scheduler if the database has none."""
        self._scheduler = Child(
            "scheduler",
            [sys.executable, "-m", "local.scheduler"],
            {**os.environ, **self._environment(address)},
            self._state.folder / "logs" / "scheduler.log",
        )

    def _dead(self) -> Child | None:
        if self._scheduler is not None and not self._scheduler.running:
            return self._scheduler
        return self._services.dead()

    def _announce(self, address: Address) -> None:
        """Write the address for other programs: for shells, and for `spotter status`."""
        file = self._state.env_file
        file.touch(mode=0o600)
        file.write_text("".join(f"{name}={value}\n" for name, value in self._environment(address).items()))
        running = Running(os.getpid(), self._port, self._cluster.version)
        self._state.running_file.write_text(json.dumps(asdict(running)))

    def _environment(self, address: Address) -> dict[str, str]:
        return {
            "SUPABASE_URL": address.url,
            "SUPABASE_PUBLISHABLE_KEY": address.publishable_key,
            "SUPABASE_SECRET_KEY": address.secret_key,
            "SUPABASE_JWT_SECRET": address.jwt_secret,
            "DATABASE_URL": address.database_url,
            "FUNCTIONS_URL": address.functions_url,
            "SEALING_KEY_FILE": str(sealing_key_in(self._state.folder)),
        }
