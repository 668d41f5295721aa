"""The two servers in front of Postgres: the gateway (Node) and the functions host (Python)."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import node
from local.child import Child
from local.database.project import Project
from local.errors import StackError
from local.keys import Keys, sealing_key_in
from local.ports import free_port, is_free

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Address:
    """A stack's addresses and keys."""

    url: str
    publishable_key: str
    secret_key: str
    jwt_secret: str
    database_url: str

    @property
    def functions_url(self) -> str:
        """The local `FUNCTIONS_URL`."""
        return f"{self.url}/functions/v1"


def _limits(config: dict[str, Any]) -> dict[str, object]:
    """Return the limits of `supabase/config.toml` that also apply locally."""
    return {
        "max_rows": config["api"]["max_rows"],
        "jwt_expiry": config["auth"]["jwt_expiry"],
        "minimum_password_length": config["auth"]["minimum_password_length"],
        "file_size_limit": config["storage"]["file_size_limit"],
    }


class Services:
    """Gateway and functions host, started and stopped together."""

    def __init__(
        self, port: int, keys: Keys, state: Path, functions_environment: Mapping[str, str] | None = None
    ) -> None:
        self._port = port
        self._keys = keys
        self._state = state
        self._functions_environment = functions_environment or {}
        # By the port that it listens on.
        self._children: dict[int, Child] = {}

    def start(self, database_url: str) -> Address:
        """Start both; return when they accept requests. Raises StackError for a taken port or a failure."""
        if not is_free(self._port):
            raise StackError(f"Port {self._port} on 127.0.0.1 is in use.", "Choose another with --port.")
        functions_port = free_port()
        keys = self._keys
        address = Address(
            f"http://127.0.0.1:{self._port}", keys.publishable, keys.secret, keys.jwt_secret, database_url
        )
        runtime = node.find()
        environment = {
            **runtime.environment(),
            "SUPABASE_URL": address.url,
            "SUPABASE_PUBLISHABLE_KEY": address.publishable_key,
            "SUPABASE_SECRET_KEY": address.secret_key,
            "SUPABASE_JWT_SECRET": address.jwt_secret,
            "SEALING_KEY_FILE": str(sealing_key_in(self._state)),
            "SPOTTER_FUNCTIONS_PORT": str(functions_port),
        }
        gateway_environment = {
            **environment,
            "DATABASE_URL": database_url,
            "EXPERIMENTAL_STORAGE": "1",
            "SPOTTER_CONFIG": json.dumps(_limits(Project().config)),
            "SPOTTER_FILES": str(self._state / "files"),
            "SPOTTER_PORT": str(self._port),
        }
        try:
            python = [sys.executable, "-m", "local.functions_host"]
            self._spawn(
                "functions host", python, environment | dict(self._functions_environment), functions_port
            )
            javascript = [str(runtime.node), str(_HERE / "gateway" / "main.mjs")]
            self._spawn("gateway", javascript, gateway_environment, self._port)
            for listens_on, child in self._children.items():
                child.wait_until_listening(listens_on)
        except BaseException:
            self.stop()
            raise
        return address

    def stop(self) -> None:
        """Stop both, the gateway first."""
        for child in reversed(self._children.values()):
            child.stop()
        self._children.clear()

    def dead(self) -> Child | None:
        """Return a server that has ended unexpectedly."""
        return next((child for child in self._children.values() if not child.running), None)

    def revive(self) -> None:
        """Restart servers that have ended, on the same ports; return when they accept requests."""
        for port, child in self._children.items():
            if not child.running:
                child.start()
                child.wait_until_listening(port)

    def _spawn(self, name: str, command: list[str], environment: dict[str, str], port: int) -> None:
        log = self._state / "logs" / f"{name.replace(' ', '-')}.log"
        self._children[port] = Child(name, command, environment, log)
