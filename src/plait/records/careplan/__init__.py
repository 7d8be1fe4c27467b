"""Records about care plans."""
