"""The product: one file per decision, where medication and therapy meet."""
