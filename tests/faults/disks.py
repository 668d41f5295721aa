"""A disk so small that it can be filled."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MEGABYTES = 320


@dataclass(frozen=True)
class Disk:
    """A filesystem of its own."""

    folder: Path

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Take all the room there is."""
        with self._ballast.open("wb", buffering=0) as ballast:
            for size in (1 << 20, 4096):
                try:
                    while ballast.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def make_room(self) -> None:
        """Give it back."""
        self._ballast.unlink()


def can_be_made() -> bool:
    """Whether we may mount: root on Linux, as CI is."""
    return sys.platform == "linux" and os.geteuid() == 0


@contextmanager
def small_disk() -> Iterator[Disk]:
    """In memory, within reach of Postgres' account; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="spotter-disk-") as folder:
        Path(folder).chmod(0o711)
        size = f"size={_MEGABYTES}m,mode=0711"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "spotter-disk", folder], check=True)
        try:
            yield Disk(Path(folder))
        finally:
            # Lazily: a log of a server that has just ended may still be open.
            subprocess.run(["umount", "--lazy", folder], check=True)
