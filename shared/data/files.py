"""Supabase Storage as one caller: Storage's policies decide what the caller may read."""

from urllib.parse import quote

import httpx

from shared.http.problems import Code, ProblemError, unauthorized
from shared.http.tokens import Caller
from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.settings import Settings

# For one file: 10 MiB take a second or two.
_SECONDS = 10.0
# Characters that need no encoding in a path (RFC 3986, pchar); some servers don't decode them.
_PATH = "/!$&'()*+,;=:@"
_OK = 200
_UNAUTHORIZED = 401
_SERVER_FAULT = 500
# Depending on Storage's version a missing file is 400 or 404; a forbidden one must look the same.
_ABSENT = "File not found."


class Files:
    """The caller's files. Every failure is a ProblemError."""

    def __init__(
        self, settings: Settings, http: httpx.AsyncClient, deadline: Deadline, caller: Caller
    ) -> None:
        self._url = f"{settings.url}/storage/v1/object"
        self._http = http
        self._deadline = deadline
        self._caller = caller
        self._headers = {
            "apikey": settings.supabase_publishable_key.get_secret_value(),
            "authorization": f"Bearer {caller.token}",
        }

    async def download(self, bucket: str, path: str, most_bytes: int) -> bytes:
        """Return the bytes of a file in the caller's folder.

        Raises ProblemError: not_found, also for another user's file or an invalid path; too_large beyond
        `most_bytes`; unavailable, timed_out.
        """
        parts = path.split("/")
        # Storage would refuse it, too; this is defence in depth.
        if parts[0] != str(self._caller.id) or not all(part.strip(".") for part in parts):
            raise ProblemError(Code.NOT_FOUND, _ABSENT)
        try:
            async with self._deadline.limit(_SECONDS):
                return await self._read(f"{self._url}/{bucket}/{quote(path, safe=_PATH)}", most_bytes)
        except httpx.HTTPError as error:
            raise ProblemError(Code.UNAVAILABLE, "The file store can't be reached.", retry_after=2) from error
        except TimeIsUpError as error:
            raise ProblemError(Code.TIMED_OUT, "The file took too long.", retry_after=2) from error

    async def _read(self, url: str, most_bytes: int) -> bytes:
        async with self._http.stream("GET", url, headers=self._headers) as response:
            if response.status_code == _UNAUTHORIZED:
                raise unauthorized()
            if response.status_code >= _SERVER_FAULT:
                raise ProblemError(Code.UNAVAILABLE, "The file store can't answer now.", retry_after=2)
            if response.status_code != _OK:
                raise ProblemError(Code.NOT_FOUND, _ABSENT)
            data = bytearray()
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > most_bytes:
                    raise ProblemError(
                        Code.TOO_LARGE, f"A picture can have at most {most_bytes // 1024 // 1024} MiB."
                    )
            return bytes(data)
