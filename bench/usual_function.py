"""A typical Python function: it imports and makes clients and tracer before the first request.

The baseline of a cold start. It does no work of its own, so only its imports and set-up are compared.
"""

import json
from typing import Any

from aws_lambda_powertools import Logger, Tracer
from google import genai
from pydantic_settings import BaseSettings
from supabase import create_client


class _Settings(BaseSettings):
    supabase_url: str
    supabase_secret_key: str
    gemini_api_key: str = "none"


settings = _Settings()  # type: ignore[call-arg]  # from the environment
logger = Logger(service="usual")
tracer = Tracer(service="usual")
supabase = create_client(settings.supabase_url, settings.supabase_secret_key)
gemini = genai.Client(api_key=settings.gemini_api_key)


@tracer.capture_lambda_handler
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda calls it so
    """Report that it runs."""
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps({})}
