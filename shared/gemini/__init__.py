"""Calls of Gemini: bounded in time, retried, counted, and never trusted."""

from shared.gemini.asking import (
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
from shared.gemini.client import Gemini, ModelCall

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
