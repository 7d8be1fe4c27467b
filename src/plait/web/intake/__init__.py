"""The decision aid's screens: answers travel with the person, and nothing of them stays here."""
