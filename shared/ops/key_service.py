"""Who makes and opens data keys: AWS KMS, or on the local stack a file.

A data key is made for one purpose and opens only for it. Opened ones are kept in memory for five minutes.
"""

import asyncio
import base64
import binascii
import os
import stat
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import httpx
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.ops.aws import AwsError, Service, credentials
from shared.ops.sealing import KEY_BYTES
from shared.ops.settings import FromEnvironment, Settings, SettingsError
from shared.ops.tls import ssl_context

_KMS = Service("kms", "TrentService")
_SECONDS = 5.0
_KEPT_SECONDS = 300.0
_NONCE_BYTES = 12


class KeyServiceError(Exception):
    """No data key can be made or opened now. The message quotes no key."""


class SealingSettings(FromEnvironment):
    """At most one of the two is set; without any nothing is sealed."""

    sealing_kms_key: str | None = None
    sealing_key_file: Path | None = None


class KeyService(ABC):
    """Makes data keys and opens them again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bytes], tuple[float, bytes]] = {}

    async def make(self, purpose: str) -> bytes:
        """Return a new data key for a purpose, wrapped. Raises KeyServiceError."""
        plain, wrapped = await asyncio.to_thread(self._make, purpose)
        self._keep(purpose, wrapped, plain)
        return wrapped

    async def open(self, purpose: str, wrapped: bytes) -> bytes:
        """Return the data key in plain. Raises KeyServiceError."""
        until, plain = self._kept.get((purpose, wrapped), (0.0, b""))
        if until <= time.monotonic():
            plain = await asyncio.to_thread(self._open, purpose, wrapped)
            self._keep(purpose, wrapped, plain)
        return plain

    def _keep(self, purpose: str, wrapped: bytes, plain: bytes) -> None:
        if len(plain) != KEY_BYTES:
            raise KeyServiceError("The key service answered with something that is no data key.")
        now = time.monotonic()
        self._kept = {name: kept for name, kept in self._kept.items() if kept[0] > now}
        self._kept[purpose, wrapped] = (now + _KEPT_SECONDS, plain)

    @abstractmethod
    def _make(self, purpose: str) -> tuple[bytes, bytes]:
        """Return a data key in plain and wrapped."""

    @abstractmethod
    def _open(self, purpose: str, wrapped: bytes) -> bytes: ...


class Kms(KeyService):
    """A key of AWS KMS, which never leaves it.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
    """

    def __init__(self, key: str, variables: Mapping[str, str]) -> None:
        super().__init__()
        self._key = key
        self._variables = variables

    def _make(self, purpose: str) -> tuple[bytes, bytes]:
        answer = self._call("GenerateDataKey", purpose, {"KeySpec": "AES_256"})
        return _binary(answer, "Plaintext"), _binary(answer, "CiphertextBlob")

    def _open(self, purpose: str, wrapped: bytes) -> bytes:
        text = base64.b64encode(wrapped).decode()
        return _binary(self._call("Decrypt", purpose, {"CiphertextBlob": text}), "Plaintext")

    def _call(self, operation: str, purpose: str, rest: Mapping[str, object]) -> Mapping[str, object]:
        # The context is authenticated by KMS, and in CloudTrail: a key for one purpose opens for no other.
        body = {"KeyId": self._key, "EncryptionContext": {"purpose": purpose}, **rest}
        try:
            with httpx.Client(verify=ssl_context(), timeout=_SECONDS) as client:
                signer = credentials(self._variables, client)
                return _KMS.call(operation, body, self._variables, signer, client)
        except AwsError as error:
            raise KeyServiceError(f"KMS: {error}") from None


class KeyFile(KeyService):
    """A key in a file that only its owner may read, made by `spotter up`."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def _make(self, purpose: str) -> tuple[bytes, bytes]:
        plain, nonce = os.urandom(KEY_BYTES), os.urandom(_NONCE_BYTES)
        return plain, nonce + self._cipher().encrypt(nonce, plain, purpose.encode())

    def _open(self, purpose: str, wrapped: bytes) -> bytes:
        nonce, hidden = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._cipher().decrypt(nonce, hidden, purpose.encode())
        except (InvalidTag, ValueError):
            raise KeyServiceError("The data key is for another purpose, or of another key file.") from None

    def _cipher(self) -> AESGCM:
        try:
            if self._file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise KeyServiceError("The key file may be read by others: chmod 600.")
            return AESGCM(base64.b64decode(self._file.read_bytes(), validate=True))
        except (OSError, ValueError) as error:
            raise KeyServiceError(f"The key file can't be used: {type(error).__name__}") from None


def key_service(settings: Settings) -> KeyService | None:
    """Return the key service that is set up, or None. Raises SettingsError if two are."""
    own = settings.part(SealingSettings)
    if own.sealing_kms_key and own.sealing_key_file:
        raise SettingsError("Set SEALING_KMS_KEY or SEALING_KEY_FILE, not both.")
    if own.sealing_kms_key:
        return _kms(own.sealing_kms_key)
    return _key_file(own.sealing_key_file) if own.sealing_key_file else None


# One for each process, so that opened keys are kept from one run to the next.
@cache
def _kms(key: str) -> KeyService:
    return Kms(key, os.environ)


@cache
def _key_file(file: Path) -> KeyService:
    return KeyFile(file)


def _binary(answer: Mapping[str, object], name: str) -> bytes:
    try:
        return base64.b64decode(str(answer[name]), validate=True)
    except (KeyError, binascii.Error):
        raise KeyServiceError(f"KMS: an answer without {name}") from None
