"""Removes the files of deleted accounts, which the database can't do itself."""
