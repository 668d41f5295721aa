"""Writes the list in `docs/functions/coach-chat.md`: the coach's tools and the results of a call."""

from collections.abc import Iterator
from pathlib import Path

from functions.coach_chat.models import Status
from functions.coach_chat.tools import TOOLS
from functions.coach_chat.tools.tool import AnyTool, ChangeTool, DecisionTool
from local import pages
from local.database.project import Project

FILE = Path("docs/functions/coach-chat.md")


def generate(_url: str, project: Project) -> str:
    """Return the whole page with the list of the tools, which needs no database."""
    lines = ["| tool | takes | what it does | status |", "|---|---|---|---|"]
    for name, tool in TOOLS.items():
        statuses = " or ".join(f"`{status.value}`" for status in _statuses(tool))
        lines.append(f"| `{name}` | {' '.join(_arguments(tool))} | {tool.description()} | {statuses} |")
    return pages.with_list((project.root / FILE).read_text(), "functions/coach_chat/tools", lines)


def _arguments(tool: type[AnyTool]) -> Iterator[str]:
    """Yield the names of the arguments, optional ones with a question mark."""
    for name, field in tool.model_fields.items():
        yield f"`{name}`" if field.is_required() else f"`{name}?`"


def _statuses(tool: type[AnyTool]) -> tuple[Status, ...]:
    """Return the possible statuses of a call that is neither refused nor fails."""
    if issubclass(tool, ChangeTool):
        return Status.APPLIED, Status.PROPOSED
    return (tool.status,) if issubclass(tool, DecisionTool) else (Status.DONE,)
