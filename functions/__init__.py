"""One folder a function: what runs on Lambda."""
