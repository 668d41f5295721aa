"""Removes the files of deleted accounts: what the database can't do itself."""
