"""The models that the server pretends to have, and what each of them takes."""

from dataclasses import dataclass

from tests.fakes.gemini.errors import Refusal

GENERATE = frozenset({"generateContent", "streamGenerateContent", "countTokens"})
EMBED = frozenset({"embedContent", "batchEmbedContents", "countTokens"})
INPUT_TOKENS = 1_048_576
OUTPUT_TOKENS = 65_536


@dataclass(frozen=True)
class Model:
    """A model. `generation` 3 takes a thinking level and insists on thought signatures, 2 takes a budget."""

    name: str
    methods: frozenset[str]
    generation: int = 3
    is_unit_length: bool = True


MODELS = {
    model.name: model
    for model in (
        Model("gemini-3.8-flash", GENERATE),
        Model("gemini-3.5-flash-lite", GENERATE),
        Model("gemini-2.5-flash", GENERATE, generation=2),
        # Only its full 3,072 dimensions are of unit length; the later model normalises what it cuts.
        Model("gemini-embedding-001", EMBED, is_unit_length=False),
        Model("gemini-embedding-2", EMBED),
    )
}


def find(name: str, method: str, version: str) -> Model:
    """The model that serves this method. Raises Refusal, 404."""
    model = MODELS.get(name)
    if model is None or method not in model.methods:
        raise Refusal(
            404, f"models/{name} is not found for API version {version}, or is not supported for {method}."
        )
    return model
