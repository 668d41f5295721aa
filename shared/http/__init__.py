"""From a request to our code and back: who calls, what may come in, and every error as problem+json."""
