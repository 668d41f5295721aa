"""`spotter doctor`: whether an installation, deployed or local, is what this checkout says it should be."""
