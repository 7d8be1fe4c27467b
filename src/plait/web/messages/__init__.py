"""Screens about messages that go out."""
