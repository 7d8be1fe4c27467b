"""The way in: what somebody answers before there is a record of them, and what the practice's decision aid makes of it."""
