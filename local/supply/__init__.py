"""What we take from others, and what we might give away by mistake."""
