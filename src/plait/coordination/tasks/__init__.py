"""Decisions about tasks."""
