"""Pictures in requests: their bytes, and whether these match the stated type."""

import base64
import binascii
import re

from functions.import_plan.models import MimeType, SentPicture
from shared.ai.gemini import Picture
from shared.data.files import Files
from shared.http.problems import Code, ProblemError, invalid

BUCKET = "plan-photos"
# The bucket's limit, and well below the 20 MB that Gemini takes in one request.
MAX_BYTES = 10 * 1024 * 1024

_URL_SAFE = str.maketrans("-_", "+/")
_SPACE = re.compile(r"\s+")
_STARTS: tuple[tuple[MimeType, re.Pattern[bytes]], ...] = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
)
# A file is image/heic if one of these is among its brands: https://iana.org/assignments/media-types/image/heif
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
_MOST_BRANDS_BYTES = 256


async def picture_of(sent: SentPicture, files: Files) -> Picture:
    """Return the picture. Raises ProblemError: not_found, too_large, unsupported_media_type, invalid."""
    if sent.data is not None:
        data = _decoded(sent.data)
    else:
        data = await files.download(BUCKET, sent.storage_path or "", MAX_BYTES)
    kind = kind_of(data)
    if kind is None:
        raise ProblemError(
            Code.UNSUPPORTED_MEDIA_TYPE, "The data is not a supported picture: send png, jpeg, webp or heic."
        )
    if kind != sent.mime_type:
        raise invalid("image.mime_type", f"The data is {kind}.")
    return Picture(kind, data)


def kind_of(data: bytes) -> MimeType | None:
    """Return the type by the first bytes; None if it is none of the four."""
    for kind, start in _STARTS:
        if start.match(data):
            return kind
    return "image/heic" if _HEIC_BRANDS.intersection(_brands(data)) else None


def _brands(data: bytes) -> list[bytes]:
    """Return the brands of an ISO base media file: the major and the compatible ones."""
    if data[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(data[:4]), len(data), _MOST_BRANDS_BYTES)
    # The version comes between the major brand and the compatible ones.
    return [data[8:12], *(data[place : place + 4] for place in range(16, end, 4))]


def _decoded(text: str) -> bytes:
    """Decode base64 in either alphabet, with or without padding."""
    text = _SPACE.sub("", text).rstrip("=").translate(_URL_SAFE)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise invalid("image.data", "Invalid base64.") from None
