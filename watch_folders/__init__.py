"""Scanner folders become arrivals."""
