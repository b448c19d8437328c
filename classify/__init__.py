"""Words become page kinds, papers and fields."""
