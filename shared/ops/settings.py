"""A function's settings, read once from the environment."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AnyHttpUrl,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_validator,
)

from shared.ops.parameters import environment

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Price(BaseModel):
    """US dollars per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Annotated[float, Field(ge=0)]
    output: Annotated[float, Field(ge=0)]


# Gemini's price list as of 2026-11; thinking counts as output.
_PRICES = {
    "gemini-3.8-flash": Price(input=1.50, output=7.50),
    "gemini-3.5-flash-lite": Price(input=0.30, output=2.50),
    "gemini-2.5-flash": Price(input=0.30, output=2.50),
    "gemini-embedding-001": Price(input=0.20, output=0),
}


class SettingsError(Exception):
    """A setting is missing or invalid; the message names it, never its value."""


class FromEnvironment(BaseModel):
    """Settings whose fields are read from environment variables of the same name."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings; raises SettingsError. An empty variable counts as none."""
        named = {name: environment.get(name.upper(), "") for name in cls.model_fields}
        try:
            return cls.model_validate({name: value for name, value in named.items() if value})
        except ValidationError as error:
            wrong = sorted({str(e["loc"][0]).upper() for e in error.errors(include_input=False)})
            raise SettingsError(f"Missing or invalid environment variables: {', '.join(wrong)}") from None


_Part = TypeVar("_Part", bound=FromEnvironment)


class Settings(FromEnvironment):
    """What differs between installations. Settings of a single function are read by `part`.

    Without `gemini_api_key` every function answers by rule. `supabase_jwt_secret` is for projects whose
    tokens are still signed with the shared secret; with asymmetric keys leave it out.
    """

    supabase_url: AnyHttpUrl
    supabase_publishable_key: SecretStr
    supabase_secret_key: SecretStr
    supabase_jwt_secret: SecretStr | None = None
    gemini_api_key: SecretStr | None = None
    gemini_base_url: AnyHttpUrl | None = None
    gemini_model: str = "gemini-3.8-flash"
    gemini_embedding_model: str = "gemini-embedding-001"
    # JSON: {"model": {"input": dollars, "output": dollars}}, added to the prices known here.
    gemini_prices: dict[str, Price] = {}
    # After five failures in a row the circuit stays open for this long.
    gemini_breaker_seconds: Annotated[float, Field(gt=0)] = 30.0
    # For one request, where Lambda doesn't provide the time left.
    request_seconds: Annotated[float, Field(gt=1, le=900)] = 55.0
    # For the billing providers' webhooks; a provider whose secrets are missing gets 503.
    revenuecat_authorization: SecretStr | None = None
    revenuecat_signing_secret: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    # With it, the providers' ids of customers and purchases are stored as HMACs.
    provider_id_key: Annotated[SecretStr, Field(min_length=32)] | None = None
    # `checked`: only what comes through CloudFront is answered, which adds the secret to each request.
    spotter_origin: Literal["open", "sent", "checked"] = "open"
    origin_secret: SecretStr | None = None
    # Where errors are reported, and under which names; see shared/ops/sentry.py.
    sentry_dsn: SecretStr | None = None
    spotter_stage: str = "local"
    spotter_release: str | None = None
    log_level: str = "INFO"

    _environment: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings; raises SettingsError. An empty variable counts as none."""
        settings = super().from_environment(environment)
        settings._environment = environment  # noqa: SLF001 - an object of this class
        return settings

    def part(self, model: type[_Part]) -> _Part:
        """Read the settings of one function from the same environment. Raises SettingsError."""
        return model.from_environment(self._environment)

    @field_validator("gemini_prices", mode="before")
    @classmethod
    def _read_prices(cls, value: object) -> object:
        from pydantic_core import from_json  # noqa: PLC0415 - only an installation that sets prices pays for it

        return from_json(value) if isinstance(value, str) else value

    @property
    def url(self) -> str:
        """The project's URL without a trailing slash."""
        return str(self.supabase_url).rstrip("/")

    @property
    def is_local(self) -> bool:
        """Whether the project is the local stack."""
        return urlsplit(self.url).hostname in _LOOPBACK

    @property
    def issuer(self) -> str | None:
        """The required issuer of tokens; None on the local stack, whose tokens have none."""
        return None if self.is_local else f"{self.url}/auth/v1"

    def price(self, model: str) -> Price:
        """The price of `model`; zero if unknown."""
        return self.gemini_prices.get(model) or _PRICES.get(model) or Price(input=0, output=0)


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings.from_environment(environment())
