"""Records about monitoring."""
