"""HTTP clients for what leaves the process."""

from functools import cache

import httpx

from shared.ops.tls import ssl_context

# A frozen environment wakes up with dead connections: those older than this are not used again.
_KEEPALIVE_SECONDS = 5.0
# What no caller with a deadline should ever reach.
_LONGEST_SECONDS = 120.0


@cache
def http_client() -> httpx.AsyncClient:
    """Return the client of this process. It keeps nobody's token: those go with each request."""
    return httpx.AsyncClient(
        verify=ssl_context(),
        timeout=httpx.Timeout(_LONGEST_SECONDS, connect=5.0),
        limits=httpx.Limits(max_connections=50, keepalive_expiry=_KEEPALIVE_SECONDS),
        follow_redirects=False,
    )


def client_of_run() -> httpx.AsyncClient:
    """Return a client for one run of a job: connections can't outlive its event loop."""
    return httpx.AsyncClient(verify=ssl_context())
