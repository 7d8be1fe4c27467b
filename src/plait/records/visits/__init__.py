"""Records about visits."""
