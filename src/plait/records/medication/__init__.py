"""Records about medication."""
