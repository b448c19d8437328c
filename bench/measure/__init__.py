"""What the benchmarks share: sets with truth, programs that read them, scores and tables."""
