"""Text in fonts from before Unicode, which draw Devanagari on the codes of Latin letters."""
