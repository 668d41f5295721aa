"""HTTP clients for outgoing requests."""

from functools import cache

import httpx

from shared.ops.tls import ssl_context

# A frozen Lambda environment resumes with dead connections: don't reuse any that idled longer than this.
_KEEPALIVE_SECONDS = 5.0
# A backstop: callers have a shorter deadline of their own.
_LONGEST_SECONDS = 120.0


@cache
def http_client() -> httpx.AsyncClient:
    """Return this process's client. It holds no tokens: those are passed with each request."""
    return httpx.AsyncClient(
        verify=ssl_context(),
        timeout=httpx.Timeout(_LONGEST_SECONDS, connect=5.0),
        limits=httpx.Limits(max_connections=50, keepalive_expiry=_KEEPALIVE_SECONDS),
        follow_redirects=False,
    )


def client_of_run() -> httpx.AsyncClient:
    """Return a client for one run of a job: connections can't outlive its event loop."""
    return httpx.AsyncClient(verify=ssl_context())
