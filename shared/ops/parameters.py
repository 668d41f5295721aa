"""Settings kept in AWS Systems Manager's parameter store, fetched when the first request needs them.

So no secret is in a template, in a function's configuration or in a snapshot of its memory, and a rotated one
is used by every environment started afterwards.
"""

import os

import httpx

from shared.ops.aws import AwsError, Service, credentials
from shared.ops.tls import ssl_context

# GetParameters takes at most this many names.
_AT_ONCE = 10
_STORE = Service("ssm", "AmazonSSM")
_SECONDS = 5.0


def environment() -> dict[str, str]:
    """Return the variables of this process, and those named by SPOTTER_PARAMETERS, a comma-separated list.

    Each is the parameter of that name below SPOTTER_PARAMETERS_PATH (`/spotter/prod/`). A missing one is left
    out; a parameter overrides a variable of the same name. Raises AwsError.
    """
    variables = dict(os.environ)
    path = variables.get("SPOTTER_PARAMETERS_PATH", "/")
    names = [f"{path}{name}" for name in variables.get("SPOTTER_PARAMETERS", "").split(",") if name]
    if not names:
        return variables
    with httpx.Client(verify=ssl_context(), timeout=_SECONDS) as client:
        signer = credentials(variables, client)
        for first in range(0, len(names), _AT_ONCE):
            body = {"Names": names[first : first + _AT_ONCE], "WithDecryption": True}
            found = _STORE.call("GetParameters", body, variables, signer, client)["Parameters"]
            if not isinstance(found, list):
                raise AwsError("Unexpected answer from the parameter store.")
            variables |= {str(one["Name"]).rpartition("/")[2]: str(one["Value"]) for one in found}
    return variables
