"""The progress board: marks entered and expected, never a value."""
