"""Records about inbox."""
