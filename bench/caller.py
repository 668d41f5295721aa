"""Calls an RPC as PostgREST does for a signed-in user."""

import json
from collections.abc import Mapping

from bench.athletes import Athlete
from bench.calls import rpc
from bench.facts import Json
from bench.laboratory import Laboratory
from bench.load import CLAIMS, claims
from bench.timing import Action
from bench.wire import Wire


class Caller(Wire):
    """A warm connection: one transaction per call, with the claims of the user's token."""

    def __init__(self, place: Laboratory) -> None:
        super().__init__(place.url("authenticator"))
        self.prepare("begin", "begin isolation level read committed")
        self.prepare("claims", CLAIMS)
        self.prepare("commit", "commit")

    def prepare_call(self, function: str, arguments: Mapping[str, str]) -> None:
        """Prepare a call with these arguments, by name and type, as a request sends them."""
        self.prepare(function, rpc(function, arguments).format(body="$1"))

    def call(self, function: str, athlete: Athlete, arguments: Mapping[str, Json]) -> Action:
        """Return an action that runs one request of the athlete, from begin to commit."""
        token = [claims(athlete).encode()]
        body = [json.dumps(arguments).encode()] if arguments else []

        def act() -> None:
            self.run("begin")
            self.run("claims", token)
            self.run(function, body)
            self.run("commit")

        return act
