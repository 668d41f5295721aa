"""A request that may call a model, from its admission to its stored answer."""
