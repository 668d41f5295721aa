"""The database's queue of folders whose files must be removed."""

from pydantic import BaseModel, ConfigDict

from shared.data.rows import Row, rows_of
from shared.data.service_rpc import ServiceRpc


class Folder(Row):
    """A folder, claimed for a while."""

    id: str
    attempt: str
    bucket: str
    # At most 1000: Storage removes no more at once.
    paths: list[str]


class Result(BaseModel):
    """The result of a claim."""

    model_config = ConfigDict(frozen=True)

    id: str
    attempt: str
    removed: int = 0
    error: str | None = None


class Folders:
    """The queue. Every failure is a ProblemError."""

    def __init__(self, service: ServiceRpc) -> None:
        self._service = service

    async def sweep(self, key: str) -> None:
        """Let the database do its part, and note that the event with this key was received."""
        await self._service.call("delete_files", {"p_key": key}, repeatable=True)

    async def claim(self, most: int, seconds: int) -> list[Folder]:
        """Claim folders for this many seconds and return them; empty if nothing is due."""
        answer = await self._service.call("claim_file_deletions", {"p_limit": most, "p_seconds": seconds})
        return rows_of(Folder, answer)

    async def settle(self, result: Result) -> None:
        """Report the result of a claim; ignored if the claim has expired."""
        said = result.model_dump(exclude_none=True)
        await self._service.call("settle_file_deletions", {"p_results": [said]}, repeatable=True)
