"""Draws office pages with exact truth, for the reading bench."""
