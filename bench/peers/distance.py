"""A laboratory behind a slow network."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from bench.laboratory import Laboratory
from bench.peers.delay import Link, Target, delayed


class Distant(Laboratory):
    """The same server, through a proxy."""

    def __init__(self, place: Laboratory, link: Link) -> None:
        self.database = place.database
        self.link = link
        self._place = place

    def url(self, role: str = "postgres", database: str | None = None) -> str:
        """Return a connection string through the proxy."""
        return elsewhere(self._place.url(role, database or self.database), self.link.port)

    def copy(self, name: str) -> Laboratory:
        """Copy the database; the copy is behind the proxy, too."""
        return Distant(self._place.copy(name), self.link)


@contextmanager
def distant(place: Laboratory, seconds: float) -> Iterator[Laboratory]:
    """The laboratory with this much delay per round trip; with none, the laboratory itself."""
    if not seconds:
        yield place
        return
    with delayed(target_of(place.url()), seconds) as link:
        yield Distant(place, link)


def target_of(url: str) -> Target:
    """Return the host and port of a URL."""
    parts = urlsplit(url)
    if parts.hostname is None or parts.port is None:
        raise ValueError(f"{url} has no host and port")
    return Target(parts.hostname, parts.port)


def elsewhere(url: str, port: int) -> str:
    """Return the URL with another local port."""
    parts = urlsplit(url)
    user, at, _ = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}{at}127.0.0.1:{port}").geturl()
