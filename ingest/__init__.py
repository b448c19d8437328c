"""Originals become clean sheets."""
