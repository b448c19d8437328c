"""Draws number-like words in many typefaces and degrees of wear, to train and to judge the number reader."""
