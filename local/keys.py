"""The secrets of one local stack: generated once, stored beside its data."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Keys:
    """API keys in hosted Supabase's format, and the secret that signs the users' tokens."""

    publishable: str
    secret: str
    jwt_secret: str

    @classmethod
    def generate(cls) -> Self:
        """New random keys."""
        return cls(
            publishable=f"sb_publishable_{secrets.token_urlsafe(24)}",
            secret=f"sb_secret_{secrets.token_urlsafe(24)}",
            jwt_secret=secrets.token_urlsafe(48),
        )

    @classmethod
    def kept_in(cls, file: Path) -> Self:
        """The keys in `file`; made and written there when there is none."""
        if file.exists():
            return cls(**json.loads(file.read_text()))
        keys = cls.generate()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(keys), indent=2))
        return keys
