"""The answers of the service's RPCs."""

from uuid import UUID

from pydantic import BaseModel

from functions.coach_chat.facts import AffinityFact


class StoredMessage(BaseModel):
    """A stored message of the user."""

    session_id: UUID
    message_id: UUID


class StoredAnswer(BaseModel):
    """A stored answer of the coach."""

    affinity: AffinityFact
