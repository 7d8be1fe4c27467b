"""Screens about problems."""
