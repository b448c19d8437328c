"""The words of Hindi and of its offices: shared by reading, which mends by them, and finding, which widens by them."""
