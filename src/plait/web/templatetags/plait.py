"""Where Django looks for Plait's template tags; they are written in plait.web.components.tags."""

from plait.web.components.tags import register

__all__ = ["register"]
