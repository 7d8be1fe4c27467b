"""Screens about safety."""
