"""The one error that the `spotter` command shows without a traceback."""


class StackError(Exception):
    """Something on this machine is in the way. `hint` says how to go on."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
