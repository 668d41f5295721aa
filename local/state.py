"""The state of a stack in `.spotter/`: its process and address, and the versions its data was made from."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from local import account
from local.binaries import PostgresVersion
from local.errors import StackError
from local.keys import Keys
from local.platform import Regime


@dataclass(frozen=True)
class Running:
    """A running stack: its process, and its options."""

    pid: int
    port: int
    version: PostgresVersion

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Return the content of `file`, or None without one."""
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError, TypeError):
            return cls(**json.loads(file.read_text()))
        return None


@dataclass
class Applied:
    """The fingerprints of what a data folder was made from."""

    regime: Regime
    platform: str = ""
    seed: str = ""
    migrations: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """The folder `.spotter/` of one checkout."""

    folder: Path

    @classmethod
    def of(cls, root: Path) -> Self:
        """Return the state of the checkout at `root`; make its folder."""
        folder = root / ".spotter"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)  # Postgres' account must pass through; private files have their own mode
        return cls(folder)

    @property
    def env_file(self) -> Path:
        """Addresses and keys of the stack, for shells and other programs."""
        return self.folder / "env"

    @property
    def running_file(self) -> Path:
        """The process and address of the stack; exists while it is ready."""
        return self.folder / "running.json"

    @property
    def log(self) -> Path:
        """The output of a detached `spotter up`."""
        return self.folder / "logs" / "spotter.log"

    @property
    def keys(self) -> Keys:
        """The API keys, generated on first use."""
        return Keys.kept_in(self.folder / "keys.json")

    def postgres_home(self, version: PostgresVersion) -> Path:
        """Return the data folder of this major version of Postgres."""
        return account.state_folder(self.folder) / f"postgres-{version}"

    def applied(self, version: PostgresVersion) -> Applied | None:
        """Return what this version's data was made from; None before the first start."""
        with contextlib.suppress(FileNotFoundError):
            return Applied(**json.loads(self._applied_file(version).read_text()))
        return None

    def remember(self, version: PostgresVersion, applied: Applied) -> None:
        """Store `applied` for the next start."""
        self._applied_file(version).write_text(json.dumps(asdict(applied), indent=2))

    def forget(self, version: PostgresVersion) -> None:
        """Remove what is stored about deleted data."""
        self._applied_file(version).unlink(missing_ok=True)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Lock the stack for this process. Raises StackError if another one holds it.

        A lock of the operating system, so it is released however its holder ends.
        """
        with self._lock_file.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StackError(
                    f"The stack is already running (process {self.holder()}).",
                    "Show it: spotter status  Stop it: spotter down",
                ) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def holder(self) -> int | None:
        """Return the process that holds the lock, or None."""
        with self._lock_file.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                return int(file.read() or 0)
        return None

    @property
    def _lock_file(self) -> Path:
        return self.folder / "lock"

    def _applied_file(self, version: PostgresVersion) -> Path:
        return self.folder / f"applied-{version}.json"
