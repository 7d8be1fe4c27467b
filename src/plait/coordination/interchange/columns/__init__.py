"""From what was read to what is recorded: one module for each noun, pure functions that return columns.

Nothing is guessed on the way: what the sender does not say stays empty, and what a column cannot hold exactly is kept
as words or left out with the whole resource kept beside it.
"""
