"""Records about audit."""
