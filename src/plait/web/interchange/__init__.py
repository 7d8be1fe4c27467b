"""Screens about interchange."""
