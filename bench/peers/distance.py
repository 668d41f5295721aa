"""A laboratory seen from afar."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from bench.laboratory import Laboratory
from bench.peers.delay import Link, Target, delayed


class Distant(Laboratory):
    """The same server, by way of a proxy."""

    def __init__(self, place: Laboratory, link: Link) -> None:
        self.database = place.database
        self.link = link
        self._place = place

    def url(self, role: str = "postgres", database: str | None = None) -> str:
        """A connection string that leads through the proxy."""
        return elsewhere(self._place.url(role, database or self.database), self.link.port)

    def copy(self, name: str) -> Laboratory:
        """As the laboratory does it itself; the copy is as far away."""
        return Distant(self._place.copy(name), self.link)


@contextmanager
def distant(place: Laboratory, seconds: float) -> Iterator[Laboratory]:
    """The laboratory with so much delay a round trip; without any it is the laboratory itself."""
    if not seconds:
        yield place
        return
    with delayed(target_of(place.url()), seconds) as link:
        yield Distant(place, link)


def target_of(url: str) -> Target:
    """Where a URL leads."""
    parts = urlsplit(url)
    if parts.hostname is None or parts.port is None:
        raise ValueError(f"{url} has no host and port")
    return Target(parts.hostname, parts.port)


def elsewhere(url: str, port: int) -> str:
    """The URL with another port of this machine."""
    parts = urlsplit(url)
    user, at, _ = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}{at}127.0.0.1:{port}").geturl()
