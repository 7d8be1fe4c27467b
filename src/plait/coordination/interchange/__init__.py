"""Decisions about interchange."""
