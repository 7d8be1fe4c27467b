"""Safety through the door."""
