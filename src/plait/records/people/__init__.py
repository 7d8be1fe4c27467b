"""Records about people."""
