"""The coach's tools. A class in one of these modules is a tool; nothing else lists it."""

from types import ModuleType

from functions.coach_chat.tools import body, days, decisions, exercises, lookups
from functions.coach_chat.tools.tool import AnyTool


def _in(module: ModuleType) -> list[type[AnyTool]]:
    """Return the tools that a module defines, in its order."""
    return [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, AnyTool) and one.__module__ == module.__name__
    ]


# By name, in the order in which the model is told of them.
TOOLS: dict[str, type[AnyTool]] = {
    tool.tool_name(): tool for module in (exercises, days, body, lookups, decisions) for tool in _in(module)
}
