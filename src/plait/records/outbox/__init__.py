"""Messages that go out, and to which addresses a person said that we may write."""
