"""The secrets of one local stack, generated once and kept with its data."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

_SEALING_BYTES = 32


def sealing_key_in(folder: Path) -> Path:
    """Return the file of the key that stands for AWS KMS; generate and write it if it doesn't exist."""
    file = folder / "sealing.key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Whoever reads it meanwhile finds all of it or nothing, and only its owner can.
        draft = folder / "sealing.key.new"
        draft.touch(mode=0o600)
        draft.write_bytes(base64.b64encode(os.urandom(_SEALING_BYTES)))
        draft.rename(file)
    return file


@dataclass(frozen=True)
class Keys:
    """API keys in hosted Supabase's format, and the secret that signs users' tokens."""

    publishable: str
    secret: str
    jwt_secret: str

    @classmethod
    def generate(cls) -> Self:
        """Generate new keys."""
        return cls(
            publishable=f"sb_publishable_{secrets.token_urlsafe(24)}",
            secret=f"sb_secret_{secrets.token_urlsafe(24)}",
            jwt_secret=secrets.token_urlsafe(48),
        )

    @classmethod
    def kept_in(cls, file: Path) -> Self:
        """Return the keys in `file`; generate and write them if it doesn't exist."""
        if file.exists():
            return cls(**json.loads(file.read_text()))
        keys = cls.generate()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(keys), indent=2))
        return keys
