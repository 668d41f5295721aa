"""Calls of AWS services by their JSON protocol.

Signed by hand, because boto3 alone takes longer to import (169 ms) than all of a job's other code.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

_TYPE = "application/x-amz-json-1.1"


class AwsError(Exception):
    """A service of AWS refused or can't be reached; the message describes its answer, never a value."""


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """The credentials of the function's role."""

    key_id: str
    secret: str
    token: str


def credentials(variables: Mapping[str, str], client: httpx.Client) -> Credentials:
    """Return the role's credentials. One restored by SnapStart must fetch them. Raises AwsError."""
    if address := variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        token = variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
        given = _answer(client.build_request("GET", address, headers={"authorization": token}), client)
        return Credentials(str(given["AccessKeyId"]), str(given["SecretAccessKey"]), str(given["Token"]))
    return Credentials(
        variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"], variables["AWS_SESSION_TOKEN"]
    )


@dataclass(frozen=True, slots=True)
class Service:
    """One service of AWS: its name in addresses and signatures, and the prefix of its operations."""

    name: str
    prefix: str

    def call(
        self,
        operation: str,
        body: Mapping[str, object],
        variables: Mapping[str, str],
        signer: Credentials,
        client: httpx.Client,
    ) -> dict[str, object]:
        """POST a document and return the answer. Raises AwsError."""
        region = variables["AWS_REGION"]
        url = (
            variables.get(f"AWS_ENDPOINT_URL_{self.name.upper()}")
            or f"https://{self.name}.{region}.amazonaws.com"
        )
        content = json.dumps(body).encode()
        target = f"{self.prefix}.{operation}"
        headers = signed_headers(Unsigned(url, content, self.name, target, region), signer, datetime.now(UTC))
        return _answer(client.build_request("POST", f"{url}/", headers=headers, content=content), client)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A POST to a service, not signed yet."""

    url: str
    body: bytes
    service: str
    target: str
    region: str


def signed_headers(request: Unsigned, signer: Credentials, at: datetime) -> dict[str, str]:
    """Return the headers of a POST, signed by AWS Signature Version 4.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
    """
    stamp, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    headers = {
        "content-type": _TYPE,
        "host": urlsplit(request.url).netloc,
        "x-amz-date": stamp,
        "x-amz-security-token": signer.token,
        "x-amz-target": request.target,
    }
    names = ";".join(headers)
    lines = [f"{name}:{value}" for name, value in headers.items()]
    canonical = "\n".join(["POST", "/", "", *lines, "", names, _sha256(request.body)])
    scope = f"{day}/{request.region}/{request.service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{_sha256(canonical.encode())}"
    key = f"AWS4{signer.secret}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = f"SignedHeaders={names}, Signature={key.hex()}"
    return headers | {"authorization": f"AWS4-HMAC-SHA256 Credential={signer.key_id}/{scope}, {signature}"}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _answer(request: httpx.Request, client: httpx.Client) -> dict[str, object]:
    try:
        response = client.send(request)
        if response.status_code != httpx.codes.OK:
            kind = response.headers.get("x-amzn-errortype") or response.json().get("__type", "")
            raise AwsError(f"{request.url.host} answered {response.status_code} {kind}".strip())
        answer = response.json()
    except (httpx.HTTPError, ValueError, AttributeError) as error:
        raise AwsError(f"{request.url.host}: {type(error).__name__}") from None
    if not isinstance(answer, dict):
        raise AwsError(f"{request.url.host}: unexpected answer")
    return answer
