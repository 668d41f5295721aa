"""The local stack: everything Spotter needs on one machine, behind the `spotter` command."""
