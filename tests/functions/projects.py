"""A project's Auth server as far as tokens go: signing keys, their JWKS, and tokens of every kind."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

USER = "0b1e3a20-843d-45f8-84d0-2aca9b6f023b"


@dataclass
class Project:
    """The keys of one project and what its JWKS address answers."""

    ec_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    rsa_key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    url: str = ""
    is_up: bool = True
    fetches: int = 0
    published: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.publish("ec", "rsa")

    def publish(self, *kids: str) -> None:
        """Let the JWKS hold the keys of these names."""
        known = {
            "ec": json.loads(ECAlgorithm.to_jwk(self.ec_key.public_key())) | {"kid": "ec", "alg": "ES256"},
            "rsa": json.loads(RSAAlgorithm.to_jwk(self.rsa_key.public_key()))
            | {"kid": "rsa", "alg": "RS256"},
        }
        self.published = [known[kid] for kid in kids]

    @property
    def issuer(self) -> str:
        return f"{self.url}/auth/v1"

    def claims(self, **changes: Any) -> dict[str, Any]:
        """The claims of a good token, changed; None takes one away."""
        now = int(time.time())
        claims = {
            "sub": USER,
            "aud": "authenticated",
            "role": "authenticated",
            "iss": self.issuer,
            "iat": now,
            "exp": now + 3600,
            "session_id": str(uuid4()),
        }
        return {name: value for name, value in (claims | changes).items() if value is not None}

    def token(self, alg: str = "ES256", headers: dict[str, Any] | None = None, **changes: Any) -> str:
        """A token signed by the project."""
        kid, key = ("ec", self.ec_key) if alg == "ES256" else ("rsa", self.rsa_key)
        return jwt.encode(self.claims(**changes), key, algorithm=alg, headers={"kid": kid} | (headers or {}))

    def public_pem(self) -> bytes:
        return self.rsa_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def raw_token(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    """A token put together by hand, as an attacker would."""
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@contextmanager
def running(project: Project) -> Iterator[Project]:
    """Serve the project's JWKS."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            project.fetches += 1
            body = json.dumps({"keys": project.published}).encode()
            self.send_response(200 if project.is_up else 503)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    project.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield project
    finally:
        server.shutdown()
        server.server_close()
