"""Decisions about people who ask the practice for contact."""
