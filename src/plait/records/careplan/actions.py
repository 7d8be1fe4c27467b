"""Writing care plans and goals."""
