"""The TLS context of all outgoing connections."""

import ssl
from functools import cache


@cache
def ssl_context() -> ssl.SSLContext:
    """Return the context, made once: reading the certificates takes 17 to 40 ms."""
    return ssl.create_default_context()
