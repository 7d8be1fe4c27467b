"""Decisions about accounts."""
