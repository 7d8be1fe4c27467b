"""What burdens or changed a life: problems and life events."""
