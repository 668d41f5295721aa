"""Serves every function in functions/ under its own name, as CloudFront does in front of Lambda.

A function is a package with a module `app` that has the ASGI application `app`, the same object that Mangum
serves on Lambda. Its folder is its name with `_` instead of `-`.
"""

import importlib
import os
import threading
from pathlib import Path
from uuid import uuid4

import uvicorn
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

import functions
from local.child import end_with_parent


def found(root: Path) -> dict[str, str]:
    """Return the module of every function below `root` by its name in the URL."""
    return {
        path.parent.name.replace("_", "-"): f"functions.{path.parent.name}.app"
        for path in sorted(root.glob("*/app.py"))
    }


def _not_found(path: str) -> JSONResponse:
    problem = {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": f"No function at {path}",
        "code": "not_found",
        "request_id": str(uuid4()),
    }
    return JSONResponse(problem, 404, media_type="application/problem+json")


def create_app(root: Path) -> ASGIApp:
    """Return one application that serves all functions below `root`; any other path is a 404."""
    apps: dict[str, ASGIApp] = {
        name: importlib.import_module(module).app for name, module in found(root).items()
    }

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        name = scope["path"].split("/")[1]
        app = apps[name] if name in apps else _not_found(scope["path"])
        await app(scope, receive, send)

    return dispatch


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    uvicorn.run(
        create_app(Path(functions.__file__).parent),
        host="127.0.0.1",
        port=int(os.environ["SPOTTER_FUNCTIONS_PORT"]),
        log_level="warning",
        lifespan="off",
    )
