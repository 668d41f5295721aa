"""Running on Lambda: settings, time limits, logs and metrics, error reports."""
