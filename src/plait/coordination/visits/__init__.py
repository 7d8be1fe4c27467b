"""Decisions about visits."""
