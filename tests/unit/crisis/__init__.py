"""Crisis lines: the countries' packs and the practice's own numbers."""
