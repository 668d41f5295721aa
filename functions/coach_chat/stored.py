"""What the service's RPCs answer."""

from uuid import UUID

from pydantic import BaseModel

from functions.coach_chat.facts import AffinityFact


class StoredMessage(BaseModel):
    """A message of the user, kept."""

    session_id: UUID
    message_id: UUID


class StoredAnswer(BaseModel):
    """An answer of the coach, kept."""

    affinity: AffinityFact
