"""Calls to Gemini: with a time limit, retried, metered; the answers are never trusted."""

from shared.ai.gemini.asking import (
    Answer,
    Ask,
    FunctionCall,
    FunctionResults,
    ModelError,
    ModelTurn,
    Picture,
    Said,
    Source,
    Tokens,
    Turn,
)
from shared.ai.gemini.client import Gemini, ModelCall

__all__ = [
    "Answer",
    "Ask",
    "FunctionCall",
    "FunctionResults",
    "Gemini",
    "ModelCall",
    "ModelError",
    "ModelTurn",
    "Picture",
    "Said",
    "Source",
    "Tokens",
    "Turn",
]
