"""Reading care plans and goals."""
