"""Comparing names, and making slugs of them."""

import re
import unicodedata


def spelling_key(text: str) -> str:
    """Return a name normalised for comparison: without case, accents, punctuation, spaces and plural s."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019]", "", plain))
    return "".join(word.rstrip("s") or word for word in words)


def slug_of(name: str) -> str:
    """Return the name as a slug: lower-case words joined by hyphens; empty if it has no letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:100].strip("-")
