"""Vectors: their number, their length, and that near texts are near."""

import math
from typing import Any

import pytest
from google import genai
from google.genai import errors, types

from tests.fakes.gemini.asking import post, refusal
from tests.fakes.gemini.embeddings import embed
from tests.fakes.gemini.replies import Reply
from tests.fakes.gemini.server import LocalGemini

OLD, NEW = "gemini-embedding-001", "gemini-embedding-2"


def vectors(
    client: genai.Client, contents: Any, dimensions: int | None = 768, model: str = OLD
) -> list[list[float]]:
    config = types.EmbedContentConfig(output_dimensionality=dimensions)
    response = client.models.embed_content(model=model, contents=contents, config=config)
    return [each.values or [] for each in response.embeddings or []]


def length(vector: list[float]) -> float:
    return math.sqrt(sum(value * value for value in vector))


def likeness(one: str, other: str, dimensions: int = 768) -> float:
    first, second = (embed(text, dimensions) for text in (one, other))
    return sum(left * right for left, right in zip(first, second, strict=True))


@pytest.mark.parametrize(("asked", "given"), [(None, 3072), (1536, 1536), (768, 768), (128, 128)])
def test_the_vector_has_the_dimensions_asked_for(client: genai.Client, asked: int | None, given: int) -> None:
    assert len(vectors(client, "knee", asked)[0]) == given


def test_only_the_full_vector_of_the_older_model_is_of_unit_length(client: genai.Client) -> None:
    assert length(vectors(client, "my knee hurts", 3072)[0]) == pytest.approx(1)
    assert length(vectors(client, "my knee hurts", 768)[0]) < 0.9


def test_the_newer_model_normalises_what_it_cuts(client: genai.Client) -> None:
    assert length(vectors(client, "my knee hurts", 768, NEW)[0]) == pytest.approx(1)


def test_a_list_of_texts_makes_a_vector_each(client: genai.Client) -> None:
    assert len(vectors(client, ["knee", "shoulder"])) == 2


def test_a_list_of_texts_makes_one_vector_of_the_newer_model(client: genai.Client) -> None:
    assert len(vectors(client, ["knee", "shoulder"], model=NEW)) == 1


def test_a_list_of_contents_makes_a_vector_each(client: genai.Client) -> None:
    contents = [types.Content(role="user", parts=[types.Part(text=text)]) for text in ("knee", "shoulder")]
    assert len(vectors(client, contents, model=NEW)) == 2


def test_the_single_call_answers_one_embedding(gemini: LocalGemini) -> None:
    body = {"content": {"parts": [{"text": "knee"}]}, "outputDimensionality": 8}
    assert len(post(gemini, body, "embedContent", OLD).json()["embedding"]["values"]) == 8


def test_the_same_text_has_the_same_vector(client: genai.Client) -> None:
    first, second = vectors(client, ["my knee hurts", "my knee hurts"])
    assert first == second


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("Does anything ache?", "Has a painful left knee.", "Likes training to techno."),
        ("Which exercises does she enjoy?", "Loves pull-ups.", "Works night shifts as a nurse."),
        ("Was tut weh?", "Injured a shoulder in May.", "Vegetarian for ten years."),
        ("Can I give him a steak recipe?", "Eats no meat.", "Owns two kettlebells."),
        ("Do you run?", "Training for a half marathon in autumn.", "Allergic to peanuts."),
        ("benchpres", "bench press", "deadlift"),
    ],
)
def test_near_in_meaning_is_near(question: str, near: str, far: str) -> None:
    assert likeness(question, near) > likeness(question, far) + 0.05


def test_a_cut_vector_means_the_same() -> None:
    question, text = "Does anything ache?", "Has a painful left knee."
    assert likeness(question, text, 768) == pytest.approx(likeness(question, text, 3072), abs=0.05)


@pytest.mark.parametrize(
    "body",
    [
        {"requests": []},
        {"requests": [{"model": f"models/{OLD}", "content": {"parts": []}}]},
        {"requests": [{"model": f"models/{NEW}", "content": {"parts": [{"text": "a"}]}}]},
        {"requests": [{"model": f"models/{OLD}", "content": {"parts": [{"text": "a"}]}}] * 101},
        {
            "requests": [
                {
                    "model": f"models/{OLD}",
                    "content": {"parts": [{"text": "a"}]},
                    "outputDimensionality": 3073,
                }
            ]
        },
        {
            "requests": [
                {"model": f"models/{OLD}", "content": {"parts": [{"text": "a"}]}, "taskType": "GUESSING"}
            ]
        },
    ],
)
def test_what_makes_no_sense_is_refused(gemini: LocalGemini, body: Any) -> None:
    assert refusal(post(gemini, body, "batchEmbedContents", OLD))


@pytest.mark.parametrize(("fault", "count"), [("none", 0), ("fewer", 1), ("more", 3)])
def test_the_number_of_vectors_may_be_wrong(
    gemini: LocalGemini, client: genai.Client, fault: Any, count: int
) -> None:
    gemini.script(Reply(to="embed", vectors=fault))
    assert len(vectors(client, ["knee", "shoulder"])) == count


@pytest.mark.parametrize(("fault", "width"), [("short", 767), ("long", 769)])
def test_the_width_of_a_vector_may_be_wrong(
    gemini: LocalGemini, client: genai.Client, fault: Any, width: int
) -> None:
    gemini.script(Reply(to="embed", vectors=fault))
    assert len(vectors(client, "knee")[0]) == width


def test_a_value_may_be_no_number(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(Reply(to="embed", vectors="nan"))
    assert math.isnan(vectors(client, "knee")[0][0])


def test_embedding_may_fail_alone(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(Reply(to="embed", code=503))
    with pytest.raises(errors.ServerError):
        vectors(client, "knee")
    assert client.models.generate_content(model="gemini-3.8-flash", contents="Hi").text
