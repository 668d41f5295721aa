"""Finding free ports."""

import random
import socket

_HOST = "127.0.0.1"


def free_port(following: int = 0) -> int:
    """Return a port that is free now, like the `following` ports after it."""
    # Below the range for outgoing connections (32768 on Linux, 49152 on macOS):
    # one of those could take the port before its server does.
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311
        if all(is_free(port + offset) for offset in range(following + 1)):
            return port


def is_free(port: int) -> bool:
    """Return whether a server could listen on `port` of the loopback address."""
    with socket.socket() as probe:
        # Lingering connections of a server that just ended don't prevent listening.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
    return True
