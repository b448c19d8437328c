"""Draws a lot as a section hands it over: many nasti in many scan files, with slips, planted faults and exact truth."""
