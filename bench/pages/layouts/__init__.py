"""Arranges made-up office papers as HTML, each text in the order in which a person reads it."""
