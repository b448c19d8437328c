"""Sheets become words; words become searchable PDF/A."""
