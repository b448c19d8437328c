"""Learning from what persons corrected and confirmed: one model per office, in use only where it beats the rules."""
