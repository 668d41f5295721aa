"""The coach: a conversation that knows the user's training and may change it, within limits."""
