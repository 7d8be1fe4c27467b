"""Decisions about therapy."""
