"""AWS KMS as far as data keys go: its JSON protocol, signatures and refusals, and faults on demand.

https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html, and its neighbours.
"""

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
REGION = "eu-central-1"
ROLE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a session's token")


class RefusedError(Exception):
    """What the service answers instead: status and type."""


class LocalKms:
    """One key, whoever may use it, and the calls it got."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        # An answer for every call until it is None again: status and body.
        self.fault: tuple[int, str] | None = None
        self.hangs_up = False
        self._master = AESGCM(os.urandom(32))
        kms = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                operation = self.headers["x-amz-target"].partition(".")[2]
                kms.calls.append(operation)
                if kms.hangs_up:
                    self.close_connection = True
                    return
                try:
                    if kms.fault is not None:
                        self._send(kms.fault[0], kms.fault[1].encode())
                        return
                    kms.check(self.path, dict(self.headers.items()), body)
                    self._send(200, json.dumps(kms.answer(operation, json.loads(body))).encode())
                except RefusedError as refused:
                    said = {"__type": str(refused), "message": "The words of the service"}
                    self._send(400, json.dumps(said).encode())

            def _send(self, status: int, content: bytes) -> None:
                self.send_response(status)
                self.send_header("content-type", "application/x-amz-json-1.1")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def environment(self) -> dict[str, str]:
        """What a function's environment has that may use the key."""
        return {
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ROLE.access_key,
            "AWS_SECRET_ACCESS_KEY": ROLE.secret_key,
            "AWS_SESSION_TOKEN": ROLE.token,
            "AWS_ENDPOINT_URL_KMS": self.url,
            "SEALING_KMS_KEY": KEY_ARN,
        }

    def check(self, path: str, headers: dict[str, str], body: bytes) -> None:
        """Refuse what AWS' own SDK would have signed differently."""
        given = {name.lower(): value for name, value in headers.items()}
        if path != "/" or given["content-type"] != "application/x-amz-json-1.1":
            raise RefusedError("UnknownOperationException")
        request = AWSRequest(
            "POST",
            f"{self.url}/",
            {
                name: given[name]
                for name in ("content-type", "x-amz-target", "x-amz-date", "x-amz-security-token")
            },
            body,
        )
        request.context["timestamp"] = given["x-amz-date"]
        signer = SigV4Auth(ROLE, "kms", REGION)
        text = signer.string_to_sign(request, signer.canonical_request(request))
        if given["authorization"].rpartition("Signature=")[2] != signer.signature(text, request):
            raise RefusedError("InvalidSignatureException")

    def answer(self, operation: str, document: dict[str, Any]) -> dict[str, Any]:
        """Make or open a data key."""
        context = json.dumps(document.get("EncryptionContext", {}), sort_keys=True).encode()
        if document["KeyId"] != KEY_ARN:
            raise RefusedError("NotFoundException")
        if operation == "GenerateDataKey" and document.get("KeySpec") == "AES_256":
            plain, nonce = os.urandom(32), os.urandom(12)
            wrapped = nonce + self._master.encrypt(nonce, plain, context)
            return {"KeyId": KEY_ARN, "Plaintext": _text(plain), "CiphertextBlob": _text(wrapped)}
        if operation == "Decrypt":
            wrapped = base64.b64decode(document["CiphertextBlob"])
            try:
                plain = self._master.decrypt(wrapped[:12], wrapped[12:], context)
            except InvalidTag:
                raise RefusedError("InvalidCiphertextException") from None
            return {"KeyId": KEY_ARN, "Plaintext": _text(plain), "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}
        raise RefusedError("ValidationException")

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@contextmanager
def local_kms() -> Iterator[LocalKms]:
    """Serve on a free port of this machine's loopback until the block ends."""
    kms = LocalKms()
    try:
        yield kms
    finally:
        kms.close()
