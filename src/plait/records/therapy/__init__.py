"""Records about therapy."""
