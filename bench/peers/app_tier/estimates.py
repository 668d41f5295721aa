"""The one-repetition maximum, estimated from a set."""

from decimal import ROUND_HALF_UP, Context, Decimal

_MAX_EFFECTIVE_REPS = 12
_GRAM = Decimal("0.001")
# As in Postgres, quotients are rounded and products are not: otherwise half a gram may round differently.
_EXACT = Context(prec=60)


def estimated_1rm(load_kg: Decimal, reps: int, rpe: Decimal | None) -> Decimal | None:
    """Return kilograms: the lower of Epley and Brzycki, with reps in reserve; None beyond 12 reps."""
    effective = effective_reps(reps, rpe)
    if effective > _MAX_EFFECTIVE_REPS:
        return None
    if effective == 1:
        return load_kg
    factor = min(1 + effective / 30, 36 / (37 - effective))
    return _EXACT.multiply(load_kg, factor).quantize(_GRAM, ROUND_HALF_UP)


def confidence(effective_reps: Decimal) -> str:
    """Return the confidence of an estimate from this many effective repetitions."""
    return "high" if effective_reps <= 5 else "medium" if effective_reps <= 10 else "low"  # noqa: PLR2004


def effective_reps(reps: int, rpe: Decimal | None) -> Decimal:
    """Return the repetitions that could have been done."""
    return Decimal(reps) if rpe is None else reps + 10 - rpe
