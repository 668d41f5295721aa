"""The data keys of one purpose: wrapped in the database, opened by the key service."""

import base64

from shared.data.rows import Row, rows_of
from shared.data.service_rpc import ServiceRpc
from shared.http.problems import Code, ProblemError
from shared.ops.key_service import KeyService, KeyServiceError
from shared.ops.sealing import Place, SealError, seal, unseal, version_of

_RETRY_SECONDS = 30


class DataKey(Row):
    """A wrapped data key; `seals` has the latest one of a purpose, while it isn't due for rotation."""

    version: int
    wrapped: str
    seals: bool


class Keyring:
    """Seals and opens values of one purpose. Make one for each request or run: it reads the keys once.

    Without a key service nothing can be sealed or opened. Everything raises ProblemError: unavailable.
    """

    def __init__(self, purpose: str, service: ServiceRpc, keys: KeyService | None) -> None:
        self._purpose = purpose
        self._service = service
        self._keys = keys
        self._known: list[DataKey] = []

    @property
    def is_set_up(self) -> bool:
        """Whether the installation has a key service."""
        return self._keys is not None

    async def seal(self, plain: str, place: Place) -> str:
        """Seal a text with the latest data key; makes the first one, and the next when it is due."""
        key = await self.renew()
        return seal(plain, await self._opened(key), key.version, place)

    async def open(self, sealed: str, place: Place) -> str:
        """Return the text of a sealed value. Raises SealError as well: changed, moved, or its key is gone."""
        version = version_of(sealed)
        if all(key.version != version for key in self._known):
            await self._read()
        key = next((key for key in self._known if key.version == version), None)
        if key is None:
            raise SealError("The data key is gone.")
        return unseal(sealed, await self._opened(key), place)

    async def renew(self) -> DataKey:
        """Return the data key that seals, which is made when it is due."""
        if not self._known:
            await self._read()
        if not any(key.seals for key in self._known):
            latest = max((key.version for key in self._known), default=0)
            try:
                wrapped = await self._set_up().make(self._purpose)
            except KeyServiceError as error:
                raise _unavailable() from error
            arguments = {"p_wrapped": base64.urlsafe_b64encode(wrapped).rstrip(b"=").decode()}
            await self._service.call(
                "add_data_key", {"p_purpose": self._purpose, "p_after": latest, **arguments}, repeatable=True
            )
            await self._read()
        return next(key for key in self._known if key.seals)

    async def _read(self) -> None:
        found = await self._service.call("data_keys_of", {"p_purpose": self._purpose}, repeatable=True)
        self._known = rows_of(DataKey, found)

    async def _opened(self, key: DataKey) -> bytes:
        wrapped = base64.urlsafe_b64decode(key.wrapped + "=" * (-len(key.wrapped) % 4))
        try:
            return await self._set_up().open(self._purpose, wrapped)
        except KeyServiceError as error:
            raise _unavailable() from error

    def _set_up(self) -> KeyService:
        if self._keys is None:
            raise _unavailable()
        return self._keys


def _unavailable() -> ProblemError:
    return ProblemError(Code.UNAVAILABLE, "What is sealed can't be opened now.", retry_after=_RETRY_SECONDS)
