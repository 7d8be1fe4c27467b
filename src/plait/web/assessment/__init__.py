"""Screens about assessment."""
