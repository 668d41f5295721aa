"""The error that the `spotter` command shows without a traceback."""


class StackError(Exception):
    """A problem that the user can solve. `hint` says how."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
