"""HTML screens: one module and one template of the same name each."""
