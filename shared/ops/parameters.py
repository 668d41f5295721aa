"""Settings kept in AWS Systems Manager's parameter store, fetched when the first request needs them.

So no secret is in a template, in a function's configuration or in a snapshot of its memory, and a rotated one
is used by every environment started afterwards. Written by hand because boto3 alone takes longer to import
(169 ms) than all of a job's other code.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from shared.ops.tls import ssl_context

# GetParameters takes at most this many names.
_AT_ONCE = 10
_TARGET = "AmazonSSM.GetParameters"
_TYPE = "application/x-amz-json-1.1"
_SECONDS = 5.0


class ParameterError(Exception):
    """The parameter store can't be read; the message describes its answer, never a value."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials of the function's role."""

    key_id: str
    secret: str
    token: str


def environment() -> dict[str, str]:
    """Return the variables of this process, and those named by SPOTTER_PARAMETERS, a comma-separated list.

    Each is the parameter of that name below SPOTTER_PARAMETERS_PATH (`/spotter/prod/`). A missing one is left
    out; a parameter overrides a variable of the same name. Raises ParameterError.
    """
    variables = dict(os.environ)
    path = variables.get("SPOTTER_PARAMETERS_PATH", "/")
    names = [f"{path}{name}" for name in variables.get("SPOTTER_PARAMETERS", "").split(",") if name]
    if not names:
        return variables
    with httpx.Client(verify=ssl_context(), timeout=_SECONDS) as client:
        credentials = _credentials(variables, client)
        for first in range(0, len(names), _AT_ONCE):
            variables |= _fetch(names[first : first + _AT_ONCE], variables, credentials, client)
    return variables


def signed_headers(
    url: str, body: bytes, region: str, credentials: Credentials, at: datetime
) -> dict[str, str]:
    """Return the headers of a POST to the parameter store, signed by AWS Signature Version 4.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
    """
    stamp, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    headers = {
        "content-type": _TYPE,
        "host": urlsplit(url).netloc,
        "x-amz-date": stamp,
        "x-amz-security-token": credentials.token,
        "x-amz-target": _TARGET,
    }
    names = ";".join(headers)
    canonical = "\n".join(
        ["POST", "/", "", *(f"{name}:{value}" for name, value in headers.items()), "", names, _sha256(body)]
    )
    scope = f"{day}/{region}/ssm/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{_sha256(canonical.encode())}"
    key = f"AWS4{credentials.secret}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = f"SignedHeaders={names}, Signature={key.hex()}"
    return headers | {
        "authorization": f"AWS4-HMAC-SHA256 Credential={credentials.key_id}/{scope}, {signature}"
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _credentials(variables: Mapping[str, str], client: httpx.Client) -> Credentials:
    """Return the role's credentials: an environment restored by SnapStart must fetch them."""
    if address := variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        token = variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
        given = _answer(client.build_request("GET", address, headers={"authorization": token}), client)
        return Credentials(str(given["AccessKeyId"]), str(given["SecretAccessKey"]), str(given["Token"]))
    return Credentials(
        variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"], variables["AWS_SESSION_TOKEN"]
    )


def _fetch(
    names: list[str], variables: Mapping[str, str], credentials: Credentials, client: httpx.Client
) -> dict[str, str]:
    region = variables["AWS_REGION"]
    url = variables.get("AWS_ENDPOINT_URL_SSM") or f"https://ssm.{region}.amazonaws.com"
    body = json.dumps({"Names": names, "WithDecryption": True}).encode()
    headers = signed_headers(url, body, region, credentials, datetime.now(UTC))
    found = _answer(client.build_request("POST", f"{url}/", headers=headers, content=body), client)
    parameters = found["Parameters"]
    if not isinstance(parameters, list):
        raise ParameterError("Unexpected answer from the parameter store.")
    return {str(one["Name"]).rpartition("/")[2]: str(one["Value"]) for one in parameters}


def _answer(request: httpx.Request, client: httpx.Client) -> dict[str, object]:
    try:
        response = client.send(request)
        if response.status_code != httpx.codes.OK:
            kind = response.headers.get("x-amzn-errortype") or response.json().get("__type", "")
            raise ParameterError(f"{request.url.host} answered {response.status_code} {kind}".strip())
        answer: dict[str, object] = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ParameterError(f"{request.url.host}: {type(error).__name__}") from None
    return answer
