"""Records about accounts."""
