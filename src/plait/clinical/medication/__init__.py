"""What a person takes, since when and how much: regimens, doses, lawful changes."""
