"""The schema's two forms, files and migrations: how each becomes the other, and the proof of it."""
