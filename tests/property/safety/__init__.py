"""Laws about safety."""
