"""Running on Lambda: settings, time limits, logs and metrics, fault reports."""
