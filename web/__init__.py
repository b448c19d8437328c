"""Pages and interfaces over the store."""
