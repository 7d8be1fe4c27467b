"""The plait command."""
