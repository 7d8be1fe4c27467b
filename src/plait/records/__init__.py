"""Apps that only remember: facts are appended, revised, never overwritten."""
