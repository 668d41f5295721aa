"""Makes the packages that Lambda runs: one zip a function, the same bytes wherever it is made."""
