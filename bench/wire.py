"""Prepared statements on the protocol level, so that a driver's conversions aren't measured."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

import psycopg
from psycopg import pq

_FINE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


class Wire:
    """A warm connection with prepared statements."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._session = self._connection.pgconn

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def prepare(self, name: str, query: str) -> None:
        """Prepare `query`; parameters are `$1`, `$2`, … in text format."""
        self._fine(self._session.prepare(name.encode(), query.encode()))

    def run(self, name: str, parameters: Sequence[bytes] = ()) -> bytes | None:
        """Execute a prepared statement; return the first value of its result. Raises RuntimeError."""
        result = self._fine(self._session.exec_prepared(name.encode(), parameters))
        return result.get_value(0, 0) if result.ntuples else None

    @staticmethod
    def _fine(result: pq.abc.PGresult) -> pq.abc.PGresult:
        if result.status not in _FINE:
            raise RuntimeError(result.get_error_message())
        return result
