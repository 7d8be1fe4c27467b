"""Journeys through the decision aid, as somebody in need of it takes them."""
