"""How well memories are found: by words alone, by vectors alone, and by both.

The vectors are those of the local Gemini, whose synonyms stand in for what a real model has learnt: the
figures guard the three ways, they don't foretell those of production.
"""

import json
from typing import Any, Literal, get_args

import pytest

from tests.fakes.gemini.embeddings import embed
from tests.functions.coach_chat.remembered import IN_THE_WAY, PAIRS
from tests.functions.members import Member

AT = 5
MODEL = "gemini-embedding-001"
# A little below what was measured (2026-11-21): 0.50, 0.98, 0.91. Equal weights let a word that is shared by
# chance push a good vector down; in return words carry on where there are no vectors.
THRESHOLDS = {"words": 0.45, "vectors": 0.95, "both": 0.88}
Way = Literal["words", "vectors", "both"]


def text_of(vector: list[float]) -> str:
    return json.dumps(vector)


@pytest.fixture
def remembering(member: Member) -> Member:
    """A member of whom all of this is remembered."""
    for content in [memory for memory, _ in PAIRS] + list(IN_THE_WAY):
        member.sql.execute(
            "with m as (insert into public.coach_memories (user_id, content, kind) values (%s, %s, 'fact')"
            " returning user_id, id)"
            " insert into private.memory_vectors (user_id, memory_id, model, embedding)"
            " select user_id, id, %s, %s::extensions.halfvec from m",
            [member.id, content, MODEL, text_of(embed(content, 768))],
        )
    return member


def found(member: Member, question: str, way: Way) -> list[str]:
    """The first memories for a question."""
    arguments = {
        "p_query_text": None if way == "vectors" else question,
        "p_query_embedding": None if way == "words" else text_of(embed(question, 768)),
        "p_model": None if way == "words" else MODEL,
        "p_match_count": AT,
    }
    rows: Any = member.person.client.rpc("match_memories", arguments).execute().data
    return [row["content"] for row in rows]


def test_the_set_is_large_enough() -> None:
    assert len({memory for memory, _ in PAIRS}) == len(PAIRS) >= 60


@pytest.mark.parametrize("way", get_args(Way))
def test_memories_are_found(remembering: Member, way: Way) -> None:
    hits = sum(memory in found(remembering, question, way) for memory, question in PAIRS)
    assert hits / len(PAIRS) >= THRESHOLDS[way]
