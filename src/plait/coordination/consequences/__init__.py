"""What follows after a decision, by noun."""
