"""Visits: encounters that took place."""
