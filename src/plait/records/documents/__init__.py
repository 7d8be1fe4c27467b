"""Records about documents."""
