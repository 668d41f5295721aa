"""Why a call of the model isn't carried out."""


class RefusedError(Exception):
    """The call isn't carried out; the message is for the model."""
