"""Decisions about medication."""
