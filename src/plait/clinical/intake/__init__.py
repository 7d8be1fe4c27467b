"""The way in: what somebody answers before there is a record of them, and what the decision aid makes of it."""
