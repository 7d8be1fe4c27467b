"""Messages to people: whether we may write, sending what waits, and the list of what went out."""
