"""Records about safety: flags, what was done about them, personal thresholds."""
