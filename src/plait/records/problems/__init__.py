"""Records about problems."""
