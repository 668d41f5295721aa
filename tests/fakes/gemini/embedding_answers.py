"""Requests to embed: what is refused, and the vectors of the answer, healthy or not."""

import math
from typing import Any

from tests.fakes.gemini.embeddings import DIMENSIONS, embed
from tests.fakes.gemini.errors import invalid
from tests.fakes.gemini.models import Model
from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply
from tests.fakes.gemini.tokens import of_text

MOST_IN_A_BATCH = 100


def check_embedding(body: dict[str, Any], received: Received) -> None:
    """Raises Refusal, 400."""
    requests = body.get("requests", [body])
    if received.method == "batchEmbedContents" and not requests:
        raise invalid("* BatchEmbedContentsRequest.requests: requests is not specified\n")
    if len(requests) > MOST_IN_A_BATCH:
        raise invalid(
            f"* BatchEmbedContentsRequest.requests: at most {MOST_IN_A_BATCH} requests can be in one batch\n"
        )
    for place, request in enumerate(requests):
        if not request.get("content", {}).get("parts"):
            raise invalid(
                f"* BatchEmbedContentsRequest.requests[{place}].content: content is not specified\n"
            )
        if "requests" in body and request.get("model") != f"models/{received.model}":
            raise invalid(
                f"* BatchEmbedContentsRequest.requests[{place}].model: not the model of the request\n"
            )
        if not 1 <= request.get("outputDimensionality", DIMENSIONS) <= DIMENSIONS:
            raise invalid(f"outputDimensionality must be from 1 to {DIMENSIONS}.")


def embedded(reply: Reply, received: Received, model: Model) -> dict[str, Any]:
    """The answer: one vector for each entry of `requests`; the parts of an entry make one vector together."""
    requests = received.body.get("requests", [received.body])
    vectors: list[list[Any]] = [
        embed(text, request.get("outputDimensionality", DIMENSIONS), is_unit_length=model.is_unit_length)
        for text, request in zip(received.texts, requests, strict=True)
    ]
    entries = [{"values": vector} for vector in spoilt(vectors, reply)]
    usage = {"usageMetadata": {"promptTokenCount": sum(of_text(text) for text in received.texts)}}
    if received.method == "embedContent":
        return {"embedding": entries[0] if entries else {}, **usage}
    return {"embeddings": entries, **usage}


def spoilt(vectors: list[list[Any]], reply: Reply) -> list[list[Any]]:
    """The vectors with the fault that the script asked for."""
    if reply.vectors is None or not vectors:
        return vectors
    width = len(vectors[0])
    faults: dict[str, list[list[Any]]] = {
        "none": [],
        "fewer": vectors[:-1],
        "more": [*vectors, vectors[-1]],
        "short": [vector[:-1] for vector in vectors],
        "long": [[*vector, 0.5] for vector in vectors],
        "nan": [[math.nan, *vector[1:]] for vector in vectors],
        "zero": [[0.0] * width] * len(vectors),
        "words": [["heavy"] * width] * len(vectors),
        "null": [[None] * width] * len(vectors),
    }
    return faults[reply.vectors]
