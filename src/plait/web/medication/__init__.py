"""Screens about medication."""
