"""Removing files through the Storage API, as the service: SQL can't delete files."""

from collections.abc import Sequence
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.settings import Settings

# A thousand files take Storage a few seconds.
_REMOVE_SECONDS = 15.0
_REMOVED = TypeAdapter(list[dict[str, object]])


class StorageError(Exception):
    """Storage failed. The message has its status and code, but no address and no file names."""


class Storage:
    """All files of a project."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient, deadline: Deadline) -> None:
        self._url = f"{settings.url}/storage/v1/object"
        key = settings.supabase_secret_key.get_secret_value()
        # Some versions of Storage don't accept a key in `apikey` alone.
        self._headers = {"apikey": key, "authorization": f"Bearer {key}"}
        self._http = http
        self._deadline = deadline

    async def remove(self, bucket: str, paths: Sequence[str]) -> int:
        """Remove files, 1000 at most, and return how many existed. Raises StorageError."""
        try:
            async with self._deadline.limit(_REMOVE_SECONDS):
                answer = await self._http.request(
                    "DELETE",
                    f"{self._url}/{quote(bucket, safe='')}",
                    headers=self._headers,
                    json={"prefixes": list(paths)},
                )
            if not answer.is_success:
                raise StorageError(f"{answer.status_code} {_code_of(answer)}".strip())
            return len(_REMOVED.validate_json(answer.content))
        except (httpx.HTTPError, TimeIsUpError) as error:
            raise StorageError(type(error).__name__) from error
        except ValidationError as error:
            raise StorageError("unreadable answer") from error


def _code_of(answer: httpx.Response) -> str:
    """Return the error's code; its message may quote file names."""
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get("code") or body.get("error") or "")[:100] if isinstance(body, dict) else ""
