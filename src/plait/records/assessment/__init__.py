"""Records about assessment."""
