"""HTTP in front of our code: identifying the caller, limiting requests, every error as problem+json."""
