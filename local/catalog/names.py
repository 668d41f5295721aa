"""Names: when two are the same, and how one is written as a slug."""

import re
import unicodedata


def spelling_key(text: str) -> str:
    """A name reduced to what tells it apart: no case, accents, punctuation, spaces or plural s."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019]", "", plain))
    return "".join(word.rstrip("s") or word for word in words)


def slug_of(name: str) -> str:
    """The name as a slug: lower-case words joined by hyphens; empty if there is no letter to make one of."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:100].strip("-")
