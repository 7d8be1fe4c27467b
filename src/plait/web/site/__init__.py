"""Pages that anyone may open: help now, health."""
