"""Page numbers of one part of a nasti: the run they make, and what is wrong with it."""
