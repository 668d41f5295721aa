"""`spotter doctor`: checks that an installation, deployed or local, matches this checkout."""
