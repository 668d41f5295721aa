"""Settles everybody's streaks and tells those whose weekly streak is about to end. See docs/jobs.md."""
