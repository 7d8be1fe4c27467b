"""The practice's site: its files, its facts, its Markdown."""
