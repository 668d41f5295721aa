"""Sealed values: AES-256-GCM under a data key, bound to the place where they are stored.

Written as `v1|<version of the data key>|<nonce>|<ciphertext>`, the last two in base64url. The database stores
sealed values and wrapped data keys, and never has a key that opens either.
"""

import base64
import binascii
import os
import re
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
# NIST SP 800-38D: random nonces of 96 bits, for at most 2^32 values under one key.
_NONCE_BYTES = 12
_SEALED = re.compile(r"v1\|([1-9][0-9]{0,8})\|([\w-]{16})\|([\w-]{22,})", re.ASCII)


class SealError(Exception):
    """A value can't be opened: it was changed or moved, or sealed with another key. Quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value is stored; it opens nowhere else."""

    table: str
    column: str
    user_id: UUID
    subject: str

    def bound(self, version: int) -> bytes:
        """Return what is authenticated along with the value."""
        return "|".join((self.table, self.column, str(self.user_id), self.subject, str(version))).encode()


def seal(plain: str, key: bytes, version: int, place: Place) -> str:
    """Seal a text with a data key of this version, for this place."""
    nonce = os.urandom(_NONCE_BYTES)
    hidden = AESGCM(key).encrypt(nonce, plain.encode(), place.bound(version))
    return f"v1|{version}|{_text(nonce)}|{_text(hidden)}"


def version_of(sealed: str) -> int:
    """Return the version of the data key that a value was sealed with. Raises SealError."""
    return _parts(sealed)[0]


def unseal(sealed: str, key: bytes, place: Place) -> str:
    """Return the text of a sealed value. Raises SealError."""
    version, nonce, hidden = _parts(sealed)
    try:
        return AESGCM(key).decrypt(nonce, hidden, place.bound(version)).decode()
    except InvalidTag:
        raise SealError("The value was changed or moved, or sealed with another key.") from None


def _parts(sealed: str) -> tuple[int, bytes, bytes]:
    found = _SEALED.fullmatch(sealed)
    if found is None:
        raise SealError("Not a sealed value.")
    try:
        return int(found[1]), _bytes(found[2]), _bytes(found[3])
    except binascii.Error:
        raise SealError("Not a sealed value.") from None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
