"""Offices that nobody has seen, and the nasti they keep: as words with boxes, or as pages to draw and scan."""
