"""What a course of therapy is and how far it has come."""
