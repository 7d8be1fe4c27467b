"""Decisions about the practice as a whole: whether it would survive the loss of its machine."""
