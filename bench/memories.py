"""A user's memories of the coach after years: ten thousand sentences with their vectors."""

import json
from random import Random
from uuid import UUID

import psycopg

from bench.model import vector
from shared.ops.settings import Settings

# The number of distinct vectors: a search compares with every memory, so their values don't matter.
_DIRECTIONS = 100
_WORDS = 3000
_WORDS_A_MEMORY = 12
_STORE = """
with remembered as (
    insert into public.coach_memories (user_id, content, kind)
    select %(user)s, c, 'fact' from unnest(%(contents)s::text[]) as c
    returning user_id, id
)
insert into private.memory_vectors (user_id, memory_id, model, embedding)
select
    r.user_id, r.id, %(model)s,
    (%(vectors)s::extensions.halfvec[])[1 + abs(hashtext(r.id::text) %% cardinality(%(vectors)s))]
from remembered as r
"""


def remember(admin: psycopg.Connection, user: UUID, number: int) -> None:
    """Store `number` memories of a user; some words are frequent, as in any language."""
    chance = Random(number)
    words = ["train", "bench", "press", "legs", "tired", "squats", "work", "morning", "next", "workout"]
    words += [f"word{n}" for n in range(_WORDS - len(words))]
    often = [1 / (n + 20) for n in range(len(words))]
    contents = [f"{' '.join(chance.choices(words, often, k=_WORDS_A_MEMORY))} no{n}" for n in range(number)]
    vectors = [_unit(vector(n)) for n in range(_DIRECTIONS)]
    model = Settings.model_fields["gemini_embedding_model"].default
    admin.execute(_STORE, {"user": user, "contents": contents, "vectors": vectors, "model": model})


def _unit(numbers: list[float]) -> str:
    length = sum(number * number for number in numbers) ** 0.5
    return json.dumps([round(number / length, 6) for number in numbers])
