"""Screens of asking for contact: the public form, and the coordinators' list of who asked."""
