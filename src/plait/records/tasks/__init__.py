"""Records about tasks."""
