"""The commands of `nasti` that stand in modules of their own."""
