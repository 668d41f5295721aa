"""import-plan: a plan that stands in a text or a picture becomes a plan of the caller's."""
