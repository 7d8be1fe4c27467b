"""Screens about therapy."""
