"""What the peer refuses, each with the status of its answer."""


class RefusedError(Exception):
    """A request that isn't served."""

    status = 500


class UnauthorizedError(RefusedError):
    """The token is missing, forged, stale, or somebody else's."""

    status = 401


class NotFoundError(RefusedError):
    """It is not there, or not the caller's."""

    status = 404


class TakenError(RefusedError):
    """The id belongs to another workout or set."""

    status = 409


class NotCoveredError(RefusedError):
    """`log_workout` knows what to do here; the peer was not taught it."""

    status = 501
