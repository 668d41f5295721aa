"""The peer's errors, each with its HTTP status."""


class RefusedError(Exception):
    """A refused request."""

    status = 500


class UnauthorizedError(RefusedError):
    """The token is missing, forged, expired, or another user's."""

    status = 401


class NotFoundError(RefusedError):
    """Not found, or not the caller's."""

    status = 404


class TakenError(RefusedError):
    """The id belongs to another workout or set."""

    status = 409


class NotCoveredError(RefusedError):
    """`log_workout` supports this; the peer doesn't."""

    status = 501
