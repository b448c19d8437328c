"""Backs of sheets and nearly blank sides, drawn with their truth: nothing on them, or just a little."""
