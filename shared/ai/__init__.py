"""A request that may ask a model, from its admission to its stored answer."""
