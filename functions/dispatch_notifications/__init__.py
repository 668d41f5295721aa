"""Sends what the outbox holds: pushes by FCM and Expo, mail by Resend. See docs/delivery.md."""
