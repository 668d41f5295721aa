"""import-plan: turns a plan in a text or a picture into a plan of the caller's."""
