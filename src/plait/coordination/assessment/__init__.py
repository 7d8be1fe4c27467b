"""Decisions about assessment."""
