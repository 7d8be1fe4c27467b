"""Tables of people, medicines, appointments and scores (CSV): read, mapped, previewed, taken in, and what was refused.

A table says what its columns mean only through a person who looks at it: columns are guessed from their heads, shown,
and confirmed. A day is never guessed between 3 April and 4 March, a dose never read from words.
"""
