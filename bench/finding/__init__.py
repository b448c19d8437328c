"""Measures finding: made-up office text with the damage of reading, filled into a real store and searched."""
