"""Plait: one plan for medication management and therapy, with the person at the centre."""
