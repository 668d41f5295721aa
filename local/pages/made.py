"""All pages of `docs/` that `spotter docs` writes or updates."""

from local.pages import data_model, jobs, metrics, notifications, operations, providers, tools

MADE = (data_model, jobs, metrics, notifications, operations, providers, tools)
