"""Journeys about safety."""
