"""All pages of `docs/` that `spotter docs` writes, or lists in them."""

from local.pages import data_model, jobs, metrics, notifications, operations, providers, tools

MADE = (data_model, jobs, metrics, notifications, operations, providers, tools)
