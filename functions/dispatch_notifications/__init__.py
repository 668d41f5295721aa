"""Sends the messages of the outbox: push messages and mail. See docs/delivery.md."""
