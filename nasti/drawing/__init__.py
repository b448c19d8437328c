"""Office pages drawn as images, with the truth of every word: for the samples and for tests."""
