"""Decisions about safety: signs of harm, and the safety plan."""
