"""Logs and metrics: the outcome of a request, never its content."""

import time
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from shared.ops.settings import settings
from shared.ops.stopwatch import Stopwatch

if TYPE_CHECKING:
    from shared.ai.gemini import ModelCall

_NAMESPACE = "Spotter"
# ModelOutcome.OK, copied so that functions without a model don't import it.
_OK = "ok"


@cache
def logger(function: str) -> Logger:
    """Return the logger of a function: JSON lines on standard output, with the request's id in each."""
    return Logger(service=function, level=settings().log_level, utc=True)


@dataclass(slots=True)
class _Process:
    is_cold: bool = True


_process = _Process()


@dataclass(slots=True)
class Report:
    """What is logged about one request when it ends."""

    function: str
    request_id: str
    method: str
    began: float = field(default_factory=time.perf_counter)
    status: int = 500
    code: str | None = None
    # gemini, rules or parser; None without an answer.
    engine: str | None = None
    # Why a request that could have gone to the model was answered by rule.
    fallback: str | None = None
    # The version of the prompt, or of the fixed texts used without the model.
    prompt_version: str | None = None
    breaker: str = "closed"
    calls: "list[ModelCall]" = field(default_factory=list)
    cost_usd: float = 0.0
    # Waiting for the Data API alone, and for the Data API or the model.
    database: Stopwatch = field(init=False)
    waiting: Stopwatch = field(default_factory=Stopwatch)

    def __post_init__(self) -> None:
        self.database = Stopwatch(self.waiting)

    def publish(self) -> None:
        """Write the request's log line and its metrics (CloudWatch EMF, one line)."""
        milliseconds = (time.perf_counter() - self.began) * 1000
        model_ms = sum(call.milliseconds for call in self.calls)
        was_cold, _process.is_cold = _process.is_cold, False
        outcomes = [call.outcome.value for call in self.calls]
        logger(self.function).info(
            "request",
            extra={
                "request_id": self.request_id,
                "method": self.method,
                "status": self.status,
                "code": self.code,
                "duration_ms": round(milliseconds, 1),
                "model_ms": model_ms,
                "database_ms": round(self.database.milliseconds, 1),
                "database_calls": self.database.calls,
                "python_ms": round(milliseconds - self.waiting.milliseconds, 1),
                "model_outcomes": outcomes,
                "finish_reasons": [call.reason for call in self.calls],
                "engine": self.engine,
                "fallback": self.fallback,
                "prompt_version": self.prompt_version,
                "breaker": self.breaker,
                "cold_start": was_cold,
            },
        )
        metrics = EphemeralMetrics(namespace=_NAMESPACE, service=self.function)
        metrics.add_metric("ColdStart", MetricUnit.Count, float(was_cold))
        metrics.add_metric("Latency", MetricUnit.Milliseconds, milliseconds)
        metrics.add_metric("OwnTime", MetricUnit.Milliseconds, max(milliseconds - model_ms, 0))
        metrics.add_metric("DatabaseTime", MetricUnit.Milliseconds, self.database.milliseconds)
        metrics.add_metric("Fault", MetricUnit.Count, float(self.status >= 500))  # noqa: PLR2004 - HTTP
        metrics.add_metric("Fallback", MetricUnit.Count, float(self.fallback is not None))
        metrics.add_metric("BreakerOpen", MetricUnit.Count, float(self.breaker == "open"))
        if self.calls:
            metrics.add_metric("ModelCalls", MetricUnit.Count, len(self.calls))
            metrics.add_metric("ModelLatency", MetricUnit.Milliseconds, model_ms)
            failed = sum(outcome != _OK for outcome in outcomes)
            metrics.add_metric("ModelFailures", MetricUnit.Count, failed)
            metrics.add_metric("InputTokens", MetricUnit.Count, sum(c.tokens.input for c in self.calls))
            metrics.add_metric("OutputTokens", MetricUnit.Count, sum(c.tokens.output for c in self.calls))
            metrics.add_metric("CostUsd", MetricUnit.NoUnit, self.cost_usd)
            metrics.add_metadata("finish_reasons", [call.reason for call in self.calls])
        metrics.add_metadata("request_id", self.request_id)
        metrics.flush_metrics()
