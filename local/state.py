"""What a stack leaves below `.spotter/`: who runs it, where it answers, what its data were made of."""

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
    """A stack that answers: the process that looks after it, and how it was asked for."""

    pid: int
    port: int
    version: PostgresVersion

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """What `file` says, or None without one."""
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError, TypeError):
            return cls(**json.loads(file.read_text()))
        return None


@dataclass
class Applied:
    """What a data folder was made of, by fingerprint."""

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
        """The state of the checkout at `root`, with its folder made."""
        folder = root / ".spotter"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)  # Postgres' account passes through; what is private in it says so itself
        return cls(folder)

    @property
    def env_file(self) -> Path:
        """Addresses and keys of the stack, for shells and other programs."""
        return self.folder / "env"

    @property
    def running_file(self) -> Path:
        """Who runs the stack and where it answers; there while it is ready."""
        return self.folder / "running.json"

    @property
    def log(self) -> Path:
        """What a detached `spotter up` says."""
        return self.folder / "logs" / "spotter.log"

    @property
    def keys(self) -> Keys:
        """The API keys, made on first use."""
        return Keys.kept_in(self.folder / "keys.json")

    def postgres_home(self, version: PostgresVersion) -> Path:
        """Where Postgres of this major version keeps its data."""
        return account.state_folder(self.folder) / f"postgres-{version}"

    def applied(self, version: PostgresVersion) -> Applied | None:
        """What the data of this version were made of; None before the first start."""
        with contextlib.suppress(FileNotFoundError):
            return Applied(**json.loads(self._applied_file(version).read_text()))
        return None

    def remember(self, version: PostgresVersion, applied: Applied) -> None:
        """Keep `applied` for the next start."""
        self._applied_file(version).write_text(json.dumps(asdict(applied), indent=2))

    def forget(self, version: PostgresVersion) -> None:
        """The data are gone: so is what is known of them."""
        self._applied_file(version).unlink(missing_ok=True)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the stack for this process. Raises StackError when another one does.

        A lock of the operating system: it ends with its holder, however that ends.
        """
        with self._lock_file.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StackError(
                    f"The stack is already running (process {self.holder()}).",
                    "See where with: spotter status  End it with: spotter down",
                ) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def holder(self) -> int | None:
        """The process that holds the stack; None when none does."""
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
