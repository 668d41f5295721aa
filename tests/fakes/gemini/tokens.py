"""How many tokens a request and an answer have: four characters a token, 258 a picture.

Both figures are Google's own rule of thumb (https://ai.google.dev/gemini-api/docs/tokens).
"""

import json
from typing import Any

CHARACTERS_A_TOKEN = 4
TOKENS_A_PICTURE = 258


def of_text(text: str) -> int:
    """Tokens of a text; of the empty one none."""
    return -(-len(text) // CHARACTERS_A_TOKEN)


def of_part(part: dict[str, Any]) -> int:
    """Tokens of one part, whichever kind it is. A signature costs nothing."""
    if "text" in part:
        return of_text(str(part["text"]))
    if "inlineData" in part or "fileData" in part:
        return TOKENS_A_PICTURE
    rest = {name: value for name, value in part.items() if name not in {"thoughtSignature", "thought"}}
    return of_text(json.dumps(rest, ensure_ascii=False))


def of_content(content: dict[str, Any]) -> int:
    """Tokens of one turn."""
    return sum(of_part(part) for part in content.get("parts", []))


def of_request(request: dict[str, Any]) -> int:
    """Tokens of everything that the model reads: instruction, tools and turns."""
    turns = sum(of_content(content) for content in request.get("contents", []))
    instruction = of_content(request.get("systemInstruction", {}))
    tools = of_text(json.dumps(request["tools"], ensure_ascii=False)) if request.get("tools") else 0
    return turns + instruction + tools
