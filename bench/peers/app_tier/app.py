"""The peer's ASGI application, for uvicorn: `uvicorn --factory bench.peers.app_tier.app:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

import jwt
from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic_settings import BaseSettings

from bench.peers.app_tier.document import LoggedWorkout
from bench.peers.app_tier.errors import RefusedError, UnauthorizedError
from bench.peers.app_tier.service import Workouts


class Settings(BaseSettings):
    """Settings from the environment."""

    peer_database_url: str
    peer_jwt_secret: str


def create_app() -> FastAPI:
    """Return the service, configured by the environment."""
    settings = Settings()  # type: ignore[call-arg]  # from the environment
    workouts = Workouts(settings.peer_database_url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with workouts:
            yield

    app = FastAPI(lifespan=lifespan)

    def caller(authorization: Annotated[str, Header()] = "") -> UUID:
        try:
            token = authorization.removeprefix("Bearer ")
            claims = jwt.decode(
                token, settings.peer_jwt_secret, ["HS256"], audience="authenticated",
                options={"require": ["exp", "sub"]},
            )  # fmt: skip
            return UUID(claims["sub"])
        except (jwt.InvalidTokenError, ValueError) as error:
            raise UnauthorizedError("not a valid token") from error

    @app.post("/workouts")
    async def log_workout(user: Annotated[UUID, Depends(caller)], workout: LoggedWorkout) -> JSONResponse:
        return JSONResponse(await workouts.log(user, workout))

    @app.exception_handler(RefusedError)
    async def refuse(_: Request, error: RefusedError) -> JSONResponse:
        body = {"title": str(error), "status": error.status}
        return JSONResponse(body, error.status, media_type="application/problem+json")

    return app
