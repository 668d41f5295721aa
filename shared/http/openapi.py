"""The parts of the OpenAPI document common to all functions."""

from typing import Any

from fastapi import FastAPI

from shared.http.problems import Code, ProblemDocument

_SCHEMAS = "#/components/schemas/"


def _problems() -> dict[int | str, dict[str, Any]]:
    titles: dict[int | str, list[str]] = {}
    for code in Code:
        titles.setdefault(code.status, []).append(f"`{code.slug}`: {code.title}")
    content = {"application/problem+json": {"schema": {"$ref": f"{_SCHEMAS}{ProblemDocument.__name__}"}}}
    return {
        status: {"description": ". ".join(known) + ".", "content": content}
        for status, known in titles.items()
    }


# Errors that any request of a signed-in user can get.
PROBLEMS = _problems()


class Api(FastAPI):
    """An application whose OpenAPI document is complete, with its problems and an open `/health`."""

    def openapi(self) -> dict[str, Any]:
        """Return the document. It is made on first use, not at a cold start."""
        if self.openapi_schema is None:
            document = super().openapi()
            problem = ProblemDocument.model_json_schema(ref_template=_SCHEMAS + "{model}")
            schemas = document["components"]["schemas"]
            schemas.update({**problem.pop("$defs"), ProblemDocument.__name__: problem})
            health = document["paths"]["/health"]["get"]
            del health["security"]
            health["responses"] = {status: health["responses"][status] for status in ("200", "500")}
            self.openapi_schema = document
        return self.openapi_schema
