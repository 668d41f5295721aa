"""Receives the webhooks of RevenueCat and Stripe: who has paid, and until when."""
