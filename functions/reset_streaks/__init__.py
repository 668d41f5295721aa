"""Settles all users' streaks and notifies those whose weekly streak is about to end. See docs/jobs.md."""
