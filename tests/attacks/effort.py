"""The servers' CPU time for a request, not counting other processes."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import psutil

from local.postgres import Cluster


@dataclass
class Effort:
    """`with Effort(cluster) as effort:`, and afterwards what the block cost gateway, functions and Postgres.

    Seconds of processor time, of all of them together. What only waits costs nothing: let the client's
    timeout see to that.
    """

    cluster: Cluster
    seconds: float = 0
    _before: dict[int, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._before = self._worked()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        after = self._worked()
        self.seconds = sum(worked - self._before.get(process, 0) for process, worked in after.items())

    def _worked(self) -> dict[int, float]:
        """By process, for how long it has worked since it began."""
        postmaster = int((self.cluster.data / "postmaster.pid").read_text().splitlines()[0])
        worked = {}
        for parent in (psutil.Process(), psutil.Process(postmaster)):
            for child in parent.children(recursive=True):
                try:
                    spent = child.cpu_times()
                except psutil.NoSuchProcess:
                    continue
                worked[child.pid] = spent.user + spent.system
        return worked
