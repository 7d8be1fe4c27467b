"""What an answer sheet says: scoring, bands, change against a baseline."""
